import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterFailure, type MediaFailure } from '../../../../shared/core/media-retry.ts'

const hour = 60 * 60_000
const day = 24 * hour
const failures: readonly MediaFailure[] = ['gone', 'denied', 'trouble', 'unreached']

/** Tries until it is given up; answers how often, and over what time at most. */
function play(failure: MediaFailure, ageMs = 0): { readonly tries: number; readonly longest: number } {
  let longest = 0
  for (let tries = 1; tries < 100; tries += 1) {
    const step = afterFailure(failure, { tries, ageMs: ageMs + longest, chance: 1 })
    if (step.kind === 'expired') return { tries, longest }
    longest += step.afterMs
  }
  return { tries: Number.POSITIVE_INFINITY, longest }
}

describe('a photo', () => {
  test('that is gone for good is not asked for again', () => expect(play('gone').tries).toBe(1))

  test('that is denied is asked for again within minutes, then given up', () => {
    const { tries, longest } = play('denied')
    expect(tries).toBe(3)
    expect(longest).toBeLessThan(5 * 60_000)
  })

  test('of a server in trouble is asked for over some hours, then given up', () => {
    const { tries, longest } = play('trouble')
    expect(tries).toBe(6)
    expect(longest).toBeGreaterThan(2 * hour)
    expect(longest).toBeLessThan(6 * hour)
  })

  test('is not given up while there may be no network, but after days it is', () => {
    expect(play('unreached').longest).toBeGreaterThanOrEqual(3 * day)
    expect(play('unreached').longest).toBeLessThan(4 * day)
    expect(play('unreached', 10 * day).tries).toBe(6)
  })
})

test('a wait is never at once, never longer than hours, and grows', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...failures),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 0, max: 100 * day }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failure, tries, ageMs, chance) => {
        const step = afterFailure(failure, { tries, ageMs, chance })
        if (step.kind !== 'again') return
        expect(step.afterMs).toBeGreaterThanOrEqual(5_000)
        expect(step.afterMs).toBeLessThanOrEqual(3 * hour)
        const next = afterFailure(failure, { tries: tries + 1, ageMs, chance })
        if (next.kind === 'again') expect(next.afterMs).toBeGreaterThanOrEqual(step.afterMs)
      },
    ),
  )
})
