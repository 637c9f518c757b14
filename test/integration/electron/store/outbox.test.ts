import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SendOutcome, Store } from '../../../../electron/store/store.ts'
import type { ErrorValue } from '../../../../shared/errors.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  start,
  status,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

const broke: ErrorValue = { code: 'aircall.noClearAnswer', detail: {} }
const refused: ErrorValue = { code: 'aircall.refused', detail: { status: 422 } }
const busy: ErrorValue = { code: 'aircall.tooManyRequests', detail: {} }
const accepted = (providerId: string, parts: Partial<SendOutcome & { kind: 'accepted' }> = {}) =>
  ({ kind: 'accepted', providerId, providerStatus: 'pending', ...parts }) as const
const unknown: SendOutcome = { kind: 'unknown', error: broke }

let store: Store
let folder: TestFolder

beforeEach(() => {
  ;({ store, folder } = newStore())
})
afterEach(() => {
  store.close()
  folder.remove()
})

const queue = (body = 'On my way', to = customer): string =>
  store.outbox.queue(draft(body, { to }), start).message.id
const claimed = (body?: string, to?: string): string => {
  const id = queue(body, to)
  expect(store.outbox.claim(id, start, 1)?.state).toBe('claimed')
  return id
}
const hear = (...args: Parameters<typeof status>) => store.messages.receive(arrival(status(...args)))
const described = { peer: customer, body: 'On my way' }
const state = (id: string) => store.messages.get(id)?.state

describe('queue', () => {
  it('stores a text once for a draft id', () => {
    const one = draft('Hi', { mediaUrls: ['https://a.example/1.png'] })
    const first = store.outbox.queue(one, start)
    expect(first).toMatchObject({
      fresh: true,
      message: { id: one.id, state: 'queued', direction: 'outbound', body: 'Hi', read: true, at: start },
    })
    expect(store.outbox.queue({ ...one, body: 'changed' }, start + 5)).toEqual({ ...first, fresh: false })
    expect(store.messages.count()).toBe(1)
  })

  it('refuses a number that is not ours, and leaves nothing behind', () => {
    const act = () => store.outbox.queue(draft('Hi', { numberId: 99 }), start)
    expect(act).toThrow(expect.objectContaining({ code: 'app.notFound' }))
    expect(store.conversations.list('', undefined, 10).items).toEqual([])
  })
})

describe('due', () => {
  it('holds back later texts of a conversation, not those of others', () => {
    const [a, b] = [queue('a'), queue('b')]
    const c = queue('c', '+13023063030')
    expect(store.outbox.due(start)?.id).toBe(a)
    store.outbox.claim(a, start, 1)
    expect(store.outbox.due(start)?.id).toBe(c)
    store.outbox.claim(c, start, 1)
    expect(store.outbox.due(start)).toBeUndefined()
    store.outbox.settle(a, unknown, start)
    expect(store.outbox.due(start)?.id).toBe(b)
  })

  it('waits for the time that "later" named, and says when that is', () => {
    const a = claimed('a')
    queue('b')
    const later = store.outbox.settle(a, { kind: 'later', error: busy, notBefore: start + 500 }, start)
    expect(later).toMatchObject({ state: 'queued', error: busy })
    expect(store.outbox.due(start)).toBeUndefined()
    expect(store.outbox.nextDueAt(start)).toBe(start + 500)
    expect(store.outbox.due(start + 500)?.id).toBe(a)
    expect(store.outbox.claim(a, start, 1)?.error).toBeUndefined()
    expect(store.outbox.nextDueAt(start)).toBeUndefined()
  })

  it('does not wait for a clock that was set back', () => {
    const id = claimed()
    store.outbox.settle(id, { kind: 'later', error: busy, notBefore: start + 60_000 }, start)
    expect(store.outbox.due(start)).toBeUndefined()
    const hourBefore = start - 3_600_000
    expect(store.outbox.due(hourBefore)?.id).toBe(id)
    expect(store.outbox.nextDueAt(hourBefore)).toBeUndefined()
  })

  it('is claimed once', () => {
    const id = claimed()
    expect(store.outbox.claim(id, start, 1)).toBeUndefined()
  })
})

