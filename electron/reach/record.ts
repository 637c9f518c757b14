/** How reachable this computer was, out of what the store has kept. */
import { uptime, type Span } from '../../shared/core/uptime.ts'
import type { ReachRecord } from '../../shared/model/reach.ts'
import type { GapStore } from '../store/store.ts'

const weekMs = 7 * 86_400_000
const changesShown = 100

/** @param numberId the number in use, if one is */
export function reachRecord(
  gaps: Pick<GapStore, 'proofs' | 'between' | 'changes'>,
  numberId: number | undefined,
  now: number,
): ReachRecord {
  const changes = gaps.changes(changesShown)
  const proofs = numberId === undefined ? undefined : gaps.proofs(numberId)
  if (numberId === undefined || proofs === undefined) return { uptime: {}, changes }
  const since = (from: number): number | undefined => {
    const found = gaps.between(numberId, from, now)
    const spans = (away: boolean): Span[] => found.filter(({ reason }) => (reason === 'handedBack') === away)
    return uptime({ from, now, firstProof: proofs.first, down: spans(false), away: spans(true) })
  }
  return { uptime: { today: since(new Date(now).setHours(0, 0, 0, 0)), week: since(now - weekMs) }, changes }
}
