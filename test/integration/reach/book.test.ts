/** What is written down of the way in, in a real store. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBook } from '../../../electron/reach/book.ts'
import type { Store } from '../../../electron/store/store.ts'
import { reachOff, stepReach, type ReachEvent } from '../../../shared/core/reach-machine.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import { newStore, ourNumber, silentLog, start, type TestFolder } from '../../fixtures/store.ts'

const id = ourNumber.id
const minute = 60_000
const url = 'https://abc.example'
const error = { code: 'probe.failed', detail: {} } as const
let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore(true))
})
afterEach(() => {
  store.close()
  folder.remove()
})

/** A start of Tern: plays events at times, in minutes since the beginning of the day. */
function tern(at: number, keeps = true) {
  let machine = reachOff(0)
  let now = start + at * minute
  /** How much of the time the wall clock shows did not really go by. */
  let set = 0
  const told: Gap[] = []
  const troubles: (string | undefined)[] = []
  const world = { gaps: store.gaps }
  const book = createBook({
    gaps: new Proxy(store.gaps, { get: (_target, name: keyof typeof store.gaps) => world.gaps[name] }),
    clock: { now: () => now },
    elapsed: () => now - set,
    probeEveryMs: () => minute,
    keeps: () => keeps,
    onGap: (gap) => told.push(gap),
    onTrouble: (trouble) => troubles.push(trouble?.code),
    log: silentLog,
  })
  function send(event: ReachEvent): void {
    const before = machine
    const moment = { now, chance: 0, probeEveryMs: minute, probeAgainMs: 2000 }
    machine = stepReach(before, event, moment).machine
    book.step(id, before, machine, event)
  }
  const run = (): number => machine.run
  const tools = {
    book,
    told,
    troubles,
    world,
    at(minutes: number) {
      now = start + minutes * minute + set
      return tools
    },
    setClock(minutes: number) {
      set += minutes * minute
      now += minutes * minute
      return tools
    },
    prove() {
      send({ kind: 'check' })
      send({ kind: 'proven', run: run(), probe: machine.probes, url, roundTrip: 0 })
      return tools
    },
    miss() {
      send({ kind: 'check' })
      send({ kind: 'missed', run: run(), probe: machine.probes, error })
      return tools
    },
    register() {
      send({ kind: 'start' })
      send({ kind: 'opened', run: run(), url })
      send({ kind: 'registered', run: run(), url })
      book.held(id, now)
      return tools
    },
    use() {
      book.open(id)
      return tools.register().prove()
    },
    send(event: ReachEvent) {
      send(event)
      return tools
    },
  }
  return tools
}
const inMinutes = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : (time - start) / minute
const gaps = () => store.gaps.list(50).map(({ from, to, reason }) => [inMinutes(from), inMinutes(to), reason])

