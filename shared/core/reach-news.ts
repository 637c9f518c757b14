/**
 * Whether the user is told, by a notification, that the way in for replies is lost or back. Once for each loss that
 * lasts: a short one puts itself right, and a way in that comes and goes must not fill the screen. Pure; the effect is in
 * `electron/session/tell-reach.ts`.
 */
import type { Reach, ReachState } from '../model/reach.ts'

/** How long the way in is lost before the user is told, milliseconds. */
export const lostAfterMs = 60_000
/** Between two notifications of a loss, milliseconds. */
export const newsApartMs = 15 * 60_000
/** A look that comes so much later than planned means that the computer slept, milliseconds. */
export const sleptMs = 30_000

export interface ReachNews {
  /** Whether replies were proven to arrive since the number came into use. */
  readonly proven: boolean
  /** Since when they are not any more, epoch milliseconds. */
  readonly lostSince: number | undefined
  /** Whether the user was told of this loss. */
  readonly told: boolean
  /** When the user was last told of one. */
  readonly toldAt: number | undefined
  /** When to look again, if nothing happens before. */
  readonly dueAt: number | undefined
}

export interface ReachNewsFacts {
  readonly state: ReachState
  /** In practice mode nobody waits for a reply. */
  readonly practice: boolean
  /** Epoch milliseconds. */
  readonly now: number
}

export interface ReachNewsStep {
  readonly news: ReachNews
  /** What to tell the user now. */
  readonly say?: 'lost' | 'back'
}

export const noReachNews: ReachNews = {
  proven: false,
  lostSince: undefined,
  told: false,
  toldAt: undefined,
  dueAt: undefined,
}

/** Asked at each change of reach, and when a look is due. */
export function stepReachNews(before: ReachNews, { state, practice, now }: ReachNewsFacts): ReachNewsStep {
  if (practice || state === 'off') return { news: noReachNews }
  if (state === 'reachable') {
    const news = { ...noReachNews, proven: true, toldAt: before.toldAt }
    return before.told ? { news, say: 'back' } : { news }
  }
  // Before the first proof the window and the tray say how far it is; nothing has been lost yet.
  if (!before.proven || before.told) return { news: { ...before, dueAt: undefined } }
  const lostSince = sinceOf(before, now)
  const dueAt = Math.max(lostSince + lostAfterMs, soonest(before.toldAt, now))
  if (now < dueAt) return { news: { ...before, lostSince, dueAt } }
  return { news: { ...before, lostSince, told: true, toldAt: now, dueAt: undefined }, say: 'lost' }
}

/** After sleep, and with a clock that was set back, the minute begins anew: what was lost may be back in a moment. */
function sinceOf({ lostSince, dueAt }: ReachNews, now: number): number {
  const slept = dueAt !== undefined && now > dueAt + sleptMs
  return lostSince === undefined || lostSince > now || slept ? now : lostSince
}

const soonest = (toldAt: number | undefined, now: number): number =>
  toldAt === undefined ? 0 : Math.min(toldAt, now) + newsApartMs

/**
 * Whether replies are known not to get through. While the way in opens again after an error they still do not; at its
 * first opening that is not known yet.
 */
export function isLost({ state, error }: Pick<Reach, 'state' | 'error'>): boolean {
  const opens = state === 'opening' || state === 'registering' || state === 'proving'
  return state === 'lost' || (opens && error !== undefined)
}
