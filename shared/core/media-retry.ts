/** What becomes of a photo that could not be fetched: tried again later, or given up. */

/**
 * How a try failed. `gone`: the server says that it is there no more (410). `denied`: it gives no photo (401, 403, 404),
 * as it does when a link has expired, but also while a photo is not ready yet. `trouble`: an answer that means nothing,
 * or none. `unreached`: there was no connection at all, so that the fault may be this computer's.
 */
export type MediaFailure = 'gone' | 'denied' | 'trouble' | 'unreached'

/** The waits after each failed try, milliseconds: soon at first, then over some hours, because a link lives for hours at best. */
const waits = [10_000, 2 * 60_000, 15 * 60_000, 60 * 60_000, 3 * 60 * 60_000] as const

/** A `denied` photo is given up after this many tries: within a few minutes. */
const triesDenied = 3

/** A photo is not given up for want of a network before its text is this old, milliseconds. */
const patienceOffline = 3 * 24 * 60 * 60_000

export type MediaStep =
  | { readonly kind: 'again'; readonly afterMs: number }
  /** It cannot be had any more. */
  | { readonly kind: 'expired' }

/**
 * Decides after a failed try.
 * @param tries how often it was tried, this time included
 * @param ageMs how long ago its text came
 * @param chance a random number from 0 up to, but not including, 1
 */
export function afterFailure(
  failure: MediaFailure,
  { tries, ageMs, chance }: { readonly tries: number; readonly ageMs: number; readonly chance: number },
): MediaStep {
  const longest = waits[Math.min(Math.max(tries, 1), waits.length) - 1] ?? waits[0]
  // Half of it is left to chance, so that photos that failed together do not come back together.
  const again: MediaStep = { kind: 'again', afterMs: Math.round(longest / 2 + (longest / 2) * chance) }
  switch (failure) {
    case 'gone':
      return { kind: 'expired' }
    case 'denied':
      return tries < triesDenied ? again : { kind: 'expired' }
    case 'trouble':
      return tries <= waits.length ? again : { kind: 'expired' }
    case 'unreached':
      return tries <= waits.length || ageMs < patienceOffline ? again : { kind: 'expired' }
  }
}