describe('gaps', () => {
  test('none while every proof comes in time', () => {
    tern(0).use().at(1).prove().at(2).prove().at(3).prove()
    expect(gaps()).toEqual([])
    expect(store.gaps.proofs(id)).toMatchObject({ first: start, last: start + 3 * minute })
  })

  test('from the last proof before a miss to the next one', () => {
    const app = tern(0).use().at(1).prove().at(2).miss()
    expect(gaps()).toEqual([[1, undefined, 'lost']])
    app.at(2.1).prove()
    expect(gaps()).toEqual([[1, 2.1, 'lost']])
    expect(app.told.map(({ to }) => inMinutes(to))).toEqual([undefined, 2.1])
  })

  test('a tunnel that ends, and all it takes to be back', () => {
    const app = tern(0).use().at(1).prove().at(1.5)
    app.send({ kind: 'ended', run: 1, error }).at(5).register().prove()
    expect(gaps()).toEqual([[1, 5, 'lost']])
  })

  test('a sleep that was told', () => {
    const app = tern(0).use().at(1).send({ kind: 'suspend' }).at(61).send({ kind: 'resume' })
    app.prove()
    expect(gaps()).toEqual([[0, 61, 'asleep']])
  })

  test('a sleep that nobody told shows by the late proof', () => {
    tern(0).use().at(61).prove()
    expect(gaps()).toEqual([[0, 61, 'asleep']])
  })

  test.each([600, -600])('a clock set by %i minutes is none', (minutes) => {
    tern(0).use().at(1).setClock(minutes).send({ kind: 'clock' }).prove()
    expect(gaps()).toEqual([])
  })

  test('a clock that is set back in a gap: both its parts are in one', () => {
    const app = tern(0).use().at(1).prove().at(2).miss().at(3).setClock(-600).send({ kind: 'clock' })
    app.at(4).prove()
    expect(gaps().map(([from, to]) => [Math.round(from as number), to])).toEqual([
      [1, 3],
      [-597, -596],
    ])
  })

  test('a clock that is set back, and nothing arrives after that', () => {
    const app = tern(0).use().at(1).prove().at(1.5).setClock(-600).send({ kind: 'clock' })
    app.at(2).miss().at(3).prove()
    expect(gaps()).toEqual([[-599, -597, 'lost']])
  })

  test('while Tern was not running, also after a crash', () => {
    tern(0).use().at(1).prove()
    const again = tern(30)
    again.book.open(id)
    expect(gaps()).toEqual([[1, undefined, 'notRunning']])
    again.register().at(30.1).prove()
    expect(gaps()).toEqual([[1, 30.1, 'notRunning']])
  })

  test('lost, then quit, then started: one gap', () => {
    tern(0).use().at(1).miss().miss().send({ kind: 'stop' })
    tern(30).use()
    expect(gaps()).toEqual([[0, 30, 'lost']])
  })

  test('somebody else held the number: since Aircall last said that we do', () => {
    const app = tern(0).use()
    for (let n = 1; n < 40; n += 1) app.at(n).prove()
    app.send({ kind: 'displaced', run: 1, error: { code: 'registration.taken', detail: {} } })
    expect(gaps()).toEqual([[0, undefined, 'displaced']])
    app.at(50).register().prove()
    expect(gaps()).toEqual([[0, 50, 'displaced']])
  })

  test('handed back: not missed here, until the number is back and proven', () => {
    const app = tern(0).use().at(5)
    app.book.handedBack(id, start + 5 * minute)
    app.send({ kind: 'stop' })
    expect(gaps()).toEqual([[5, undefined, 'handedBack']])
    tern(60).use()
    expect(gaps()).toEqual([[5, 60, 'handedBack']])
  })

  test('back from Aircall, but not proven: from then on it is missed', () => {
    const app = tern(0).use().at(5)
    app.book.handedBack(id, start + 5 * minute)
    app.send({ kind: 'stop' })
    const again = tern(60)
    again.book.open(id)
    again.register().at(61).miss()
    expect(gaps()).toEqual([
      [60, undefined, 'lost'],
      [5, 60, 'handedBack'],
    ])
  })

  test('given back for good: nothing more is missed', () => {
    const app = tern(0).use().at(1).prove()
    app.book.released(id)
    app.send({ kind: 'stop' })
    tern(60).use()
    expect(gaps()).toEqual([])
    expect(store.gaps.proofs(id)?.first).toBe(start + 60 * minute)
  })

  test('none of practice', () => {
    tern(0, false).use().at(1).miss().miss()
    expect(gaps()).toEqual([])
    expect(store.gaps.changes(10)).toEqual([])
  })
})

test('what the store does not take is kept, and written as it was', () => {
  const app = tern(0).use().at(1).prove()
  const full = (): never => {
    throw new TernError('store.diskFull')
  }
  app.world.gaps = { ...store.gaps, proofs: full, begin: full, proven: full, end: full, addChange: full }
  app.at(2).miss().at(2.1).prove()
  expect(gaps()).toEqual([])
  expect(app.troubles.at(-1)).toBe('store.diskFull')
  app.world.gaps = store.gaps
  app.at(3).prove()
  expect(app.troubles.at(-1)).toBeUndefined()
  expect(gaps()).toEqual([[1, 2.1, 'lost']])
  expect(store.gaps.changes(2).map(({ from, to, reason }) => [from, to, reason])).toEqual([
    ['doubtful', 'reachable', 'proven'],
    ['reachable', 'doubtful', 'missed'],
  ])
})
