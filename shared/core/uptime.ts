/** How much of a span a number was provably reachable. */

export interface Span {
  /** Epoch milliseconds. */
  readonly from: number
  /** Epoch milliseconds; absent while it is not over. */
  readonly to?: number | undefined
}

export interface UptimeFacts {
  /** Begin and end of the span that is asked about, epoch milliseconds. */
  readonly from: number
  readonly now: number
  /** The first proof since the number was taken; before it there was nothing to reach. */
  readonly firstProof: number
  /** When it was not reachable. Gaps of one number do not overlap. */
  readonly down: readonly Span[]
  /** When it was handed back, so that nothing was to be reached here. */
  readonly away: readonly Span[]
}

/** The share of the time in use that was reachable, 0 to 1; undefined where there was no time in use. */
export function uptime({ from, now, firstProof, down, away }: UptimeFacts): number | undefined {
  const begin = Math.max(from, firstProof)
  const within = ({ from: start, to = now }: Span): number =>
    Math.max(0, Math.min(to, now) - Math.max(start, begin))
  const sum = (spans: readonly Span[]): number => spans.reduce((total, span) => total + within(span), 0)
  const inUse = now - begin - sum(away)
  if (inUse <= 0) return undefined
  return Math.min(1, Math.max(0, 1 - sum(down) / inUse))
}
