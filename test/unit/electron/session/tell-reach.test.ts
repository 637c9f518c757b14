import { describe, expect, it, vi } from 'vitest'
import type { Notification } from '../../../../electron/ports.ts'
import { createReachTeller } from '../../../../electron/session/tell-reach.ts'
import { lostAfterMs } from '../../../../shared/core/reach-news.ts'
import type { Gap } from '../../../../shared/model/gap.ts'
import type { ReachState } from '../../../../shared/model/reach.ts'
import type { Setup } from '../../../../shared/model/setup.ts'
import { errorWords } from '../../../../shared/words/errors.ts'
import { momentWords } from '../../../../shared/words/times.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const start = new Date(2026, 10, 24, 14, 10).getTime()
const number: Setup['number'] = {
  id: 1234,
  name: 'Front desk',
  digits: '+1 626-800-9000',
  e164: '+16268009000',
  practice: false,
}

function setUp(mode: Setup['mode'] = 'live') {
  const clock = createFakeClock(start)
  const shown: Notification[] = []
  const clear = vi.fn()
  const openPlace = vi.fn()
  const world = {
    gap: undefined as Gap | undefined,
    setup: { mode, number, steps: [], finished: true } as Setup,
    fails: false,
    refuses: false,
  }
  const errors = vi.fn()
  const teller = createReachTeller({
    notifier: {
      show(one) {
        shown.push(one)
        return world.refuses ? Promise.reject(new Error('no')) : Promise.resolve()
      },
      clear,
    },
    openPlace,
    store: {
      gaps: {
        open: () => {
          if (world.fails) throw new Error('disk')
          return world.gap
        },
      },
    },
    setup: () => world.setup,
    clock,
    log: { ...quietLog, error: errors },
  })
  const become = (state: ReachState, error?: 'tunnel.unanswered'): void =>
    teller.changed({
      state,
      since: clock.now(),
      ...(error === undefined ? {} : { error: { code: error, detail: { host: 'loca.lt' } } }),
    })
  return { clock, shown, clear, openPlace, world, teller, become, errors }
}
const gap = (from: number): Gap => ({ id: 1, numberId: 1234, from, reason: 'lost', done: false })

describe('what is told of the way in', () => {
  it('says after a minute since when it is lost, why and what to do; then that it is back, and for which time', () => {
    const { clock, shown, openPlace, world, become } = setUp()
    become('reachable')
    world.gap = gap(start - 30_000)
    become('lost', 'tunnel.unanswered')
    clock.advance(lostAfterMs - 1)
    expect(shown).toEqual([])
    clock.advance(1)
    const now = clock.now()
    const since = momentWords(start - 30_000, now)
    expect(shown[0]).toMatchObject({ key: 'reach', title: 'Replies cannot reach this computer' })
    const cause = errorWords({ code: 'tunnel.unanswered', detail: { host: 'loca.lt' } })
    expect(shown[0]?.body).toBe(
      `Since ${since}. A reply sent now may not arrive, and Aircall does not send it again. ${cause.what} ${cause.todo}`,
    )
    shown[0]?.onClick()
    expect(openPlace).toHaveBeenLastCalledWith({ view: 'health' })

    world.gap = undefined
    clock.advance(60_000)
    become('reachable')
    expect(shown[1]).toMatchObject({ key: 'reach', title: 'Replies reach this computer again' })
    expect(shown[1]?.body).toContain(`from ${since} to ${momentWords(clock.now(), clock.now())} may not have`)
    shown[1]?.onClick()
    expect(openPlace).toHaveBeenLastCalledWith({ view: 'notifications' })
    clock.advance(3_600_000)
    expect(shown).toHaveLength(2)
  })

  it('takes back what it said when no number is in use any more, and waits for nothing', () => {
    const { clock, shown, clear, become } = setUp()
    become('reachable')
    become('lost')
    clock.advance(lostAfterMs)
    expect(shown[0]?.body).toContain('Tern goes on trying.')
    become('off')
    expect(clear).toHaveBeenCalledWith('reach')
    become('opening')
    become('reachable')
    become('lost')
    become('off')
    clock.advance(3_600_000)
    expect(shown).toHaveLength(1)
  })

  it('says nothing in practice mode', () => {
    const { clock, shown, become } = setUp('practice')
    become('reachable')
    become('lost')
    clock.advance(3_600_000)
    expect(shown).toEqual([])
  })

  it('goes on with what it knew while the store cannot be read, and when the system refuses', async () => {
    const { clock, shown, world, teller, become, errors } = setUp()
    world.gap = gap(start - 90_000)
    become('reachable')
    world.fails = true
    world.refuses = true
    become('lost')
    clock.advance(lostAfterMs)
    expect(shown[0]?.body).toContain(`Since ${momentWords(start - 90_000, clock.now())}.`)
    expect(teller.current().gap).toEqual(world.gap)
    await vi.waitFor(() =>
      expect(errors).toHaveBeenCalledWith(expect.stringContaining('not shown'), expect.anything()),
    )
  })

  it('has the gap of the number in use, and none without one', () => {
    const { world, teller } = setUp()
    world.gap = gap(start)
    expect(teller.current().gap).toEqual(world.gap)
    const { number: _, ...unused } = world.setup
    world.setup = unused
    expect(teller.current()).toEqual({ reach: { state: 'off' }, gap: undefined })
  })
})
