/**
 * How many segments may leave a number: Aircall takes 1,000 an hour and 10,000 a day from a US or Canadian number by API
 * (docs/contract.md, "Pace"). Counted over the hour and the day before each moment, because nobody knows when theirs begin.
 */

export interface BudgetLimits {
  readonly segmentsPerHour: number
  readonly segmentsPerDay: number
}

/** A text that was claimed. */
export interface Spent {
  /** Epoch milliseconds. */
  readonly at: number
  readonly segments: number
}

const hourMs = 60 * 60_000
export const dayMs = 24 * hourMs

/** Whether texts of a number are counted. @param country ISO 3166-1 alpha-2 */
export const isBudgeted = (country: string | undefined): boolean => country === 'US' || country === 'CA'

/**
 * When a text of so many segments may leave, epoch milliseconds: `now` when at once. A text that is larger than a limit
 * leaves once nothing else counts.
 * @param spent what was claimed within the last day, in any order; what is later than `now` (the clock was set back) counts as now
 */
export function budgetFreeAt(
  spent: readonly Spent[],
  limits: BudgetLimits,
  segments: number,
  now: number,
): number {
  return Math.max(
    windowFreeAt(spent, limits.segmentsPerHour, hourMs, segments, now),
    windowFreeAt(spent, limits.segmentsPerDay, dayMs, segments, now),
  )
}

function windowFreeAt(
  spent: readonly Spent[],
  limit: number,
  spanMs: number,
  segments: number,
  now: number,
): number {
  const counted = spent
    .map((one) => ({ ...one, at: Math.min(one.at, now) }))
    .filter(({ at }) => at > now - spanMs)
    .sort((a, b) => a.at - b.at)
  let used = counted.reduce((sum, one) => sum + one.segments, 0)
  let freeAt = now
  for (const { at, segments: back } of counted) {
    if (used + segments <= limit) break
    used -= back
    freeAt = at + spanMs
  }
  return freeAt
}
