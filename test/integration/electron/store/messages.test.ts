import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../../electron/store/store.ts'
import type { Message } from '../../../../shared/model/message.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  openAt,
  ourNumber,
  start,
  status,
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

const receiveText = (...args: Parameters<typeof text>): Message => {
  const reception = store.messages.receive(arrival(text(...args)))
  if (reception.kind !== 'message') throw new Error(`got ${reception.kind}`)
  return reception.message
}

describe('receive, a text', () => {
  it('makes a message, a conversation and an unread mark', () => {
    const message = receiveText('p1', 'Hello', { mediaUrls: ['https://a.example/1.png'], providerAt: 5 })
    expect(message).toMatchObject({
      direction: 'inbound',
      state: 'received',
      body: 'Hello',
      peer: customer,
      numberId: ourNumber.id,
      mediaUrls: ['https://a.example/1.png'],
      verified: true,
      read: false,
      done: false,
      at: start,
      providerAt: 5,
    })
    expect(store.conversations.list('', undefined, 10)).toEqual({
      items: [
        {
          id: message.conversationId,
          numberId: ourNumber.id,
          peer: customer,
          unread: 1,
          draft: '',
          at: start,
          last: { direction: 'inbound', state: 'received', preview: 'Hello', media: 1 },
        },
      ],
      more: false,
    })
    expect(store.messages.unread()).toBe(1)
    expect(store.messages.get(message.id)).toEqual(message)
  })

  it('takes the same provider id twice for one message, the same text twice for two', () => {
    const first = receiveText('p1', 'Yes')
    const again = store.messages.receive(arrival(text('p1', 'Yes')))
    expect(again).toEqual({ kind: 'message', message: first, fresh: false })
    receiveText('p2', 'Yes')
    expect(store.messages.count()).toBe(2)
    expect(store.messages.unread()).toBe(2)
  })

  it.each([
    'a\0b',
    '\0',
    'lone \ud83d high',
    'lone \udc00 low',
    '\ud83d\ude00 whole',
    '\udc00\ud83d',
    'non-character \ufdd0 and \ufdd00041',
    'Zoë  👩‍👩‍👧',
    '',
    '%_\\',
  ])('gives %j back as it came', (body) => {
    const { id, conversationId } = receiveText('p1', body)
    expect(store.messages.get(id)?.body).toBe(body)
    store.close()
    store = openAt(folder.path)
    expect(store.messages.get(id)?.body).toBe(body)
    store.conversations.saveDraft(conversationId, body)
    expect(store.conversations.get(conversationId)?.draft).toBe(body)
  })

  it('keeps a short code, and one conversation for each number', () => {
    const other = { ...ourNumber, id: 7, e164: '+16268009001' }
    store.numbers.save(other)
    expect(receiveText('p1', 'code', { peer: '24273' }).peer).toBe('24273')
    const a = receiveText('p2', 'to one')
    const b = store.messages.receive(arrival(text('p2', 'to the other', { numberId: 7 }), { numberId: 7 }))
    expect(b).toMatchObject({ kind: 'message', fresh: true })
    if (b.kind === 'message') expect(b.message.conversationId).not.toBe(a.conversationId)
  })

  it('files under its path what names no number, or one that is not ours; and keeps what comes for none of ours', () => {
    const stranger = arrival(text('p1', 'Hi', { numberId: 99 }))
    const message = { numberId: ourNumber.id, verified: true }
    expect(store.messages.receive(stranger)).toMatchObject({ kind: 'message', message })
    expect(receiveText('p2', 'Hi', { numberId: undefined }).numberId).toBe(ourNumber.id)
    expect(store.messages.count()).toBe(2)
    const gone = arrival(text('p3', 'Hi', { numberId: 99 }), { numberId: 98 })
    expect(store.messages.receive(gone)).toEqual({ kind: 'kept', reason: 'unknownNumber' })
    expect(store.events.list(10).map((event) => event.reason)).toEqual(['unknownNumber'])
  })

  it('keeps the order of storing within a millisecond and over a clock set back a little', () => {
    const { conversationId } = receiveText('p1', 'one')
    receiveText('p2', 'two')
    store.outbox.queue(draft('three'), start - 1_000)
    const { items } = store.messages.page(conversationId, undefined, 10)
    expect(items.map((message) => message.body)).toEqual(['one', 'two', 'three'])
    expect(store.conversations.get(conversationId)?.last?.preview).toBe('three')
  })
})

