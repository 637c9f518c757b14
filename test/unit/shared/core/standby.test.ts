import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  goodForMs,
  isOfTheWay,
  lostForMs,
  standbyStart,
  stepStandby,
  tryEveryMs,
  type Standby,
  type StandbyCommand,
  type StandbyEvent,
} from '../../../../shared/core/standby.ts'
import { errorCodes } from '../../../../shared/errors.ts'
import { reachStates } from '../../../../shared/model/reach.ts'

const second = 1000
const minute = 60 * second

const reachable: StandbyEvent = { kind: 'reach', state: 'reachable' }
const opening: StandbyEvent = { kind: 'reach', state: 'opening' }
const lost: StandbyEvent = { kind: 'reach', state: 'lost', error: 'tunnel.unanswered' }
const refused: StandbyEvent = { kind: 'reach', state: 'lost', error: 'aircall.keyRefused' }
const off: StandbyEvent = { kind: 'reach', state: 'off' }
const good: StandbyEvent = { kind: 'tried', good: true }
const bad: StandbyEvent = { kind: 'tried', good: false }

const nameOf = (command: StandbyCommand): string =>
  command.kind === 'use' ? `use ${command.turn}` : command.kind

/** A machine with a timer of its own: each wait is answered by `due` when its time has come. */
function play(start = 0) {
  let standby: Standby = standbyStart
  let now = start
  let due: number | undefined
  const done: { at: number; command: StandbyCommand }[] = []
  function tell(event: StandbyEvent): void {
    const step = stepStandby(standby, event, now)
    standby = step.standby
    for (const command of step.commands) {
      if (command.kind === 'wait') due = now + command.ms
      else if (command.kind === 'stopWaiting') due = undefined
      else done.push({ at: now, command })
    }
  }
  return {
    tell,
    /** Lets time go by, with what falls due. */
    pass(ms: number): void {
      const end = now + ms
      for (let turns = 0; due !== undefined && due <= end; turns += 1) {
        if (turns > 1000) throw new Error('it never comes to rest')
        now = Math.max(now, due)
        due = undefined
        tell({ kind: 'due' })
      }
      now = end
    },
    /** As a sleep does: time goes by, and what fell due comes at its end. */
    sleep(ms: number): void {
      now += ms
      if (due === undefined || due > now) return
      due = undefined
      tell({ kind: 'due' })
    },
    standby: () => standby,
    now: () => now,
    due: () => due,
    /** What it was told to do, the waits left out, in seconds: `30 use standby`. */
    done: () => done.map(({ at, command }) => `${String(at / second)} ${nameOf(command)}`),
    commands: () => done,
  }
}

/** Lost at once, and half a minute later on the standby, which works. */
function onStandby() {
  const game = play()
  game.tell(lost)
  game.pass(lostForMs)
  game.tell(opening)
  game.tell(reachable)
  return game
}

/** One trial after the other, for so long. */
function tryFor(game: ReturnType<typeof play>, ms: number, end: StandbyEvent): void {
  for (let left = ms; left > 0; left -= tryEveryMs) {
    game.pass(tryEveryMs)
    game.tell(end)
  }
}

describe('the first way in', () => {
  test('makes way after half a minute, not sooner', () => {
    const game = play()
    game.tell(lost)
    game.pass(lostForMs - 1)
    expect(game.done()).toEqual([])
    game.pass(1)
    expect(game.done()).toEqual(['30 use standby'])
  })

  test('is lost since it was lost first, however often it is tried again', () => {
    const game = play()
    game.tell(lost)
    for (const wait of [1, 4, 8, 16]) {
      game.pass(wait * second)
      game.tell(opening)
      game.tell(lost)
    }
    game.pass(second)
    expect(game.done()).toEqual(['30 use standby'])
  })

  test('is not cut off in a try: the try may work', () => {
    const game = play()
    game.tell(lost)
    game.pass(20 * second)
    game.tell(opening)
    game.pass(25 * second)
    expect(game.done()).toEqual([])
    game.tell(lost)
    game.pass(0)
    expect(game.done()).toEqual(['45 use standby'])
  })

  test('that comes back in time stays', () => {
    const game = play()
    game.tell(lost)
    game.pass(29 * second)
    game.tell(reachable)
    game.pass(10 * minute)
    game.tell(lost)
    game.pass(29 * second)
    expect(game.done()).toEqual([])
  })

  test('stays when it is Aircall that refuses', () => {
    const game = play()
    game.tell(refused)
    game.pass(10 * minute)
    expect(game.done()).toEqual([])
    expect(
      errorCodes.filter((code) => /^(aircall|registration|keychain|away)/.test(code)).some(isOfTheWay),
    ).toBe(false)
    expect([
      'tunnel.lost',
      'ngrok.badToken',
      'own.noAddress',
      'probe.failed',
      'listener.portTaken',
    ] as const).toSatisfy((codes: (typeof errorCodes)[number][]) => codes.every(isOfTheWay))
  })

  test('is given its half a minute after a sleep', () => {
    const game = play()
    game.tell(lost)
    game.sleep(60 * minute)
    expect(game.done()).toEqual([])
    game.pass(lostForMs)
    expect(game.done()).toEqual(['3630 use standby'])
  })
})

