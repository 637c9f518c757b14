import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goodForMs, isOfTheWay, lostForMs, tryEveryMs } from '../../../../shared/core/standby.ts'
import { reachStates } from '../../../../shared/model/reach.ts'
import { good, lost, minute, opening, play, reachable, second } from './standby-play.ts'

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
