/** Numbers out of samples. */

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** The value below which `part` (0 to 1) of the samples lie, between two samples where it falls between them. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  if (low === undefined || high === undefined) throw new RangeError('no samples')
  return low + (high - low) * (at - Math.floor(at))
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

export function spread(samples: readonly number[]): Spread {
  return { median: median(samples), min: quantile(samples, 0), max: quantile(samples, 1) }
}

/** What was measured in one round: Tern and, beside it, the baseline. */
export interface Pair {
  readonly tern: number
  readonly baseline: number
}

/**
 * The ratio of each round, so that what slows the whole computer for a while slows both sides of a ratio.
 * @returns the spread of those ratios
 */
export function ratios(pairs: readonly Pair[]): Spread {
  return spread(pairs.map(({ tern, baseline }) => tern / baseline))
}
