import { describe, expect, it } from 'vitest'
import { createArrivalLog } from '../../../../electron/callback/arrival-log.ts'
import type { Log } from '../../../../electron/ports.ts'
import type { NewArrival } from '../../../../shared/core/arrivals.ts'
import type { Arrival } from '../../../../shared/model/arrival.ts'
import { createFakeClock } from '../support/clock.ts'

function createRig(there: Arrival[] = []) {
  const clock = createFakeClock()
  const rows = new Map(there.map((arrival) => [arrival.id, arrival]))
  const saves: { readonly changed: number; readonly gone: number }[] = []
  const errors: string[] = []
  const rig = { fails: false, lists: 0 }
  const log: Log = { info: () => undefined, warn: () => undefined, error: (what) => void errors.push(what) }
  const arrivals = createArrivalLog({
    store: {
      list() {
        rig.lists += 1
        return [...rows.values()]
      },
      save(changed, gone) {
        if (rig.fails) throw new Error('disk full')
        saves.push({ changed: changed.length, gone: gone.length })
        for (const id of gone) rows.delete(id)
        for (const arrival of changed) rows.set(arrival.id, arrival)
      },
    },
    clock,
    log,
  })
  const come = (reason: NewArrival['reason'], status = 200): void =>
    arrivals.note({ at: clock.now(), reason, status, bytes: 1 })
  return { rig, clock, rows, saves, errors, arrivals, come }
}

describe('what came to the listener', () => {
  it('is there at once, newest first, and written a few seconds later in one go', () => {
    const { arrivals, clock, saves, rows, come } = createRig()
    come('message')
    come('status')
    expect(arrivals.list(10).map(({ reason }) => reason)).toEqual(['status', 'message'])
    expect(arrivals.list(1)).toHaveLength(1)
    expect(saves).toEqual([])
    clock.advance(5_000)
    expect(saves).toEqual([{ changed: 2, gone: 0 }])
    expect([...rows.values()].map(({ reason }) => reason)).toEqual(['message', 'status'])
    clock.advance(60_000)
    expect(saves).toHaveLength(1)
  })

  it('of a flood writes no more than one transaction in five seconds, and only what has changed', () => {
    const { clock, saves, rows, come } = createRig()
    come('message')
    for (let second = 0; second < 20; second += 1) {
      for (let left = 5_000; left > 0; left -= 1) come('wrongPath', 404)
      clock.advance(1_000)
    }
    expect(saves.length).toBe(4)
    expect(Math.max(...saves.map(({ changed }) => changed))).toBe(2)
    expect([...rows.values()].map(({ reason, times }) => [reason, times])).toEqual([
      ['message', 1],
      ['wrongPath', 100_000],
    ])
  })

  it('goes on from what an earlier Tern has written', () => {
    const { rig, arrivals, clock, rows, come } = createRig([
      { id: 7, at: 1, status: 200, reason: 'message', bytes: 1, times: 1 },
    ])
    expect(rig.lists).toBe(0)
    come('probe')
    expect(arrivals.list(5).map(({ id }) => id)).toEqual([8, 7])
    clock.advance(5_000)
    expect([...rows.keys()]).toEqual([7, 8])
    expect(rig.lists).toBe(1)
  })

  it('drops from the store what is too much', () => {
    const { clock, rows, saves, come } = createRig()
    for (let left = 300; left > 0; left -= 1) come('message')
    clock.advance(5_000)
    for (let left = 300; left > 0; left -= 1) come('message')
    clock.advance(5_000)
    expect(rows.size).toBe(400)
    expect(saves).toEqual([
      { changed: 300, gone: 0 },
      { changed: 300, gone: 200 },
    ])
  })

  it('tries again while the store takes nothing, and says so once', () => {
    const { rig, clock, rows, errors, arrivals, come } = createRig()
    rig.fails = true
    come('message')
    clock.advance(30_000)
    expect(errors).toEqual(['callback: arrivals not written'])
    expect(arrivals.list(5)).toHaveLength(1)
    rig.fails = false
    clock.advance(5_000)
    expect(rows.size).toBe(1)
  })

  it('writes what is left when it is stopped, and nothing after that', () => {
    const { clock, rows, saves, arrivals, come } = createRig()
    come('message')
    arrivals.stop()
    expect(rows.size).toBe(1)
    come('message')
    clock.advance(60_000)
    expect(saves).toHaveLength(1)
  })
})
