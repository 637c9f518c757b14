/** How long to wait before the next try, so that many computers do not come back to one server at the same moment. */

export interface Backoff {
  /** The longest first wait, milliseconds. */
  readonly firstMs: number
  /** The longest wait at all, milliseconds. */
  readonly capMs: number
}

/** For the way in: a dead tunnel is tried again within a second, a server that stays away about twice a minute. */
export const reachBackoff: Backoff = { firstMs: 1000, capMs: 30_000 }

/** For what only the user can put right (a key, a plan, a number): it is looked at again all the same, but rarely. */
export const patientBackoff: Backoff = { firstMs: 60_000, capMs: 15 * 60_000 }

/**
 * The wait before the next try, in whole milliseconds. It doubles with each failure up to the cap; the second half
 * of it is left to chance.
 * @param failures failures in a row, at least 1
 * @param chance a random number from 0 up to, but not including, 1
 */
export function backoffMs(failures: number, chance: number, { firstMs, capMs }: Backoff): number {
  // 2 ** 30 keeps the product finite however long the server stays away.
  const doublings = Math.min(Math.max(failures, 1) - 1, 30)
  const longest = Math.min(firstMs * 2 ** doublings, capMs)
  return Math.round(longest / 2 + (longest / 2) * chance)
}
