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
  const state = { full: false, deaf: false }
  const committer = createCommitter({
    receive({ raw }) {
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
  })
  return { troubles, clock, committed, announced, committer, state }
}

test('what the store takes is committed once', () => {
  const { committer, committed } = rig()
  expect(committer.commit(arrival('a'))).toBeDefined()
  expect(committed).toEqual(['a'])
})

test('what the store refuses is tried again until it is in, in order, and then announced', () => {
  const { committer, committed, announced, clock, state } = rig()
  state.full = true
  expect(committer.commit(arrival('a'))).toBeUndefined()
  expect(committer.commit(arrival('b'))).toBeUndefined()
  clock.advance(60_000)
  expect(committer.waiting()).toBe(2)
  state.full = false
  clock.advance(2000)
  expect(committed).toEqual(['a', 'b'])
  expect(announced).toHaveLength(2)
  clock.advance(60_000)
  expect(committed).toEqual(['a', 'b'])
})

test('flush tries once more and then leaves the store alone', () => {
  const { committer, committed, clock, state } = rig()
  state.full = true
  committer.commit(arrival('a'))
  committer.flush()
  state.full = false
  clock.advance(60_000)
  expect(committed).toEqual([])
  committer.flush()
  expect(committed).toEqual(['a'])
})

test('memory has a limit', () => {
  const { committer, state } = rig()
  state.full = true
  for (let turn = 0; turn < 100; turn += 1) committer.commit(arrival('x'.repeat(256 * 1024)))
  expect(committer.waiting()).toBe(64)
})

test('a listener that throws undoes nothing', () => {
  const { committer, state } = rig()
  state.deaf = true
  const reception = committer.commit(arrival('a'))
  expect(() => reception !== undefined && committer.announce(reception)).not.toThrow()
})

test('trouble is told once, and so is its end', () => {
  const { committer, clock, state, troubles } = rig()
  state.full = true
  committer.commit(arrival('a'))
  committer.commit(arrival('b'))
  clock.advance(10_000)
  expect(troubles).toEqual(['store.diskFull'])
  state.full = false
  clock.advance(10_000)
  expect(troubles).toEqual(['store.diskFull', undefined])
})
