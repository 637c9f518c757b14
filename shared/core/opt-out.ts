/**
 * Whether somebody wants no more texts. The words are those of the rules for US numbers (47 CFR 64.1200(a)(10) names
 * stop, quit, end, revoke, opt out, cancel and unsubscribe) and of the carriers; a text counts when it says nothing else.
 */

const outWords: ReadonlySet<string> = new Set([
  'stop',
  'stopall',
  'stop all',
  'stop please',
  'please stop',
  'stop texting me',
  'stop texting',
  'quit',
  'end',
  'revoke',
  'opt out',
  'optout',
  'cancel',
  'unsubscribe',
])

const inWords: ReadonlySet<string> = new Set(['start', 'unstop', 'opt in', 'optin', 'subscribe'])

/** The words of a text alone: lower case, without marks, one space between two. */
const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Asks for no more texts. */
export const isOptOut = (text: string): boolean => outWords.has(wordsOf(text))

/** Takes that back. */
export const isOptIn = (text: string): boolean => inWords.has(wordsOf(text))

/** @param texts what the person wrote, newest first */
export function hasOptedOut(texts: readonly string[]): boolean {
  const last = texts.find((text) => isOptOut(text) || isOptIn(text))
  return last !== undefined && isOptOut(last)
}