describe('the standby', () => {
  test('is left once the first was good for ten minutes, trial by trial', () => {
    const game = onStandby()
    tryFor(game, 10 * minute, good)
    expect(game.done().filter((one) => one.includes('use'))).toEqual(['30 use standby'])
    tryFor(game, minute, good)
    expect(game.done().at(-1)).toBe(`${String((30 * second + 11 * minute) / second)} use first`)
    expect(game.done().filter((one) => one.includes('try'))).toHaveLength(11)
    expect(game.standby().using).toBe('first')
  })

  test('is kept when the first fails once', () => {
    const game = onStandby()
    tryFor(game, 9 * minute, good)
    tryFor(game, minute, bad)
    tryFor(game, 10 * minute, good)
    expect(game.standby().using).toBe('standby')
    tryFor(game, minute, good)
    expect(game.standby().using).toBe('first')
  })

  test('is kept when the tunnel of the trial broke in between', () => {
    const game = onStandby()
    tryFor(game, 10 * minute, good)
    game.tell({ kind: 'ended' })
    tryFor(game, 10 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('is kept when Tern slept in between: nobody looked', () => {
    const game = onStandby()
    tryFor(game, 2 * minute, good)
    game.sleep(60 * minute)
    game.tell(good)
    tryFor(game, 9 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('that is lost too makes way for the first as soon as a trial is good', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.tell(lost)
    game.pass(lostForMs - 1)
    expect(game.standby().using).toBe('standby')
    game.pass(1)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too goes on trying both', () => {
    const game = onStandby()
    game.tell(lost)
    tryFor(game, 60 * minute, bad)
    expect(game.standby().using).toBe('standby')
    expect(game.done().filter((one) => one.includes('try'))).toHaveLength(60)
    game.pass(minute)
    game.tell(good)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too is not cut off in a try of its own', () => {
    const game = onStandby()
    game.tell(lost)
    game.pass(40 * second)
    game.tell(opening)
    game.pass(20 * second)
    game.tell(good)
    expect(game.standby().using).toBe('standby')
    game.tell(lost)
    game.pass(0)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too waits for the end of a trial under way', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.pass(50 * second)
    game.tell(lost)
    game.pass(lostForMs + 10 * second)
    expect(game.standby()).toMatchObject({ using: 'standby', trying: true })
    game.tell(good)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too does not make way for a first that was good before a sleep', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.pass(minute)
    game.sleep(60 * minute)
    game.tell(lost)
    game.pass(lostForMs)
    expect(game.standby()).toMatchObject({ using: 'standby', trying: true })
  })

  test('counts from the newest trial when a trial slept', () => {
    const game = onStandby()
    tryFor(game, 9 * minute, good)
    game.pass(minute)
    game.sleep(60 * minute)
    tryFor(game, 9 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('ends with the use of the number, and with other settings', () => {
    for (const event of [off, { kind: 'reset' } as const]) {
      const game = onStandby()
      game.tell(event)
      expect(game.done().at(-1)).toBe('30 endTrial')
      expect(game.standby()).toEqual(standbyStart)
      game.pass(60 * minute)
      expect(game.done()).toHaveLength(2)
    }
  })
})

const eventOf = fc.oneof(
  fc.record({
    kind: fc.constant('reach' as const),
    state: fc.constantFrom(...reachStates),
    error: fc.constantFrom(
      'tunnel.unanswered' as const,
      'probe.failed' as const,
      'aircall.keyRefused' as const,
    ),
  }),
  fc.record({ kind: fc.constant('tried' as const), good: fc.boolean() }),
  fc.constant({ kind: 'ended' as const }),
)
/** What happens, and how long it is quiet after it: seconds as a rule, and now and then a night. */
const happenings = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: eventOf },
      { weight: 4, arbitrary: fc.constantFrom(lost, good, reachable, opening) },
    ),
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 90 * second }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 720 * minute }) },
    ),
    fc.boolean(),
  ),
  { maxLength: 120 },
)