describe('receive, with another token', () => {
  const receive = (verified: boolean, body: string) =>
    store.messages.receive(arrival(text('p1', body), { verified }))
  const contents = () =>
    store.messages.notifications('all', '', undefined, 10).items.map(({ message }) => ({
      body: message.body,
      verified: message.verified,
    }))

  it('stores the message and says so', () => {
    expect(receive(false, 'Hi')).toMatchObject({ kind: 'message', fresh: true, message: { verified: false } })
  })

  it.each([
    [true, false],
    [false, true],
  ])('is one verified message when the same comes with the right one (%s first)', (first, then) => {
    receive(first, 'Hi')
    expect(receive(then, 'Hi')).toMatchObject({ fresh: false, message: { verified: true } })
    expect(contents()).toEqual([{ body: 'Hi', verified: true }])
    expect(store.messages.unread()).toBe(1)
  })

  it.each([
    [true, false],
    [false, true],
  ])('cannot keep out another text under the same id (%s first)', (first, then) => {
    receive(first, first ? 'real' : 'forged')
    receive(then, then ? 'real' : 'forged')
    expect(contents()).toEqual(
      expect.arrayContaining([
        { body: 'real', verified: true },
        { body: 'forged', verified: false },
      ]),
    )
  })

  it('is not proof for another of our numbers', () => {
    store.numbers.save({ ...ourNumber, id: 7 })
    const reception = store.messages.receive(arrival(text('p1', 'Hi', { numberId: 7 })))
    expect(reception).toMatchObject({ kind: 'message', message: { verified: false, numberId: 7 } })
  })

  it('does not change what became of a text', () => {
    const { message } = store.outbox.queue(draft('Hi'), start)
    store.outbox.claim(message.id, start, 1)
    store.outbox.settle(message.id, { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' }, start)
    const forged = arrival(status('p1', 'delivered'), { verified: false })
    expect(store.messages.receive(forged)).toEqual({ kind: 'kept', reason: 'wrongToken' })
    expect(store.messages.get(message.id)?.state).toBe('accepted')
  })
})

describe('what is read', () => {
  it('markRead answers what changed and brings the count to 0', () => {
    const { conversationId } = receiveText('p1', 'one')
    receiveText('p2', 'two')
    expect(store.conversations.markRead(conversationId).map(({ body, read }) => ({ body, read }))).toEqual([
      { body: 'one', read: true },
      { body: 'two', read: true },
    ])
    expect(store.messages.unread()).toBe(0)
    expect(store.conversations.markRead(conversationId)).toEqual([])
    expect(store.conversations.markRead('nobody')).toEqual([])
  })

  it('setDone marks as read; undoing it does not make it unread', () => {
    const { id, conversationId } = receiveText('p1', 'one')
    expect(store.messages.setDone(id, true)).toMatchObject({ done: true, read: true })
    expect(store.conversations.get(conversationId)?.unread).toBe(0)
    expect(store.messages.setDone(id, true)).toMatchObject({ done: true })
    expect(store.messages.setDone(id, false)).toMatchObject({ done: false, read: true })
    expect(store.messages.unread()).toBe(0)
    const out = store.outbox.queue(draft('x'), start).message
    expect(store.messages.setDone(out.id, true)).toBeUndefined()
  })
})

describe('lists', () => {
  const walk = <T>(
    page: (before: { at: number; id: string } | undefined) => { items: T[]; more: boolean },
    cursor: (item: T) => { at: number; id: string },
    edge: 'first' | 'last',
  ): T[] => {
    const all: T[] = []
    for (let before: { at: number; id: string } | undefined; ;) {
      const { items, more } = page(before)
      all.push(...items)
      const item = edge === 'first' ? items[0] : items.at(-1)
      if (!more || item === undefined) return all
      before = cursor(item)
    }
  }

  it('give each item once, page by page, also where times are equal', () => {
    for (let n = 0; n < 23; n += 1) receiveText(`p${n}`, `text ${n}`, { peer: `+1302306${3000 + (n % 11)}` })
    const notifications = walk(
      (before) => store.messages.notifications('all', '', before, 4),
      ({ message }) => message,
      'last',
    )
    expect(new Set(notifications.map(({ message }) => message.id)).size).toBe(23)
    expect(notifications.length).toBe(23)
    const conversations = walk(
      (before) => store.conversations.list('', before, 3),
      (item) => item,
      'last',
    )
    expect(new Set(conversations.map(({ id }) => id)).size).toBe(11)
    expect(conversations.length).toBe(11)
  })

  it('page a conversation from its end, oldest first within the page', () => {
    const bodies = Array.from({ length: 9 }, (_, n) => `text ${n}`)
    bodies.forEach((body, n) => receiveText(`p${n}`, body))
    const id = store.conversations.list('', undefined, 1).items[0]?.id ?? ''
    const pages = walk(
      (before) => store.messages.page(id, before, 4),
      (item) => item,
      'first',
    ).map(({ body }) => body)
    expect(pages).toEqual([...bodies.slice(5), ...bodies.slice(1, 5), ...bodies.slice(0, 1)])
  })

  it('search names, digits and texts, without case and accents', () => {
    const { conversationId } = receiveText('p1', 'ÉCOLE at 100% \\ _x', { peer: '+33612345678' })
    receiveText('p2', 'Something else', { peer: '24273' })
    store.conversations.setName(conversationId, 'Zoë Über')
    const conversations = (query: string) =>
      store.conversations.list(query, undefined, 10).items.map(({ peer }) => peer)
    const notifications = (query: string) =>
      store.messages.notifications('all', query, undefined, 10).items.map(({ message }) => message.peer)
    for (const query of ['zoe', 'UBER', '06 12 34', '+33 6', ' zoë ']) {
      expect(conversations(query), query).toEqual(['+33612345678'])
      expect(notifications(query), query).toEqual(['+33612345678'])
    }
    for (const query of ['école', 'ECOLE', '100%', '% \\', '_X'])
      expect(notifications(query), query).toEqual(['+33612345678'])
    for (const query of ['%', '_', '\\']) expect(notifications(query), query).toEqual(['+33612345678'])
    expect(conversations('%')).toEqual([])
    expect(notifications('something ELSE')).toEqual(['24273'])
    expect(notifications('nothing like it')).toEqual([])
  })

  it('the unread filter shows what is not read', () => {
    const { id } = receiveText('p1', 'one')
    receiveText('p2', 'two')
    store.messages.setDone(id, true)
    const { items } = store.messages.notifications('unread', '', undefined, 10)
    expect(items.map(({ message }) => message.body)).toEqual(['two'])
  })
})

describe('people and drafts', () => {
  it('a name is given, shown, and taken away', () => {
    const { conversationId } = receiveText('p1', 'one')
    expect(store.conversations.setName(conversationId, '  Ann ')?.name).toBe('Ann')
    expect(store.messages.notifications('all', '', undefined, 1).items[0]?.name).toBe('Ann')
    expect(store.conversations.setName(conversationId, ' ')?.name).toBeUndefined()
    expect(store.conversations.setName('nobody', 'x')).toBeUndefined()
  })

  it('a draft goes when that text is queued, and stays when another is', () => {
    const { conversationId } = receiveText('p1', 'one')
    store.conversations.saveDraft(conversationId, 'on my way')
    store.outbox.queue(draft('something else'), start)
    expect(store.conversations.get(conversationId)?.draft).toBe('on my way')
    store.outbox.queue(draft('on my way'), start)
    expect(store.conversations.get(conversationId)?.draft).toBe('')
  })
})
