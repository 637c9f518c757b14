import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SendOutcome, Store } from '../../../../electron/store/store.ts'
import { verifyLedger } from '../../../../electron/store/verify-ledger.ts'
import type { OutboundState } from '../../../../shared/model/message.ts'
import {
  arrival,
  draft,
  newStore,
  ourNumber,
  quietJob,
  start,
  status,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
beforeAll(() => {
  ;({ store, folder } = newStore(true))
})
afterAll(() => {
  store.close()
  folder.remove()
})

/** What a reader of the promises would keep with pen and paper. */
interface Sent {
  readonly id: string
  readonly peer: string
  state: OutboundState
  notBefore: number
  /** The id of the answer to its last try, when it had one. */
  providerId: string | undefined
  /** How often a claim was given out. */
  claims: number
  /** How often the user asked for it. */
  asked: number
  held: boolean
  /** Where it stood when it was asked for again. */
  before: OutboundState | undefined
}
interface Model {
  now: number
  sent: Sent[]
  received: { readonly id: string; readonly peer: string; read: boolean }[]
}

const peers = ['+13023060001', '+13023060002', '24273']
const at = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length]

/** The rule of order, written another way than the store does it. */
function mayGo(model: Model, text: Sent): boolean {
  const earlier = model.sent.slice(0, model.sent.indexOf(text)).filter(({ peer }) => peer === text.peer)
  return (
    text.state === 'queued' &&
    text.notBefore <= model.now &&
    earlier.every(({ state }) => state !== 'queued' && state !== 'claimed')
  )
}

function check(model: Model): void {
  for (const text of model.sent) {
    expect(store.messages.get(text.id)?.state).toBe(text.state)
    expect(text.claims).toBeLessThanOrEqual(text.asked)
  }
  expect(store.outbox.due(model.now)?.id).toBe(model.sent.find((text) => mayGo(model, text))?.id)
  const next = store.outbox.nextDueAt(model.now)
  if (next !== undefined) expect(store.outbox.due(next)).toBeDefined()
  expect(next === undefined || next > model.now).toBe(true)

  const unread = model.received.filter(({ read }) => !read)
  expect(store.messages.unread()).toBe(unread.length)
  for (const conversation of store.conversations.list('', undefined, 10).items) {
    expect(conversation.unread).toBe(unread.filter(({ peer }) => peer === conversation.peer).length)
    const newest = store.messages.page(conversation.id, undefined, 1).items[0]
    expect(conversation.last?.state).toBe(newest?.state)
    if (newest !== undefined) expect(conversation.at).toBe(newest.at)
  }
  const listed = store.messages.notifications('unread', '', undefined, 200).items
  expect(listed.map(({ message }) => message.id).sort()).toEqual(unread.map(({ id }) => id).sort())
}

const index = fc.nat(30)
const commands = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('queue' as const), index) },
    { weight: 5, arbitrary: fc.tuple(fc.constant('send' as const), index) },
    ...(
      [
        'hold',
        'release',
        'cancel',
        'remove',
        'settle',
        'requeue',
        'receive',
        'markRead',
        'done',
        'status',
        'time',
        'recover',
        'markSent',
      ] as const
    ).map((name) => ({
      weight: 2,
      arbitrary: fc.tuple(fc.constant(name), index),
    })),
  ),
  { minLength: 10, maxLength: 50 },
)

const outcomes = (providerId: string, now: number): readonly SendOutcome[] => [
  { kind: 'accepted', providerId, providerStatus: 'pending' },
  { kind: 'failed', error: { code: 'aircall.refused', detail: {} } },
  { kind: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } },
  { kind: 'later', error: { code: 'aircall.tooManyRequests', detail: {} }, notBefore: now + 50 },
]

