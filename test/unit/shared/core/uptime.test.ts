import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uptime } from '../../../../shared/core/uptime.ts'

const none = { down: [], away: [] }

describe('uptime', () => {
  test('is whole without gaps, and nothing without a time in use', () => {
    expect(uptime({ from: 0, now: 100, firstProof: 0, ...none })).toBe(1)
    expect(uptime({ from: 0, now: 100, firstProof: 100, ...none })).toBeUndefined()
    expect(uptime({ from: 0, now: 100, firstProof: 0, down: [], away: [{ from: 0 }] })).toBeUndefined()
  })

  test('counts a gap from where the span begins, and one that is not over until now', () => {
    expect(uptime({ from: 100, now: 200, firstProof: 0, down: [{ from: 50, to: 125 }], away: [] })).toBe(0.75)
    expect(uptime({ from: 0, now: 100, firstProof: 0, down: [{ from: 90 }], away: [] })).toBe(0.9)
    expect(uptime({ from: 0, now: 200, firstProof: 100, down: [{ from: 0, to: 150 }], away: [] })).toBe(0.5)
  })

  test('does not count what was handed back', () => {
    const facts = { from: 0, now: 100, firstProof: 0, down: [{ from: 0, to: 10 }], away: [{ from: 50 }] }
    expect(uptime(facts)).toBe(0.8)
  })

  test('is a share, and grows no smaller when a gap is shorter', () => {
    const time = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(time, time, time, time, (from, firstProof, gap, length) => {
        const facts = { from, now: 1000, firstProof, away: [] }
        const long = uptime({ ...facts, down: [{ from: gap, to: gap + length }] })
        const short = uptime({ ...facts, down: [{ from: gap, to: gap + Math.floor(length / 2) }] })
        if (long === undefined || short === undefined) return long === short
        return long >= 0 && long <= 1 && short >= long
      }),
    )
  })
})
