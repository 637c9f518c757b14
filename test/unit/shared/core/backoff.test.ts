import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, reachBackoff } from '../../../../shared/core/backoff.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test.each([
  [1, 0, 500],
  [1, 0.999999, 1000],
  [2, 0, 1000],
  [3, 0.5, 3000],
  [5, 0, 8000],
  [6, 0, 15_000],
  [100, 0.999999, 30_000],
  [0, 0, 500],
])('after %i failures, with chance %d, it waits %i ms', (failures, lot, ms) => {
  expect(backoffMs(failures, lot, reachBackoff)).toBe(ms)
})

test('stays between half of the longest wait and the longest wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, lot) => {
      const ms = backoffMs(failures, lot, reachBackoff)
      const longest = Math.min(reachBackoff.capMs, reachBackoff.firstMs * 2 ** (failures - 1))
      expect(ms).toBeGreaterThanOrEqual(longest / 2)
      expect(ms).toBeLessThanOrEqual(longest)
    }),
  )
})

test('never waits less after one more failure, for the same chance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), chance, (failures, lot) => {
      expect(backoffMs(failures + 1, lot, reachBackoff)).toBeGreaterThanOrEqual(
        backoffMs(failures, lot, reachBackoff),
      )
    }),
  )
})
