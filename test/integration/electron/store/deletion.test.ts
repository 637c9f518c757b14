import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../../../electron/store/connection.ts'
import type { Store } from '../../../../electron/store/store.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  ourNumber,
  start,
  status,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore())
})
afterEach(() => {
  store.close()
  folder.remove()
})

const receive = (id: string, body: string) => {
  const reception = store.messages.receive(arrival(text(id, body)))
  if (reception.kind !== 'message') throw new Error(reception.kind)
  return reception.message
}
const conversation = () => store.conversations.list('', undefined, 10).items[0]

/** Whether any table still holds the words. */
function isAnywhere(words: string): boolean {
  const db = connect(folder.path, storeKey)
  try {
    const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    return tables.some(({ name }) => JSON.stringify(db.all(`SELECT * FROM ${name}`)).includes(words))
  } finally {
    db.close()
  }
}

describe('a deleted message', () => {
  it('is nowhere in the store, the callback that brought it neither', () => {
    const kept = receive('i1', 'This stays')
    const message = receive('i2', 'This shall go')
    expect(isAnywhere('This shall go')).toBe(true)
    expect(store.messages.remove(message.id)).toBe('gone')
    expect(isAnywhere('This shall go')).toBe(false)
    expect(isAnywhere('This stays')).toBe(true)
    expect(store.messages.get(message.id)).toBeUndefined()
    expect(conversation()).toMatchObject({ unread: 1, at: kept.at, last: { preview: 'This stays' } })
    expect(store.messages.unread()).toBe(1)
    expect(store.messages.remove(message.id)).toBe('notFound')
  })

  it('does not come back by a doubled callback, and the next text comes', () => {
    const { id } = receive('i1', 'This shall go')
    store.messages.remove(id)
    expect(store.messages.receive(arrival(text('i1', 'This shall go')))).toEqual({ kind: 'forgotten' })
    expect(isAnywhere('This shall go')).toBe(false)
    receive('i2', 'Another one')
    expect(store.messages.count()).toBe(1)
  })

  it('of ours: what is said of it later is not kept', () => {
    const { id } = store.outbox.queue(draft('Ours, to go'), start).message
    store.outbox.claim(id, start, 1)
    expect(store.messages.remove(id)).toBe('claimed')
    store.outbox.settle(id, { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' }, start)
    store.messages.receive(arrival(status('p1', 'sent', { peer: customer, body: 'Ours, to go' })))
    expect(store.messages.remove(id)).toBe('gone')
    const late = arrival(status('p1', 'delivered', { peer: customer, body: 'Ours, to go' }))
    expect(store.messages.receive(late)).toEqual({ kind: 'forgotten' })
    expect(isAnywhere('Ours, to go')).toBe(false)
    expect(store.events.count()).toBe(0)
  })

  it('is not sent after all by a late press of Send', () => {
    const late = draft('Not any more')
    store.outbox.queue(late, start)
    store.messages.remove(late.id)
    expect(() => store.outbox.queue(late, start)).toThrow('app.notFound')
    expect(store.outbox.due(start)).toBeUndefined()
  })

  it('leaves its conversation where it was, when it was the only one', () => {
    const { id, at } = receive('i1', 'The only one')
    store.messages.remove(id)
    expect(conversation()).toMatchObject({ at, unread: 0 })
    expect(conversation()?.last).toBeUndefined()
  })
})

describe('a deleted conversation', () => {
  it('goes with all that is its own: texts, name, draft, what waited', () => {
    receive('i1', 'A text of theirs')
    const id = conversation()?.id ?? ''
    store.conversations.setName(id, 'Ada Lovelace')
    store.conversations.saveDraft(id, 'A draft to them')
    store.outbox.queue(draft('One that waits'), start)
    store.numbers.save({ ...ourNumber, id: 7 })
    const other = store.messages.receive(arrival(text('i2', 'Elsewhere', { numberId: 7 }), { numberId: 7 }))
    expect(store.conversations.remove(id)).toHaveLength(2)
    for (const words of ['of theirs', 'A draft to them', 'One that waits'])
      expect(isAnywhere(words)).toBe(false)
    expect(store.outbox.waiting().queued).toBe(0)
    expect(store.messages.unread()).toBe(1)
    // The same person in another conversation keeps the name.
    expect(isAnywhere('Ada Lovelace')).toBe(true)
    if (other.kind !== 'message') throw new Error(other.kind)
    store.conversations.remove(other.message.conversationId)
    expect(isAnywhere('Ada Lovelace')).toBe(false)
    expect(store.conversations.remove(id)).toBe('notFound')
  })

  it('stays while a text of it is on its way', () => {
    const { message } = store.outbox.queue(draft('On its way'), start)
    store.outbox.claim(message.id, start, 1)
    expect(store.conversations.remove(message.conversationId)).toBe('claimed')
    expect(store.messages.get(message.id)?.state).toBe('claimed')
  })
})

describe('a text that is taken back', () => {
  it('is gone, and its words are the draft, before what stood there', () => {
    const { message } = store.outbox.queue(draft('Take me back'), start, start + 5000)
    store.conversations.saveDraft(message.conversationId, 'Typed since')
    expect(store.outbox.cancel(message.id)).toMatchObject({ gone: true, message: { body: 'Take me back' } })
    expect(store.messages.get(message.id)).toBeUndefined()
    expect(conversation()?.draft).toBe('Take me back\nTyped since')
    expect(store.outbox.cancel(message.id)).toBeUndefined()
  })

  it('must not have been claimed', () => {
    const { message } = store.outbox.queue(draft('Too late'), start)
    store.outbox.claim(message.id, start, 1)
    expect(store.outbox.cancel(message.id)).toBeUndefined()
    expect(store.messages.get(message.id)?.state).toBe('claimed')
  })

  it('goes back to where it stood, when it was to be sent again', () => {
    const { id } = store.outbox.queue(draft('Again'), start).message
    store.outbox.claim(id, start, 1)
    store.outbox.settle(id, { kind: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } }, start)
    expect(store.outbox.requeue(id)?.state).toBe('queued')
    expect(store.outbox.cancel(id)).toMatchObject({
      gone: false,
      message: { state: 'unknown', error: { code: 'aircall.noClearAnswer' } },
    })
    expect(store.outbox.due(start)).toBeUndefined()
    // And what was its first try can still be heard of.
    store.messages.receive(arrival(status('p1', 'delivered', { peer: customer, body: 'Again' })))
    expect(store.messages.get(id)?.state).toBe('delivered')
  })
})

describe('a text that is held', () => {
  it('is due when its hold is over, or when holds are ended', () => {
    const { message } = store.outbox.queue(draft('Held'), start, start + 5000)
    expect(message.heldUntil).toBe(start + 5000)
    expect(store.outbox.due(start + 4999)).toBeUndefined()
    expect(store.outbox.nextDueAt(start)).toBe(start + 5000)
    expect(store.outbox.due(start + 5000)?.id).toBe(message.id)
    expect(store.outbox.release()).toBe(1)
    expect(store.outbox.due(start)?.heldUntil).toBeUndefined()
    expect(store.outbox.release()).toBe(0)
  })
})

describe('segments', () => {
  it('are counted when they are claimed, and not when nothing left', () => {
    const [first = '', second = ''] = ['a', 'b'].map(
      (body) => store.outbox.queue(draft(body), start).message.id,
    )
    store.outbox.claim(first, start, 3)
    expect(store.outbox.spent(ourNumber.id, start - 1)).toEqual([{ at: start, segments: 3 }])
    const later = {
      kind: 'later',
      error: { code: 'aircall.unreachable', detail: {} },
      notBefore: start,
    } as const
    store.outbox.settle(first, later, start)
    expect(store.outbox.spent(ourNumber.id, start - 1)).toEqual([])
    store.outbox.cancel(first)
    store.outbox.claim(second, start + 1, 1)
    expect(store.outbox.spent(ourNumber.id, start + 1)).toEqual([])
  })

  it('over the limits: the text waits, and says so', () => {
    const { id } = store.outbox.queue(draft('a'), start).message
    const error = { code: 'text.overBudget', detail: { until: start + 9 } } as const
    expect(store.outbox.defer(id, error, start + 9)).toMatchObject({ state: 'queued', error })
    expect(store.outbox.due(start + 8)).toBeUndefined()
    expect(store.outbox.due(start + 9)?.id).toBe(id)
  })
})

describe('a store that was put back', () => {
  it('sends nothing by itself that may have been sent since', () => {
    const [queued = '', claimed = ''] = ['a', 'b'].map(
      (body) =>
        store.outbox.queue(draft(body, { to: `+1302306302${body === 'a' ? 1 : 2}` }), start).message.id,
    )
    store.outbox.claim(claimed, start, 1)
    const error = { code: 'aircall.noClearAnswer', detail: {} } as const
    expect(store.outbox.doubt(error)).toBe(2)
    expect([queued, claimed].map((id) => store.messages.get(id)?.state)).toEqual(['unknown', 'unknown'])
    expect(store.outbox.due(start)).toBeUndefined()
  })
})