function run(model: Model, [name, n]: readonly [string, number]): void {
  const text = at(model.sent, n)
  const inbound = at(model.received, n)
  switch (name) {
    case 'queue': {
      const peer = at(peers, n) ?? ''
      const one = draft(`text ${n}`, { to: peer })
      store.outbox.queue(one, model.now)
      store.outbox.queue(one, model.now)
      model.sent.push({
        id: one.id,
        peer,
        state: 'queued',
        notBefore: 0,
        providerId: undefined,
        claims: 0,
        asked: 1,
        held: false,
        before: undefined,
      })
      return
    }
    case 'hold': {
      const peer = at(peers, n) ?? ''
      const { id } = store.outbox.queue(draft(`held ${n}`, { to: peer }), model.now, model.now + n).message
      const rest = { providerId: undefined, claims: 0, asked: 1, held: true, before: undefined }
      model.sent.push({ id, peer, state: 'queued', notBefore: model.now + n, ...rest })
      return
    }
    case 'release':
      store.outbox.release()
      for (const each of model.sent) {
        if (each.state === 'queued' && each.held) each.notBefore = 0
        if (each.state === 'queued') each.held = false
      }
      return
    case 'cancel': {
      if (text === undefined) return
      const cancelled = store.outbox.cancel(text.id)
      expect(cancelled !== undefined).toBe(text.state === 'queued')
      if (cancelled === undefined) return
      expect(cancelled.gone).toBe(text.before === undefined)
      if (cancelled.gone) model.sent = model.sent.filter((each) => each !== text)
      else text.state = text.before ?? text.state
      text.before = undefined
      text.asked -= 1
      return
    }
    case 'remove':
      if (text !== undefined) {
        expect(store.messages.remove(text.id)).toBe(text.state === 'claimed' ? 'claimed' : 'gone')
        if (text.state !== 'claimed') model.sent = model.sent.filter((each) => each !== text)
      }
      if (inbound !== undefined) {
        expect(store.messages.remove(inbound.id)).toBe('gone')
        model.received = model.received.filter((each) => each !== inbound)
      }
      return
    case 'send': {
      const due = store.outbox.due(model.now)
      const mine = model.sent.find(({ id }) => id === due?.id)
      if (due === undefined || mine === undefined) return
      expect(store.outbox.claim(due.id, model.now, 1)).toBeDefined()
      expect(store.outbox.claim(due.id, model.now, 1)).toBeUndefined()
      mine.state = 'claimed'
      mine.held = false
      mine.claims += 1
      return
    }
    case 'settle': {
      const flying = model.sent.filter(({ state }) => state === 'claimed')
      const mine = at(flying, n)
      const outcome = at(outcomes(`p-${mine?.id}-${mine?.asked}`, model.now), n)
      if (mine === undefined || outcome === undefined) return
      store.outbox.settle(mine.id, outcome, model.now)
      mine.state = outcome.kind === 'later' ? 'queued' : outcome.kind
      if (outcome.kind === 'accepted') mine.providerId = outcome.providerId
      if (outcome.kind !== 'later') return
      mine.notBefore = outcome.notBefore
      // It never left: the next claim is still the first sending.
      mine.claims -= 1
      return
    }
    case 'status': {
      if (text?.providerId === undefined || !['accepted', 'sent'].includes(text.state)) return
      const word = n % 2 === 0 ? 'sent' : 'undelivered'
      store.messages.receive(arrival(status(text.providerId, word), { at: model.now }))
      text.state = word
      return
    }
    case 'requeue': {
      if (text === undefined) return
      const again = ['failed', 'undelivered', 'unknown'].includes(text.state)
      expect(store.outbox.requeue(text.id) !== undefined).toBe(again)
      if (!again) return
      text.before = text.state
      text.state = 'queued'
      text.notBefore = 0
      text.providerId = undefined
      text.asked += 1
      return
    }
    case 'markSent':
      if (text !== undefined && store.outbox.markSent(text.id) !== undefined) {
        expect(text.state).toBe('unknown')
        text.state = 'sent'
      }
      return
    case 'recover':
      store.outbox.recover()
      for (const each of model.sent) if (each.state === 'claimed') each.state = 'unknown'
      return
    case 'receive': {
      const peer = at(peers, n) ?? ''
      const event = arrival(reply(peer), { at: model.now })
      const reception = store.messages.receive(event)
      store.messages.receive(event)
      if (reception.kind === 'message') model.received.push({ id: reception.message.id, peer, read: false })
      return
    }
    case 'markRead': {
      const peer = at(peers, n)
      const conversation = store.conversations
        .list('', undefined, 10)
        .items.find((item) => item.peer === peer)
      if (conversation !== undefined) store.conversations.markRead(conversation.id)
      for (const each of model.received) if (each.peer === peer) each.read = true
      return
    }
    case 'done':
      if (inbound === undefined) return
      store.messages.setDone(inbound.id, n % 3 !== 0)
      if (n % 3 !== 0) inbound.read = true
      return
    case 'time':
      model.now += n * 3
  }
}

const reply = (peer: string) => text(randomUUID(), 'reply', { peer })

it('whatever is done in whatever order: order per conversation, one sending for each wish, true counts', () => {
  fc.assert(
    fc.property(commands, (steps) => {
      store.numbers.remove(ourNumber.id)
      store.numbers.save(ourNumber)
      const model: Model = { now: start, sent: [], received: [] }
      for (const step of steps) {
        run(model, step)
        check(model)
      }
    }),
    { numRuns: 40 },
  )
  // And all of it is in the record.
  expect(verifyLedger({ path: folder.path, key: storeKey }, quietJob).broken).toBeUndefined()
})