describe('in whatever order things happen', () => {
  test('the two take turns, never quicker than half a minute, and each for its reason', () => {
    fc.assert(
      fc.property(happenings, (things) => {
        const game = play()
        let seen = 0
        let usedAt: number | undefined
        /** Our own count, from what was told alone. */
        let downSince: number | undefined
        let goods: number[] = []
        for (const [event, ms, sleeps] of things) {
          const wasTrying = game.standby().trying
          game.tell(event)
          if (event.kind === 'reach') {
            if (event.state === 'reachable' || event.state === 'off') downSince = undefined
            if (event.state === 'lost')
              downSince = isOfTheWay(event.error) ? (downSince ?? game.now()) : undefined
            if (event.state === 'off') [usedAt, goods] = [undefined, []]
          }
          if (event.kind === 'tried' && wasTrying) {
            const inARow = game.now() - (goods.at(-1) ?? game.now()) <= 150 * second
            goods = event.good ? [...(inARow ? goods : []), game.now()] : []
          }
          if (event.kind === 'ended') goods = []
          if (sleeps) game.sleep(ms)
          else game.pass(ms)

          const fresh = game.commands().slice(seen)
          seen += fresh.length
          const uses = fresh.flatMap(({ at, command }) =>
            command.kind === 'use' ? [{ at, turn: command.turn }] : [],
          )
          expect(uses.length).toBeLessThanOrEqual(1)
          for (const { at, turn } of uses) {
            expect(at - (usedAt ?? -Infinity)).toBeGreaterThanOrEqual(lostForMs)
            const down = downSince === undefined ? -1 : at - downSince
            if (turn === 'standby') expect(down).toBeGreaterThanOrEqual(lostForMs)
            else {
              const trusted = goods.length > 1 && (goods.at(-1) ?? 0) - (goods[0] ?? 0) >= goodForMs
              expect(at - (goods.at(-1) ?? -Infinity)).toBeLessThanOrEqual(150 * second)
              expect(trusted || down >= lostForMs).toBe(true)
            }
            expect(turn).toBe(game.standby().using)
            usedAt = at
            downSince = undefined
            goods = []
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('the first is tried beside the standby only, one trial at a time and a minute apart, and it never comes to a halt', () => {
    fc.assert(
      fc.property(happenings, (things) => {
        const game = play()
        let seen = 0
        let triedAt = -Infinity
        let usedAt = -Infinity
        for (const [event, ms, sleeps] of things) {
          const wasTrying = game.standby().trying
          game.tell(event)
          if (event.kind === 'tried' && wasTrying) triedAt = game.now()
          if (sleeps) game.sleep(ms)
          else game.pass(ms)
          const fresh = game.commands().slice(seen)
          seen += fresh.length
          for (const { at, command } of fresh) {
            if (command.kind === 'use') [usedAt, triedAt] = [at, -Infinity]
            if (command.kind !== 'try') continue
            expect(at - triedAt).toBeGreaterThanOrEqual(tryEveryMs)
            expect(at - usedAt).toBeGreaterThanOrEqual(tryEveryMs)
          }
          // Nothing answers a trial while time goes by here.
          expect(fresh.filter(({ command }) => command.kind === 'try').length).toBeLessThanOrEqual(1)
          const { using, trying, state, lostSince } = game.standby()
          if (using === 'first') expect(trying).toBe(false)
          const mustGoOn = using === 'standby' ? !trying : state === 'lost' && lostSince !== undefined
          if (mustGoOn) expect(game.due()).toBeLessThanOrEqual(game.now() + tryEveryMs)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
