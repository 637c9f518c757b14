/** What must hold of a story, whatever happened in it. */
import type { Gap } from '../../../shared/model/gap.ts'
import type { Posted } from './customer.ts'

/** When something was amiss, by Tern's clock: from before it began until Tern had proven the way in again. */
export interface Fault {
  readonly name: string
  readonly from: number
  readonly to: number
}

export interface Evidence {
  readonly posted: readonly Posted[]
  /** The texts that are in the store. */
  readonly stored: ReadonlySet<string>
  readonly gaps: readonly Gap[]
  readonly faults: readonly Fault[]
}

const touches = (a: { from: number; to?: number | undefined }, b: { from: number; to: number }): boolean =>
  a.from <= b.to && (a.to ?? Infinity) >= b.from

/** What is wrong, in words; nothing, when nothing is. */
export function judge({ posted, stored, gaps, faults }: Evidence): string[] {
  const lost = posted.filter(({ body, end }) => end !== 'inbox' && !stored.has(body))
  return [
    ...posted
      .filter(({ body, end }) => end === 'taken' && !stored.has(body))
      .map(({ from }) => `a text of ${from} was acknowledged and is not in the store`),
    ...lost
      .filter((text) => !gaps.some((gap) => touches(gap, text)))
      .map(({ from, to, shown }) => `a text of ${from} to ${to} was lost in no gap (Tern said: ${shown})`),
    ...posted
      .filter(({ end }) => end === 'inbox')
      .filter((text) => !gaps.some((gap) => touches(gap, text)))
      .map(({ from }) => `a text of ${from} went to the Aircall inbox in no gap`),
    ...gaps
      .filter((gap) => !faults.some((fault) => touches(gap, fault)))
      .map(({ from, to, reason }) => `a gap (${reason}, ${from} to ${to ?? 'now'}) where nothing was amiss`),
    ...gaps.filter(({ to }) => to === undefined).map(({ from }) => `a gap of ${from} that does not end`),
  ]
}
