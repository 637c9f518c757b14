import { expect, test } from 'vitest'
import { createCommitter } from '../../../../electron/callback/commit.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Arrival, Reception } from '../../../../electron/store/store.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const arrival = (raw: string): Arrival => ({
  at: 1,
  raw,
  numberId: 7,
  event: { kind: 'unreadable', event: undefined, token: undefined },
  verified: false,
})

function rig() {
  const clock = createFakeClock()
  const committed: string[] = []
  const announced: Reception[] = []
  const troubles: (string | undefined)[] = []
  const next: (() => void)[] = []
  const state = { full: false, deaf: false, slow: false }
  const committer = createCommitter({
    receive({ raw }) {
      if (state.slow) clock.advance(100)
      if (state.full) throw new TernError('store.diskFull')
      committed.push(raw)
      return { kind: 'kept', reason: 'unreadable' }
    },
    onReception(reception) {
      if (state.deaf) throw new Error('nobody listens')
      announced.push(reception)
    },
    onTrouble: (error) => troubles.push(error?.code),
    clock,
    log: quietLog,
    nextTurn: (act) => next.push(act),
  })
  /** Until nothing is left to be done. */
  const turns = (): void => {
    for (let act = next.shift(); act !== undefined; act = next.shift()) act()
  }
  return { troubles, clock, committed, announced, committer, state, turns }
}

test('what the store takes is committed once, then answered, then announced', () => {
  const { committer, committed, announced } = rig()
  const answers: unknown[] = []
  committer.commit(arrival('a'), (taken) => answers.push(taken?.kind, announced.length))
  expect(committed).toEqual(['a'])
  expect(answers).toEqual(['kept', 0])
  expect(announced).toHaveLength(1)
})

test('of many that come together each is answered once it is committed, in a later turn', () => {
  const { committer, committed, state, turns } = rig()
  state.slow = true
  const answers: string[] = []
  for (const raw of ['a', 'b', 'c'])
    committer.commit(arrival(raw), (taken) =>
      answers.push(`${raw} ${String(taken !== undefined)} ${committed.join('')}`),
    )
  expect(answers).toEqual(['a true a'])
  turns()
  expect(answers).toEqual(['a true a', 'b true ab', 'c true abc'])
})

test('what the store refuses is tried again until it is in, in order, and then announced', () => {
  const { committer, committed, announced, clock, state, turns } = rig()
  state.full = true
  const answers: boolean[] = []
  committer.commit(arrival('a'), (taken) => answers.push(taken !== undefined))
  committer.commit(arrival('b'), (taken) => answers.push(taken !== undefined))
  expect(answers).toEqual([false, false])
  for (let n = 0; n < 30; n += 1) {
    clock.advance(2000)
    turns()
  }
  expect(committer.waiting()).toBe(2)
  state.full = false
  clock.advance(2000)
  turns()
  expect(committed).toEqual(['a', 'b'])
  expect(announced).toHaveLength(2)
  expect(answers).toEqual([false, false])
  clock.advance(60_000)
  turns()
  expect(committed).toEqual(['a', 'b'])
})

test('flush commits what waits for its turn, tries the others once more, and then leaves the store alone', () => {
  const { committer, committed, clock, state, turns } = rig()
  state.slow = true
  committer.commit(arrival('a'))
  committer.commit(arrival('b'))
  committer.flush()
  expect(committed).toEqual(['a', 'b'])
  turns()
  state.full = true
  committer.commit(arrival('c'))
  committer.flush()
  state.full = false
  clock.advance(60_000)
  turns()
  expect(committed).toEqual(['a', 'b'])
  committer.flush()
  expect(committed).toEqual(['a', 'b', 'c'])
})

test('memory has a limit', () => {
  const { committer, state, turns } = rig()
  state.full = true
  for (let turn = 0; turn < 100; turn += 1) committer.commit(arrival('x'.repeat(256 * 1024)))
  turns()
  expect(committer.waiting()).toBe(64)
})

test('a listener that throws undoes nothing', () => {
  const { committer, committed, state } = rig()
  state.deaf = true
  expect(() => committer.commit(arrival('a'))).not.toThrow()
  expect(committed).toEqual(['a'])
})

test('trouble is told once, and so is its end', () => {
  const { committer, clock, state, troubles, turns } = rig()
  state.full = true
  committer.commit(arrival('a'))
  committer.commit(arrival('b'))
  clock.advance(10_000)
  turns()
  expect(troubles).toEqual(['store.diskFull'])
  state.full = false
  clock.advance(10_000)
  turns()
  expect(troubles).toEqual(['store.diskFull', undefined])
})
