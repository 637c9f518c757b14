/** What becomes of a text after its first try: sent again, taken for sent, found claimed at the next start. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SendOutcome, Store } from '../../../../electron/store/store.ts'
import type { ErrorValue } from '../../../../shared/errors.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  openAt,
  start,
  status,
  type TestFolder,
} from '../../../fixtures/store.ts'

const broke: ErrorValue = { code: 'aircall.noClearAnswer', detail: {} }
const accepted = (providerId: string) =>
  ({ kind: 'accepted', providerId, providerStatus: 'pending' }) as const
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

describe('sending again', () => {
  it.each(['failed', 'unknown'] as const)('puts a text that is %s back into the queue', (kind) => {
    const id = claimed()
    store.outbox.settle(id, { kind, error: broke }, start)
    const again = store.outbox.requeue(id)
    expect(again).toMatchObject({ id, state: 'queued' })
    expect(again?.error).toBeUndefined()
    expect(store.outbox.due(start)?.id).toBe(id)
  })

  it('starts anew: bad news of the first try says nothing about the second', () => {
    const id = claimed()
    store.outbox.settle(id, accepted('p1'), start)
    hear('p1', 'undelivered')
    expect(store.outbox.requeue(id)).toMatchObject({ state: 'queued' })
    hear('p1', 'undelivered')
    hear('p1', 'sent')
    expect(state(id)).toBe('queued')
    store.outbox.claim(id, start, 1)
    store.outbox.settle(id, accepted('p2'), start)
    hear('p1', 'undelivered')
    expect(state(id)).toBe('accepted')
    hear('p2', 'sent')
    expect(state(id)).toBe('sent')
  })

  it('is not needed after all when the first try turns out to have arrived', () => {
    const id = claimed()
    store.outbox.settle(id, unknown, start)
    store.outbox.requeue(id)
    hear('q1', 'delivered', described)
    expect(state(id)).toBe('delivered')
    expect(store.outbox.due(start)).toBeUndefined()
  })

  it('is not possible in any other state, nor while the POST may still be out', () => {
    const queued = queue('a')
    expect(store.outbox.requeue(queued)).toBeUndefined()
    const id = claimed('On my way', '+13023063031')
    hear('q1', 'undelivered', { peer: '+13023063031', body: 'On my way' })
    expect(state(id)).toBe('undelivered')
    expect(store.outbox.requeue(id)).toBeUndefined()
    store.outbox.settle(id, accepted('q1'), start)
    expect(store.outbox.requeue(id)?.state).toBe('queued')
  })
})

describe('markSent', () => {
  it('takes the user at their word for unknown texts only', () => {
    const id = claimed()
    expect(store.outbox.markSent(id)).toBeUndefined()
    store.outbox.settle(id, unknown, start)
    const marked = store.outbox.markSent(id)
    expect(marked).toMatchObject({ state: 'sent' })
    expect(marked?.error).toBeUndefined()
    hear('q1', 'delivered', described)
    expect(state(id)).toBe('delivered')
  })
})

describe('recover', () => {
  it('makes unknown what was claimed when the process ended', () => {
    const id = claimed()
    const told = claimed('b', '+13023063031')
    hear('q1', 'sent', { peer: '+13023063031', body: 'b' })
    store.close()
    store = openAt(folder.path)
    expect(state(id)).toBe('claimed')
    expect(store.outbox.recover().map((message) => [message.id, message.state])).toEqual([[id, 'unknown']])
    expect(store.messages.get(id)?.error?.code).toBe('aircall.noClearAnswer')
    expect(state(told)).toBe('sent')
    expect(store.outbox.recover()).toEqual([])
    expect(store.outbox.due(start)).toBeUndefined()
  })
})
