/** Calendar days of a time zone as bounds in epoch milliseconds. A day has 23 or 25 hours where the clock is changed. */

const minute = 60_000
const day = 24 * 60 * minute
/** No zone is further from UTC than 14 hours today, or 16 hours in any year. */
const furthest = 16 * 60 * minute
/** Clocks change on a quarter of an hour. */
const step = 15 * minute

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const utc = utcMidnight(text)
  return utc !== undefined && new Date(utc).toISOString().startsWith(text)
}

/** The first moment, and the one after the last. */
export interface Bounds {
  readonly from: number | undefined
  readonly before: number | undefined
}

/**
 * The moments of the days from `from` to `to`, both included; open where a day is not given. Throws `RangeError` for
 * what {@link isDay} refuses, and for a zone that is not known.
 * @param timeZone IANA name
 */
export function dayBounds(
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
  timeZone: string,
): Bounds {
  const { from, to } = range
  return {
    from: from === undefined ? undefined : firstMomentFrom(midnightOf(from), timeZone),
    before: to === undefined ? undefined : firstMomentFrom(midnightOf(to) + day, timeZone),
  }
}

/** The clock of a zone at a moment, as if it were UTC: so days and hours can be read off and compared. */
export function localClock(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
    for (const { type, value } of format.formatToParts(at)) {
      if (type in parts) parts[type as keyof typeof parts] = Number(value)
    }
    const { year, month, day: date, hour, minute: minutes, second } = parts
    return Date.UTC(year, month - 1, date, hour, minutes, second)
  }
}

/**
 * The first moment at which a zone's clock shows `local` or later. That is not always midnight: where summer time begins
 * at midnight, the day begins at one, and a day that a zone left out has no moment of its own.
 */
function firstMomentFrom(local: number, timeZone: string): number {
  const clock = localClock(timeZone)
  const reached = (at: number): boolean => clock(at) >= local
  let late = local - furthest
  while (!reached(late)) late += step
  let early = late - step
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (reached(middle)) late = middle
    else early = middle
  }
  return late
}

function midnightOf(text: string): number {
  const utc = utcMidnight(text)
  if (utc === undefined) throw new RangeError('not a day')
  return utc
}

function utcMidnight(text: string): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(date))
  // Years before 100 are others to Date.
  return Number.isNaN(utc) || Number(year) < 100 ? undefined : utc
}