describe('settle', () => {
  it('keeps the provider id, time and status', () => {
    const id = claimed()
    expect(store.outbox.settle(id, accepted('p1', { providerAt: 7 }), start)).toMatchObject({
      state: 'accepted',
      providerAt: 7,
    })
    hear('p1', 'sent')
    expect(state(id)).toBe('sent')
  })

  it('shows a word that is not known until a known one comes', () => {
    const id = claimed()
    const answer = accepted('p1', { providerStatus: 'buffered', providerAt: 7 })
    expect(store.outbox.settle(id, answer, start)).toMatchObject({
      state: 'accepted',
      providerStatus: 'buffered',
    })
    hear('p1', 'delivered', { providerAt: 9 })
    expect(store.messages.get(id)).toMatchObject({ state: 'delivered' })
    expect(store.messages.get(id)?.providerStatus).toBeUndefined()
    hear('p1', 'seen', { providerAt: 11 })
    expect(store.messages.get(id)).toMatchObject({ state: 'delivered', providerStatus: 'seen' })
  })

  it('keeps why it failed or is unknown', () => {
    expect(store.outbox.settle(claimed('a'), { kind: 'failed', error: refused }, start)).toMatchObject({
      state: 'failed',
      error: refused,
    })
    expect(store.outbox.settle(claimed('b'), unknown, start)).toMatchObject({
      state: 'unknown',
      error: broke,
    })
    expect(store.outbox.waiting()).toEqual({ queued: 0, unknown: 1, failed: 1 })
  })

  it('finds the callback that came before the answer, with and without its text', () => {
    const id = claimed()
    expect(hear('p1', 'delivered')).toEqual({ kind: 'kept', reason: 'unknownMessage' })
    expect(store.events.count()).toBe(1)
    expect(store.outbox.settle(id, accepted('p1'), start).state).toBe('delivered')
    expect(store.events.count()).toBe(0)

    const other = claimed('On my way')
    expect(hear('p2', 'sent', described)).toMatchObject({ kind: 'status', changed: true })
    expect(store.outbox.settle(other, accepted('p2'), start).state).toBe('sent')
  })

  it('does not send again what a callback has told of', () => {
    const id = claimed()
    hear('q1', 'sent', described)
    store.outbox.settle(id, { kind: 'later', error: busy, notBefore: start }, start)
    expect(state(id)).toBe('sent')
    expect(store.outbox.due(start)).toBeUndefined()
  })

  it('says so when there is no such message', () => {
    expect(() => store.outbox.settle('nobody', unknown, start)).toThrow(
      expect.objectContaining({ code: 'app.notFound' }),
    )
  })
})

describe('a status', () => {
  it('moves an unknown text on, matched by number, person and text', () => {
    const id = claimed('On my way\r\n')
    store.outbox.settle(id, unknown, start)
    expect(hear('q1', 'sent', { peer: customer, body: 'something else' }).kind).toBe('kept')
    expect(hear('q1', 'sent', { peer: '+13020000000', body: 'On my way' }).kind).toBe('kept')
    expect(hear('q1', 'sent', described)).toMatchObject({
      kind: 'status',
      changed: true,
      message: { id, state: 'sent' },
    })
    expect(store.messages.get(id)?.error).toBeUndefined()
    // From now on the id alone is enough.
    expect(hear('q1', 'delivered')).toMatchObject({ message: { id, state: 'delivered' } })
    expect(hear('q1', 'delivered')).toMatchObject({ changed: false })
  })

  it('is not for a text of another week', () => {
    const id = claimed()
    store.outbox.settle(id, unknown, start)
    const late = arrival(status('q1', 'sent', described), { at: start + 7 * 24 * 60 * 60_000 })
    expect(store.messages.receive(late).kind).toBe('kept')
    const early = arrival(status('q1', 'sent', described), { at: start - 60 * 60_000 })
    expect(store.messages.receive(early).kind).toBe('kept')
  })

  it('is not for a text that has not left', () => {
    queue()
    expect(hear('q1', 'sent', described).kind).toBe('kept')
    const id = claimed('b')
    store.outbox.settle(id, { kind: 'later', error: busy, notBefore: start }, start)
    expect(hear('q2', 'sent', { peer: customer, body: 'b' }).kind).toBe('kept')
  })

  it('with other ids than the POST moves the same text on', () => {
    const id = claimed()
    store.outbox.settle(id, accepted('p1'), start)
    hear('q1', 'sent', described)
    expect(state(id)).toBe('sent')
    hear('q2', 'delivered', described)
    expect(state(id)).toBe('delivered')
  })

  it.each([
    ['sent', 'delivered'],
    ['delivered', 'sent'],
    ['undelivered', 'sent'],
  ] as const)(
    'goes to the right one of two equal texts once the answer says which (%s, %s)',
    (ofSecond, ofLost) => {
      const lost = claimed()
      store.outbox.settle(lost, unknown, start)
      const second = claimed()
      // Of the second, but its answer is not here yet: the older one is the better guess.
      hear('p2', ofSecond, described)
      hear('p1', ofLost, described)
      store.outbox.settle(second, accepted('p2'), start)
      expect([state(lost), state(second)]).toEqual([ofLost, ofSecond])
      expect(store.events.count()).toBe(0)
    },
  )

  it('of an inbound message is understood', () => {
    hear('p1', 'received')
    expect(store.events.count()).toBe(1)
    store.messages.receive(arrival(text('p1', 'Hi')))
    expect(store.events.count()).toBe(0)
    expect(hear('p1', 'received')).toMatchObject({ kind: 'status', changed: false })
  })

  it('shows in the conversation list', () => {
    const id = claimed()
    store.outbox.settle(id, accepted('p1'), start)
    hear('p1', 'delivered')
    expect(store.conversations.list('', undefined, 1).items[0]?.last?.state).toBe('delivered')
  })
})
