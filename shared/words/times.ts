/** Times in the words outside the window: in the reader's zone, with twelve or twenty-four hours as the system has it. */

const day = (at: number): string => new Date(at).toDateString()

/**
 * `14:02`, or `23 Nov, 14:02` when that is not today.
 * @param locale the system's unless given: only its hours are taken over, for Tern's words are English
 */
export function momentWords(at: number, now: number, locale?: string): string {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const words = new Intl.DateTimeFormat('en-GB', {
    hour: 'numeric',
    minute: '2-digit',
    ...(day(at) === day(now) ? {} : { day: 'numeric', month: 'short' }),
    ...(hourCycle === undefined ? {} : { hourCycle }),
  })
  return words.format(at)
}

/** `14:02 to 14:09`, `23 Nov, 22:10 to 06:40` */
export const spanWords = (from: number, to: number, now: number, locale?: string): string =>
  `${momentWords(from, now, locale)} to ${momentWords(to, now, locale)}`
