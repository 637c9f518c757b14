import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetFreeAt, dayMs, isBudgeted, type Spent } from '../../../../shared/core/budget.ts'

const hour = 60 * 60_000
const limits = { segmentsPerHour: 10, segmentsPerDay: 30 }
const now = 1_700_000_000_000

describe('what may leave a number', () => {
  it('leaves at once within the limits', () => {
    expect(budgetFreeAt([], limits, 10, now)).toBe(now)
    expect(budgetFreeAt([{ at: now - 1, segments: 7 }], limits, 3, now)).toBe(now)
  })

  it('waits until enough of the last hour has passed', () => {
    const spent = [
      { at: now - 50 * 60_000, segments: 4 },
      { at: now - 10 * 60_000, segments: 5 },
    ]
    expect(budgetFreeAt(spent, limits, 2, now)).toBe(now + 10 * 60_000)
    expect(budgetFreeAt(spent, limits, 6, now)).toBe(now + 50 * 60_000)
  })

  it('waits for the day too', () => {
    const spent = [1, 2, 3].map((n) => ({ at: now - n * 2 * hour, segments: 10 }))
    expect(budgetFreeAt(spent, limits, 1, now)).toBe(now - 6 * hour + dayMs)
  })

  it('lets a text go that is larger than a limit, once nothing else counts', () => {
    expect(budgetFreeAt([], limits, 11, now)).toBe(now)
    expect(budgetFreeAt([{ at: now - hour + 5, segments: 1 }], limits, 11, now)).toBe(now + 5)
  })

  it('takes what lies ahead of a clock that was set back as now', () => {
    expect(budgetFreeAt([{ at: now + dayMs, segments: 10 }], limits, 1, now)).toBe(now + hour)
  })

  it('never goes over a limit, whatever is sent when it may, and never waits for nothing', () => {
    const wanted = fc.array(
      fc.record({ after: fc.nat(2 * hour), segments: fc.integer({ min: 1, max: 10 }) }),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(wanted, (texts) => {
        const sent: Spent[] = []
        let clock = now
        const used = (until: number, span: number) =>
          sent
            .filter(({ at }) => at > until - span && at <= until)
            .reduce((sum, one) => sum + one.segments, 0)
        for (const { after, segments } of texts) {
          clock += after
          const at = budgetFreeAt(sent, limits, segments, clock)
          expect(at).toBeGreaterThanOrEqual(clock)
          if (at > clock) {
            const full = (moment: number) =>
              used(moment, hour) + segments > limits.segmentsPerHour ||
              used(moment, dayMs) + segments > limits.segmentsPerDay
            expect(full(at - 1)).toBe(true)
          }
          clock = at
          sent.push({ at, segments })
          expect(used(at, hour)).toBeLessThanOrEqual(limits.segmentsPerHour)
          expect(used(at, dayMs)).toBeLessThanOrEqual(limits.segmentsPerDay)
        }
      }),
    )
  })

  it('is counted for the United States and Canada', () => {
    expect(['US', 'CA', 'FR', undefined].map(isBudgeted)).toEqual([true, true, false, false])
  })
})
