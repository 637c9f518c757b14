import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../../../electron/store/connection.ts'
import { mediaSql } from '../../../../electron/store/media.ts'
import { migrateDown, migrations } from '../../../../electron/store/migrations.ts'
import type { Store } from '../../../../electron/store/store.ts'
import type { Message } from '../../../../shared/model/message.ts'
import {
  arrival,
  newStore,
  openAt,
  ourNumber,
  start,
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

const urls = ['https://a.example/1.png', 'https://a.example/2.png']
const file = (n: number): string => String(n).repeat(32)
const png = { kind: 'image', type: 'image/png', size: 12 } as const

function receive(providerId: string, mediaUrls: readonly string[], at = start): Message {
  const reception = store.messages.receive(
    arrival(text(providerId, 'Look', { mediaUrls: [...mediaUrls] }), { at }),
  )
  if (reception.kind !== 'message') throw new Error(reception.kind)
  return reception.message
}
const ids = (message: Message): string[] => message.media?.map(({ id }) => id) ?? []
const now = (message: Message): Message['media'] => store.messages.get(message.id)?.media

describe('an inbound text', () => {
  test('has an entry for each of its photos, in their order', () => {
    const message = receive('p1', urls)
    expect(message.media?.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(store.media.due(start, 10)).toEqual(
      ids(message).map((id, n) => ({ id, messageId: message.id, url: urls[n], tries: 0, at: message.at })),
    )
    const [page] = store.messages.page(message.conversationId, undefined, 10).items
    expect(page?.media).toEqual(message.media)
    expect(store.messages.notifications('all', '', undefined, 10).items[0]?.message.media).toEqual(
      message.media,
    )
  })

  test('received again has them once', () => {
    receive('p1', urls)
    const again = receive('p1', urls)
    expect(again.media).toHaveLength(2)
    expect(store.media.due(start, 10)).toHaveLength(2)
  })

  test('without photos has none, and an outbound one neither', () => {
    expect(receive('p1', []).media).toBeUndefined()
    const { message } = store.outbox.queue(
      { id: crypto.randomUUID(), numberId: ourNumber.id, to: '+13023063029', body: '', mediaUrls: urls },
      start,
    )
    expect(message.media).toBeUndefined()
    expect(store.media.due(start, 10)).toEqual([])
  })
})

describe('a photo', () => {
  test('is stored', () => {
    const message = receive('p1', urls)
    const [id = '', other = ''] = ids(message)
    expect(store.media.settle(id, { kind: 'stored', file: file(1), as: png })).toBe(true)
    expect(now(message)).toEqual([
      { id, state: 'stored', ...png },
      { id: other, state: 'waiting', late: false },
    ])
    expect(store.media.get(id)).toEqual({
      id,
      messageId: message.id,
      at: message.at,
      position: 0,
      file: file(1),
      ...png,
    })
    expect(store.media.get(other)).toBeUndefined()
    expect(store.media.files()).toEqual([file(1)])
    // A second answer changes nothing.
    expect(store.media.settle(id, { kind: 'stored', file: file(2), as: png })).toBe(false)
    expect(store.media.retry(id)).toBeUndefined()
    expect(store.media.get(id)?.file).toBe(file(1))
  })

  test('is tried again later, and sooner when there is a network again', () => {
    const message = receive('p1', urls)
    const [id = '', other = ''] = ids(message)
    store.media.settle(id, { kind: 'again', failure: 'unreached', notBefore: start + 500 })
    store.media.settle(other, { kind: 'again', failure: 'trouble', notBefore: start + 900 })
    expect(store.media.due(start + 499, 10)).toEqual([])
    expect(store.media.nextDueAt(start)).toBe(start + 500)
    expect(store.media.due(start + 500, 10)).toMatchObject([{ id, tries: 1 }])
    expect(store.media.nextDueAt(start + 500)).toBe(start + 900)
    expect(store.messages.get(message.id)?.media).toMatchObject([{ late: true }, { late: true }])
    store.media.hurry()
    expect(store.media.due(start, 10)).toMatchObject([{ id }])
  })

  test('expires, or is refused, and can be tried again', () => {
    const message = receive('p1', urls)
    const [id = '', other = ''] = ids(message)
    store.media.settle(id, { kind: 'again', failure: 'denied', notBefore: start + 1 })
    store.media.settle(id, { kind: 'expired' })
    store.media.settle(other, { kind: 'refused', reason: 'tooLarge' })
    expect(now(message)).toEqual([
      { id, state: 'expired' },
      { id: other, state: 'refused', reason: 'tooLarge' },
    ])
    expect(store.media.due(start + 10, 10)).toEqual([])
    expect(store.media.nextDueAt(start)).toBeUndefined()
    expect(store.media.retry(id)).toBe(message.id)
    expect(store.media.due(start, 10)).toMatchObject([{ id, tries: 0 }])
    expect(store.media.retry(crypto.randomUUID())).toBeUndefined()
  })

  test('whose file is lost is fetched anew', () => {
    const message = receive('p1', urls)
    const [id = ''] = ids(message)
    store.media.settle(id, { kind: 'stored', file: file(1), as: png })
    expect(store.media.lost([file(2), file(1)])).toEqual([message.id])
    expect(now(message)?.[0]).toEqual({ id, state: 'waiting', late: false })
    expect(store.media.files()).toEqual([])
  })
})

test('the file of a deleted photo is named for removal until it is removed', () => {
  const [id = ''] = ids(receive('p1', urls))
  store.media.settle(id, { kind: 'stored', file: file(1), as: png })
  expect(store.media.removed()).toEqual([])
  // The deletion goes through numbers, conversations and messages down to the photo.
  store.numbers.remove(ourNumber.id)
  expect(store.media.files()).toEqual([])
  expect(store.media.removed()).toEqual([file(1)])
  expect(store.media.settle(id, { kind: 'expired' })).toBe(false)
  store.media.forgetRemoved([file(1)])
  expect(store.media.removed()).toEqual([])
})

test('what is due is found without looking at what is stored', () => {
  store.close()
  const db = connect(folder.path, storeKey)
  for (const sql of [mediaSql.due, mediaSql.nextDue]) {
    const steps = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail)
    expect(steps[0]).toMatch(/INDEX media_waiting/)
    expect(steps.filter((step) => /TEMP B-TREE|^SCAN (?!.* USING )/.test(step))).toEqual([])
  }
  db.close()
})

test('texts that came before photos were fetched get entries for theirs', () => {
  const odd = 'https://a.example/\ud800'
  const before = [receive('p1', urls), receive('p2', []), receive('p3', [odd])]
  store.outbox.queue(
    { id: crypto.randomUUID(), numberId: ourNumber.id, to: '+13023063029', body: '', mediaUrls: urls },
    start,
  )
  store.close()
  const db = connect(folder.path, storeKey)
  migrateDown(db, migrations, 3)
  db.close()
  store = openAt(folder.path)
  const after = before.map(({ id }) => store.messages.get(id))
  expect(after.map((message) => message?.media?.map(({ state }) => state))).toEqual([
    ['waiting', 'waiting'],
    undefined,
    ['waiting'],
  ])
  expect(store.media.due(start, 10).map(({ url }) => url)).toEqual([...urls, odd])
  expect(new Set(after.flatMap((message) => message?.media ?? []).map(({ id }) => id)).size).toBe(3)
})
