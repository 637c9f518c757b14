/** Times in the words outside the window: in the reader's zone, and written as in the window (`renderer/lib/time.ts`). */

const day = (at: number): string => new Date(at).toDateString()

/**
 * `14:02`, or `23 Nov, 22:10` when that is not today.
 * @param locale the system's unless given: its hours, and its order of day and month where it is English, as the words are
 */
export function momentWords(at: number, now: number, locale?: string): string {
  const system = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const words = new Intl.DateTimeFormat(system.locale.startsWith('en') ? system.locale : 'en-GB', {
    hour: 'numeric',
    minute: '2-digit',
    ...(day(at) === day(now) ? {} : { day: 'numeric', month: 'short' }),
    ...(system.hourCycle === undefined ? {} : { hourCycle: system.hourCycle }),
  })
  // A narrow space before *PM* is not in every font of a panel.
  return words.format(at).replaceAll('\u202F', ' ')
}

/** `14:02 to 14:09`, `23 Nov, 22:10 to 06:40` */
export const spanWords = (from: number, to: number, now: number, locale?: string): string =>
  `${momentWords(from, now, locale)} to ${momentWords(to, now, locale)}`
