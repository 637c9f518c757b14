/** Which arrivals are remembered: strangers can neither fill what is kept nor push out what is worth more. */
import { isStrange, type Arrival } from '../model/arrival.ts'

/** Of those that are known to be Aircall's, or Tern's own. */
const knownKept = 400
/** Of strangers', where those of one kind within an hour are one. */
const strangeKept = 100
export const arrivalsKept = knownKept + strangeKept

const hour = 3_600_000

/** What came, before it has its place. */
export type NewArrival = Omit<Arrival, 'id' | 'times'>

export interface Arrivals {
  /** In the order in which they came, or came last. */
  readonly kept: readonly Arrival[]
  /** Higher than any that was given out. */
  readonly nextId: number
}

export const noArrivals: Arrivals = { kept: [], nextId: 1 }

/** Adds what came, in its order, and drops what is too much. */
export function addArrivals(before: Arrivals, came: readonly NewArrival[]): Arrivals {
  const kept = new Map(before.kept.map((arrival) => [keyOf(arrival) ?? arrival.id, arrival]))
  let { nextId } = before
  for (const arrival of came) {
    const key = keyOf(arrival)
    const same = key === undefined ? undefined : kept.get(key)
    const id = same?.id ?? nextId++
    const bytes = Math.max(arrival.bytes, same?.bytes ?? 0)
    // Taken out first, so that it stands last.
    if (key !== undefined) kept.delete(key)
    kept.set(key ?? id, { ...arrival, id, bytes, times: (same?.times ?? 0) + 1 })
  }
  return { kept: newest([...kept.values()]), nextId }
}

/** Under which strangers' requests count together; undefined for what stands alone. */
function keyOf({ reason, status, at }: Pick<Arrival, 'reason' | 'status' | 'at'>): string | undefined {
  return isStrange(reason) ? `${reason} ${status} ${Math.floor(at / hour)}` : undefined
}

function newest(all: readonly Arrival[]): readonly Arrival[] {
  const strange = all.filter(({ reason }) => isStrange(reason))
  const surplus = new Set([
    ...strange.slice(0, Math.max(0, strange.length - strangeKept)),
    ...all
      .filter(({ reason }) => !isStrange(reason))
      .slice(0, Math.max(0, all.length - strange.length - knownKept)),
  ])
  return surplus.size === 0 ? all : all.filter((arrival) => !surplus.has(arrival))
}
