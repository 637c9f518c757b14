/**
 * What a step of the way in means for the record of gaps: spans in which nobody can prove that replies arrived, from
 * the last proof before to the first one after.
 */
import type { GapReason } from '../model/gap.ts'
import type { ReachEvent, ReachMachine } from './reach-machine.ts'

export type GapMove =
  /** Begins at the last proof; for `displaced`, when Aircall last said that it holds our address. */
  | { readonly kind: 'begin'; readonly reason: GapReason }
  /** The way in is proven: an open gap is over. */
  | { readonly kind: 'proven' }
  /** Registered, but not proven: a number that had been handed back is here again, and its replies may not be. */
  | { readonly kind: 'unproven' }
  /** Proven, but so long after the last proof that nobody can know what was in between. */
  | { readonly kind: 'provenLate'; readonly reason: GapReason }

export interface GapFacts {
  /** Since the last proof, milliseconds that really went by; undefined before the first one of this start. */
  readonly sinceProofMs: number | undefined
  /** From one probe to the next, milliseconds. */
  readonly probeEveryMs: number
}

/** How much later than planned a proof may come before the time since the last one counts as a gap, milliseconds. */
export const lateMs = 10_000

export function gapMove(
  before: ReachMachine,
  after: ReachMachine,
  event: ReachEvent,
  { sinceProofMs, probeEveryMs }: GapFacts,
): GapMove | undefined {
  if (after.proof !== undefined && after.proof !== before.proof) {
    const late = sinceProofMs !== undefined && sinceProofMs > probeEveryMs + lateMs
    // Nothing broke and no probe was missed, so Tern itself stood still.
    return before.state === 'reachable' && late
      ? { kind: 'provenLate', reason: 'asleep' }
      : { kind: 'proven' }
  }
  if (before.state === 'proving' && after.state === 'lost') return { kind: 'unproven' }
  if (before.state !== 'reachable' || after.state === 'reachable') return undefined
  return { kind: 'begin', reason: reasonOf(event) }
}

function reasonOf({ kind }: ReachEvent): GapReason {
  switch (kind) {
    case 'suspend':
    case 'resume':
      return 'asleep'
    case 'stop':
      return 'notRunning'
    case 'displaced':
      return 'displaced'
    default:
      return 'lost'
  }
}
