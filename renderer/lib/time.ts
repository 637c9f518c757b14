/** Times in words, in the reader's zone: relative when recent, a date when not. Tern's words are English. */

const minute = 60_000
const hour = 60 * minute

/** English, with the reader's own order of day and month where that is English too. */
const locale = (): string => (navigator.language.startsWith('en') ? navigator.language : 'en-GB')
/** Twelve or twenty-four hours, as the reader's system has it. */
const hourCycle = (): Intl.LocaleHourCycleKey | undefined =>
  new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions().hourCycle

const formats = new Map<string, Intl.DateTimeFormat>()
function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options)
  let made = formats.get(key)
  if (made === undefined) {
    const cycle = options.hour === undefined ? undefined : hourCycle()
    made = new Intl.DateTimeFormat(locale(), {
      ...options,
      ...(cycle === undefined ? {} : { hourCycle: cycle }),
    })
    formats.set(key, made)
  }
  return made.format(at)
}

/** Whole calendar days from `at` to `now` in the reader's zone; 0 is the same day. */
function daysBetween(at: number, now: number): number {
  const day = (time: number): number => {
    const date = new Date(time)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  }
  return Math.round((day(now) - day(at)) / (24 * hour))
}

/** `14:05`, or `2:05 pm` where the reader's system has it so. Takes epoch milliseconds. */
export const timeOfDay = (at: number): string => format(at, { hour: 'numeric', minute: '2-digit' })

/** The day as a heading: `Today`, `Yesterday`, `Tuesday`, `12 March`, `12 March 2025`. */
export function dayWords(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return format(at, { weekday: 'long' })
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? format(at, { day: 'numeric', month: 'long' })
    : format(at, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** A moment in few words: `just now`, `5 min ago`, `14:05`, `Yesterday`, `Tue`, `12 Mar`, `12 Mar 2025`. */
export function whenWords(at: number, now: number): string {
  const age = now - at
  // A clock that was set back gives times from the future; within a minute they are still “just now”.
  if (age > -minute && age < minute) return 'just now'
  if (age > 0 && age < hour) return `${Math.floor(age / minute)} min ago`
  const days = daysBetween(at, now)
  if (days === 0) return timeOfDay(at)
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return format(at, { weekday: 'short' })
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? format(at, { day: 'numeric', month: 'short' })
    : format(at, { day: 'numeric', month: 'short', year: 'numeric' })
}

/** The whole moment, for a tooltip: `Tuesday, 12 March 2025 at 14:05`. */
export const fullTime = (at: number): string =>
  format(at, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })

/** `14:02` of today, `23 Nov, 22:10`, with the year when it is not this one. */
export const momentWords = (at: number, now: number): string =>
  daysBetween(at, now) === 0 ? timeOfDay(at) : datedMoment(at, now)

const datedMoment = (at: number, now: number): string =>
  format(at, {
    day: 'numeric',
    month: 'short',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }),
    hour: 'numeric',
    minute: '2-digit',
  })

/** `14:02 to 14:09`, `23 Nov, 14:02 to 14:09`, `23 Nov, 22:10 to 24 Nov, 06:40`; within one minute that minute alone. */
export function spanWords(from: number, to: number, now: number): string {
  const start = momentWords(from, now)
  // Over midnight each end has its date: one of two would be of which?
  if (daysBetween(from, to) !== 0) return `${datedMoment(from, now)} to ${datedMoment(to, now)}`
  return timeOfDay(from) === timeOfDay(to) ? start : `${start} to ${timeOfDay(to)}`
}

/** The moment to the second: `24 Nov, 14:05:09`, with the year when it is not this one. */
export const exactTime = (at: number, now: number): string =>
  format(at, {
    day: 'numeric',
    month: 'short',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }),
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
