import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../../electron/store/store.ts'
import { arrival, newStore, ourNumber, start, text, type TestFolder } from '../../../fixtures/store.ts'

const id = ourNumber.id
const minute = 60_000
const day = 86_400_000
let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore(true))
})
afterEach(() => {
  store.close()
  folder.remove()
})

function send(to: string, at: number): string {
  const { message } = store.outbox.queue(
    { id: randomUUID(), numberId: id, to, body: 'Are you coming?', mediaUrls: [] },
    at,
  )
  store.outbox.claim(message.id, at, 1)
  store.outbox.settle(
    message.id,
    { kind: 'accepted', providerId: randomUUID(), providerStatus: 'pending' },
    at,
  )
  return message.conversationId
}
const receive = (peer: string, at: number, body = 'Yes'): void =>
  void store.messages.receive(arrival(text(randomUUID(), body, { peer }), { at }))

describe('proofs', () => {
  test('keep the first and the last, and when the address was held', () => {
    expect(store.gaps.proofs(id)).toBeUndefined()
    store.gaps.proven(id, 100)
    store.gaps.proven(id, 200)
    store.gaps.held(id, 150)
    expect(store.gaps.proofs(id)).toEqual({ first: 100, last: 200, held: 150 })
    store.gaps.begin(id, 200, 'lost')
    expect(store.gaps.forgetProofs(id, 300)).toMatchObject({ from: 200, to: 300 })
    expect(store.gaps.proofs(id)).toBeUndefined()
  })

  test('go with their number', () => {
    store.gaps.proven(id, 100)
    store.gaps.begin(id, 100, 'lost')
    store.numbers.remove(id)
    expect(store.gaps.list(10)).toEqual([])
    expect(store.gaps.proofs(id)).toBeUndefined()
  })
})

describe('gaps', () => {
  test('one is open at a time, and keeps how it began', () => {
    const first = store.gaps.begin(id, 100, 'notRunning')
    expect(store.gaps.begin(id, 150, 'lost')).toEqual(first)
    expect(store.gaps.open(id)).toEqual({
      id: first.id,
      numberId: id,
      from: 100,
      reason: 'notRunning',
      done: false,
    })
    expect(store.gaps.end(id, 200)).toEqual({ ...first, to: 200 })
    expect(store.gaps.open(id)).toBeUndefined()
    expect(store.gaps.end(id, 300)).toBeUndefined()
  })

  test('one that begins where another of its kind ended is that one again', () => {
    const first = store.gaps.begin(id, 100, 'lost')
    store.gaps.end(id, 200)
    store.gaps.setDone(first.id, true)
    expect(store.gaps.begin(id, 200, 'lost')).toEqual(first)
    store.gaps.end(id, 250)
    expect(store.gaps.begin(id, 300, 'lost').id).not.toBe(first.id)
  })

  test('handing back ends the one before, and the other way round', () => {
    const lost = store.gaps.begin(id, 100, 'lost')
    const away = store.gaps.begin(id, 200, 'handedBack')
    expect(store.gaps.get(lost.id)?.to).toBe(200)
    const again = store.gaps.begin(id, 300, 'lost')
    expect(store.gaps.get(away.id)?.to).toBe(300)
    expect(store.gaps.list(10).map((gap) => gap.id)).toEqual([again.id, away.id, lost.id])
    expect(store.gaps.between(id, 150, 250).map((gap) => gap.id)).toEqual([lost.id, away.id])
  })

  test('does not end before it began, when the clock was set back', () => {
    store.gaps.begin(id, 500, 'lost')
    expect(store.gaps.end(id, 400)).toMatchObject({ from: 500, to: 500 })
  })

  test('is told in the conversations that were active', () => {
    const active = send('+13025550101', start)
    const quiet = send('+13025550102', start - 2 * day)
    store.gaps.begin(id, start + 5 * minute, 'lost')
    store.gaps.end(id, start + 9 * minute)
    const of = (conversationId: string) => store.gaps.ofConversation(conversationId, 10).length
    expect([of(active), of(quiet)]).toEqual([1, 0])
    receive('+13025550102', start + 7 * minute)
    expect(of(quiet)).toBe(1)
  })
})

describe('whom to ask', () => {
  const [waiting, answered, out, back, early] = ['01', '02', '03', '04', '05'].map(
    (n) => `+130255501${n}`,
  ) as [string, string, string, string, string]
  test('who was texted in the day before and has not answered; never who opted out', () => {
    receive(out, start - minute, 'STOP')
    receive(back, start - 2 * minute, 'Stop')
    receive(back, start - minute, 'START')
    send(early, start - 2 * day)
    for (const peer of [waiting, answered, out, back]) send(peer, start)
    receive(answered, start + minute)
    const gap = store.gaps.begin(id, start + 2 * minute, 'lost')
    const names = () =>
      store.gaps
        .unanswered(gap.id)
        .map(({ peer }) => peer)
        .sort()
    expect(names()).toEqual([waiting, back])
    store.gaps.end(id, start + 3 * minute)
    receive(waiting, start + 5 * minute)
    expect(names()).toEqual([back])
    expect(store.gaps.unanswered(gap.id + 1)).toEqual([])
    expect(store.gaps.setAsked(gap.id, 2, start + 6 * minute)).toMatchObject({ askedPeople: 2 })
    expect(store.gaps.setAsked(gap.id, 1, start + 7 * minute)).toMatchObject({
      askedAt: start + 7 * minute,
      askedPeople: 3,
    })
  })

  test('a text in the gap itself counts, one after it does not', () => {
    const gap = store.gaps.begin(id, start, 'lost')
    send(waiting, start + minute)
    store.gaps.end(id, start + 2 * minute)
    send(early, start + 3 * minute)
    expect(store.gaps.unanswered(gap.id).map(({ peer }) => peer)).toEqual([waiting])
  })
})

test('moves of the way in are kept, the newest first, and not without end', () => {
  for (let n = 0; n < 510; n += 1)
    store.gaps.addChange({
      at: n,
      from: 'reachable',
      to: 'doubtful',
      reason: 'missed',
      code: 'probe.timedOut',
    })
  store.gaps.addChange({ at: 510, from: 'doubtful', to: 'reachable', reason: 'proven' })
  const all = store.gaps.changes(1000)
  expect(all).toHaveLength(500)
  expect(all[0]).toEqual({ at: 510, from: 'doubtful', to: 'reachable', reason: 'proven' })
  expect(all[1]).toEqual({
    at: 509,
    from: 'reachable',
    to: 'doubtful',
    reason: 'missed',
    code: 'probe.timedOut',
  })
})
