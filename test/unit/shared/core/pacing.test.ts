import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterAnswer,
  afterRequest,
  freshPace,
  longestWaitMs,
  nextRequestAt,
} from '../../../../shared/core/pacing.ts'

const now = Date.UTC(2026, 10, 23, 12)
const budget = (
  remaining: number,
  reset: string,
  more: Record<string, string> = {},
): Record<string, string> => ({
  'x-aircallapi-limit': '120',
  'x-aircallapi-remaining': String(remaining),
  'x-aircallapi-reset': reset,
  ...more,
})
const waitAfter = (status: number, headers: Record<string, string>, at = now): number =>
  nextRequestAt(afterAnswer(freshPace, status, headers, at, 0.5), at) - at

describe('pacing', () => {
  test('without headers nothing is held back', () => {
    expect(waitAfter(200, {})).toBe(0)
    expect(nextRequestAt(afterRequest(freshPace, now), now)).toBe(now)
  })

  test.each([
    ['seconds from now', '20'],
    ['milliseconds from now', '20000'],
    ['UNIX seconds', String(now / 1000 + 20)],
    ['UNIX milliseconds', String(now + 20_000)],
    ['with a fraction', `${String(now / 1000 + 20)}.0`],
  ])('a budget that is used up waits for the reset: %s', (_, reset) => {
    expect(waitAfter(200, budget(0, reset))).toBe(20_000)
    expect(waitAfter(429, budget(0, reset))).toBe(20_000)
  })

  test('a computer with a wrong clock waits as long', () => {
    const wrong = now + 7 * 3600_000
    const headers = budget(0, String(now / 1000 + 20), { date: new Date(now).toUTCString() })
    expect(waitAfter(429, headers, wrong)).toBe(20_000)
  })

  test('with budget left it goes on, until what was left is used up', () => {
    let pace = afterAnswer(freshPace, 200, budget(2, '30'), now, 0)
    expect(nextRequestAt(pace, now)).toBe(now)
    pace = afterRequest(afterRequest(pace, now), now)
    expect(nextRequestAt(pace, now)).toBe(now + 30_000)
    expect(nextRequestAt(pace, now + 30_000)).toBe(now + 30_000)
    pace = afterRequest(pace, now + 30_000)
    expect(nextRequestAt(pace, now + 30_000)).toBe(now + 30_000)
  })

  test('a 429 without a word waits longer each time, and an answer ends that', () => {
    let pace = freshPace
    const waits: number[] = []
    for (let n = 0; n < 8; n += 1) {
      pace = afterAnswer(pace, 429, {}, now, 0.999)
      waits.push(Math.round((nextRequestAt(pace, now) - now) / 1000))
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 60])
    pace = afterAnswer(pace, 200, {}, now + longestWaitMs, 0)
    expect(pace.refusals).toBe(0)
  })

  test('a 429 that says "now" is not believed; Retry-After counts where there is no reset', () => {
    expect(waitAfter(429, budget(0, '0'))).toBe(1000)
    expect(waitAfter(429, budget(0, String(now / 1000 - 3600)))).toBe(1000)
    expect(waitAfter(429, { 'retry-after': '7' })).toBe(7000)
    expect(waitAfter(429, { 'retry-after': new Date(now + 9000).toUTCString() })).toBe(9000)
    expect(waitAfter(429, { 'retry-after': 'soon', 'x-aircallapi-reset': '-5' })).toBe(3750)
  })

  test('a clock that is set back does not stop texting', () => {
    const pace = afterAnswer(freshPace, 429, budget(0, '20'), now, 0)
    expect(nextRequestAt(pace, now - 86_400_000)).toBe(now - 86_400_000)
  })

  test('whatever the headers say, a wait is finite, not negative, and no longer than a window', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.double().map(String),
      fc.bigInt().map(String),
    )
    const headers = fc.dictionary(
      fc.constantFrom('x-aircallapi-remaining', 'x-aircallapi-reset', 'retry-after', 'date'),
      value,
    )
    fc.assert(
      fc.property(
        fc.constantFrom(200, 429, 500),
        headers,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (status, all, chance) => {
          const wait = nextRequestAt(afterAnswer(freshPace, status, all, now, chance), now) - now
          expect(wait).toBeGreaterThanOrEqual(0)
          expect(wait).toBeLessThanOrEqual(longestWaitMs)
          if (status === 429) expect(wait).toBeGreaterThanOrEqual(1000)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
