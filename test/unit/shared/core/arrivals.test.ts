import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addArrivals, arrivalsKept, noArrivals, type NewArrival } from '../../../../shared/core/arrivals.ts'
import { arrivalReasons, isStrange } from '../../../../shared/model/arrival.ts'

const start = Date.UTC(2026, 10, 24, 12)
const hour = 3_600_000

const one = (reason: NewArrival['reason'], at = start, more: Partial<NewArrival> = {}): NewArrival => ({
  at,
  status: 200,
  reason,
  bytes: 10,
  ...more,
})

const some = fc.record({
  reason: fc.constantFrom(...arrivalReasons),
  status: fc.constantFrom(0, 200, 404),
  bytes: fc.nat(300_000),
  gap: fc.oneof({ arbitrary: fc.nat(5_000), weight: 9 }, { arbitrary: fc.nat(3 * hour), weight: 1 }),
})
const sequence = fc.array(some, { maxLength: 900, size: 'max' }).map((all) => {
  let at = start
  return all.map(({ gap, ...rest }): NewArrival => ({ ...rest, at: (at += gap) }))
})

describe('arrivals', () => {
  it('stand alone when they are known, and count together by kind and hour when anybody may have sent them', () => {
    const { kept } = addArrivals(noArrivals, [
      one('message'),
      one('message'),
      one('wrongPath', start, { status: 404, bytes: 5 }),
      one('notHttp', start + 1, { status: 400 }),
      one('wrongPath', start + 2, { status: 404, bytes: 3 }),
      one('wrongPath', start + hour, { status: 404 }),
    ])
    expect(kept).toEqual([
      { ...one('message'), id: 1, times: 1 },
      { ...one('message'), id: 2, times: 1 },
      { ...one('notHttp', start + 1, { status: 400 }), id: 4, times: 1 },
      { ...one('wrongPath', start + 2, { status: 404, bytes: 5 }), id: 3, times: 2 },
      { ...one('wrongPath', start + hour, { status: 404 }), id: 5, times: 1 },
    ])
  })

  it('never grow beyond what is kept, and the newest of those that are known are always there', () => {
    fc.assert(
      fc.property(sequence, (came) => {
        const { kept } = addArrivals(noArrivals, came)
        expect(kept.length).toBeLessThanOrEqual(arrivalsKept)
        const known = came.filter(({ reason }) => !isStrange(reason)).slice(-400)
        expect(
          kept.filter(({ reason }) => !isStrange(reason)).map(({ id: _, times: __, ...rest }) => rest),
        ).toEqual(known)
        expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length)
      }),
      { numRuns: 60 },
    )
  })

  it('are the same whether they are added one by one or all at once', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 3 }), (parts) => {
        const atOnce = addArrivals(noArrivals, parts.flat())
        const byParts = parts.reduce((arrivals, part) => addArrivals(arrivals, part), noArrivals)
        // Only what was dropped in between may have been counted anew.
        if (parts.flat().filter(({ reason }) => isStrange(reason)).length <= 100)
          expect(byParts).toEqual(atOnce)
        else expect(byParts.kept.length).toBeLessThanOrEqual(arrivalsKept)
      }),
      { numRuns: 60 },
    )
  })

  it('of an attack that goes on for months take no more room, and push nothing out', () => {
    let arrivals = addArrivals(noArrivals, [one('message'), one('status')])
    for (let hours = 0; hours < 2_000; hours += 1)
      arrivals = addArrivals(
        arrivals,
        arrivalReasons.filter(isStrange).map((reason) => one(reason, start + hours * hour)),
      )
    expect(arrivals.kept.filter(({ reason }) => !isStrange(reason))).toHaveLength(2)
    expect(arrivals.kept).toHaveLength(102)
  })
})
