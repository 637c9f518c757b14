import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maskTokens } from '../../../../electron/store/events.ts'
import { connect } from '../../../../electron/store/connection.ts'
import { openStore } from '../../../../electron/store/open.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { defaultSettings } from '../../../../shared/model/settings.ts'
import {
  arrival,
  draft,
  newStore,
  openAt,
  ourNumber,
  silentLog,
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

const registration = {
  numberId: ourNumber.id,
  callbackUrl: 'https://a.example/callback/secret-path',
  token: 'secret-token',
  registeredAt: start,
}

describe('numbers', () => {
  it('are saved, replaced and listed; the registration stays until it is forgotten', () => {
    expect(store.numbers.registration(ourNumber.id)).toBeUndefined()
    store.numbers.saveRegistration(registration)
    const plain = { id: ourNumber.id, name: 'New', digits: '1', e164: '+16268009000', practice: true }
    store.numbers.save(plain)
    expect(store.numbers.get(ourNumber.id)).toEqual(plain)
    expect(store.numbers.list()).toEqual([plain])
    expect(store.numbers.registration(ourNumber.id)).toEqual(registration)
    store.numbers.forgetRegistration(ourNumber.id)
    expect(store.numbers.registration(ourNumber.id)).toBeUndefined()
    expect(store.numbers.get(1)).toBeUndefined()
  })

  it('go with all that is theirs, and nothing else', () => {
    store.numbers.save({ ...ourNumber, id: 7 })
    const mine = store.messages.receive(arrival(text('p1', 'Hi')))
    const other = store.messages.receive(arrival(text('p1', 'Hi', { numberId: 7 }), { numberId: 7 }))
    store.outbox.claim(store.outbox.queue(draft('x'), start).message.id, start, 1)
    store.messages.receive(arrival(status('p9', 'sent')))
    store.messages.receive(arrival(text('p2', 'Hi', { numberId: 99 })))
    const gone = store.numbers.remove(ourNumber.id)
    if (mine.kind !== 'message' || other.kind !== 'message') throw new Error('not received')
    expect(gone).toEqual([mine.message.conversationId])
    expect(store.conversations.get(mine.message.conversationId)).toBeUndefined()
    expect(store.messages.get(other.message.id)).toEqual(other.message)
    expect(store.messages.count()).toBe(1)
    expect(store.messages.unread()).toBe(1)
    expect(store.events.count()).toBe(0)
    expect(store.numbers.remove(ourNumber.id)).toEqual([])
  })
})

describe('events', () => {
  it('lists what no message came of, newest first, without tokens', () => {
    store.numbers.saveRegistration(registration)
    const kept = (raw: string) =>
      store.messages.receive(
        arrival({ kind: 'unknownEvent', event: 'number.created', token: undefined }, { raw }),
      )
    expect(kept('{"token": "other-token", "a": 1}')).toEqual({ kind: 'kept', reason: 'unknownEvent' })
    kept('note secret-token note')
    store.messages.receive(arrival(text('p1', 'Hi')))
    store.messages.receive(
      arrival({ kind: 'unreadable', event: undefined, token: undefined }, { raw: 'x'.repeat(9_000) }),
    )
    expect(store.events.count()).toBe(3)
    const [newest, second, oldest] = store.events.list(10)
    expect(newest).toMatchObject({ reason: 'unreadable', body: 'x'.repeat(4_000), at: start })
    expect(newest).not.toHaveProperty('event')
    expect(second).toMatchObject({ event: 'number.created', body: 'note ••• note' })
    expect(oldest?.body).toBe('{"token": "•••", "a": 1}')
    expect(store.events.list(1)).toEqual([newest])
  })

  it.each([
    ['{"token":"abc","x":"y"}', '{"token":"•••","x":"y"}'],
    ['{"x":1,"Token" : "abc', '{"x":1,"Token" : "•••'],
    ['a=1&token=abc&b=2', 'a=1&token=•••&b=2'],
    ['abc and more', '••• and more'],
  ])('masks %j', (body, masked) => {
    expect(maskTokens(body, ['abc'])).toBe(masked)
  })
})

describe('settings', () => {
  it('are the defaults at first, then what was saved', () => {
    expect(store.settings.get()).toEqual(defaultSettings)
    const dark = { ...defaultSettings, theme: 'dark' as const }
    store.settings.save(dark)
    store.close()
    store = openAt(folder.path)
    expect(store.settings.get()).toEqual(dark)
  })

  it.each(['not JSON', '{"theme":"loud"}', '5'])(
    'broken ones (%s) give the defaults and a line',
    (broken) => {
      store.settings.save(defaultSettings)
      store.close()
      const db = connect(folder.path, storeKey)
      db.run("UPDATE settings SET value = ? WHERE name = 'settings'", broken)
      db.close()
      const lines: string[] = []
      const log = { ...silentLog, warn: (what: string) => void lines.push(what) }
      store = openStore({ path: folder.path, key: storeKey, clock: { now: () => start }, log })
      expect(store.settings.get()).toEqual(defaultSettings)
      expect(lines).toEqual(['settings.broken'])
    },
  )

  it('keeps small values, which cannot get in the way of the settings', () => {
    store.settings.setValue('settings', 'x')
    store.settings.setValue('number', '5')
    expect(store.settings.getValue('settings')).toBe('x')
    expect(store.settings.get()).toEqual(defaultSettings)
    store.settings.setValue('number', undefined)
    expect(store.settings.getValue('number')).toBeUndefined()
  })
})
