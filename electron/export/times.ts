/** Times as an export writes them: in the zone of the computer that made it. */
import { localClock } from '../../shared/core/day-range.ts'

export interface ExportTimes {
  /** IANA name. */
  readonly zone: string
  /** `Tuesday 24 November 2026` */
  readonly day: (at: number) => string
  /** `14:05` */
  readonly time: (at: number) => string
  /** `24 November 2026 at 14:05` */
  readonly moment: (at: number) => string
  /** `2026-11-24 14:05:12`: sorts, and spreadsheets know it. */
  readonly local: (at: number) => string
}

/** @param timeZone IANA name */
export function createTimes(timeZone: string): ExportTimes {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
    return (at: number): string => made.format(at)
  }
  const clock = localClock(timeZone)
  return {
    zone: timeZone,
    day: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    time: format({ hour: '2-digit', minute: '2-digit' }),
    moment: format({ dateStyle: 'long', timeStyle: 'short' }),
    local: (at) => new Date(clock(at)).toISOString().slice(0, 19).replace('T', ' '),
  }
}

/** `Tern export 2026-11-24 14.05.12`: a name that every file system takes. */
export const exportName = ({ local }: ExportTimes, at: number): string =>
  `Tern export ${local(at).replaceAll(':', '.')}`
