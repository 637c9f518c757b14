import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type Connection } from '../../../../electron/store/connection.ts'
import { verifyLedger } from '../../../../electron/store/verify-ledger.ts'
import type { Store } from '../../../../electron/store/store.ts'
import type { LedgerReport } from '../../../../shared/core/ledger.ts'
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
beforeEach(() => {
  ;({ store, folder } = newStore(true))
})
afterEach(() => {
  store.close()
  folder.remove()
})

const verify = (): LedgerReport => verifyLedger({ path: folder.path, key: storeKey }, quietJob)
const kindOfBreak = () => verify().broken?.kind

/** Changes the file behind the store's back. */
function tamper(act: (db: Connection) => void): void {
  const db = connect(folder.path, storeKey)
  try {
    act(db)
  } finally {
    db.close()
  }
}

const idOf = (reception: ReturnType<Store['messages']['receive']>): string => {
  if (reception.kind !== 'message') throw new Error(reception.kind)
  return reception.message.id
}
const send = (body: string): string => {
  const { id } = store.outbox.queue(draft(body), start).message
  store.outbox.claim(id, start, 1)
  return id
}
const events = (id: string) => store.messages.trail(id).map(({ event }) => event)

/** A day's work: texts in and out, statuses, a deletion, a text that was taken back. */
function work(): { readonly sent: string; readonly received: string; readonly deleted: string } {
  const sent = send('One')
  store.outbox.settle(sent, { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' }, start)
  store.messages.receive(arrival(status('p1', 'sent')))
  store.messages.receive(arrival(status('p1', 'delivered')))
  const received = idOf(store.messages.receive(arrival(text('i1', 'Two 👍🏽'))))
  const deleted = idOf(store.messages.receive(arrival(text('i2', 'Three'))))
  store.messages.remove(deleted)
  store.outbox.cancel(store.outbox.queue(draft('Four'), start).message.id)
  send('Five')
  return { sent, received, deleted }
}

describe('the ledger', () => {
  it('has an entry for each state of a message, and holds', () => {
    const { sent, received, deleted } = work()
    expect(events(sent)).toEqual(['queued', 'claimed', 'accepted', 'sent', 'delivered'])
    expect(events(received)).toEqual(['received'])
    expect(events(deleted)).toEqual(['received', 'deleted'])
    expect(verify()).toEqual({ entries: 12, messages: 3 })
  })

  it('tells who brought a change about, and the provider’s words', () => {
    const id = send('One')
    store.outbox.settle(id, { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' }, start)
    store.messages.receive(arrival(status('p1', 'buffered')))
    store.messages.receive(arrival(status('p1', 'delivered')))
    expect(store.messages.trail(id).map(({ event, detail }) => [event, detail.by, detail.word])).toEqual([
      ['queued', 'user', undefined],
      ['claimed', 'tern', undefined],
      ['accepted', 'answer', 'pending'],
      ['heard', 'callback', 'buffered'],
      ['delivered', 'callback', 'delivered'],
    ])
  })

  it('does not grow by what was said before', () => {
    work()
    const { entries } = verify()
    store.messages.receive(arrival(status('p1', 'delivered')))
    store.messages.receive(arrival(status('p1', 'sent')))
    store.messages.receive(arrival(text('i1', 'Two 👍🏽')))
    expect(verify().entries).toBe(entries)
  })

  it('notes what became of a notification, and that a text was read', () => {
    const { received } = work()
    store.messages.noteNotifications([
      { messageId: received, askedAt: start, outcome: 'suppressed', why: 'switchedOff' },
      { messageId: '00000000-0000-4000-8000-000000000000', askedAt: start, outcome: 'shown' },
    ])
    const conversationId = store.messages.get(received)?.conversationId ?? ''
    store.conversations.markRead(conversationId)
    expect(events(received)).toEqual(['received', 'notified', 'read'])
    expect(store.messages.trail(received)[1]?.detail).toMatchObject({
      outcome: 'suppressed',
      why: 'switchedOff',
    })
    expect(verify().broken).toBeUndefined()
  })

  it('holds after practice numbers went with all that was theirs', () => {
    const { received } = work()
    store.numbers.remove(ourNumber.id)
    expect(events(received).at(-1)).toBe('deleted')
    expect(verify()).toMatchObject({ messages: 0 })
    expect(verify().broken).toBeUndefined()
  })

  it('holds nothing of what messages say', () => {
    work()
    tamper((db) => {
      const all = JSON.stringify(db.all('SELECT * FROM ledger'))
      for (const word of ['One', 'Two', 'Three', 'Four', '+13023063029', '13023063029'])
        expect(all).not.toContain(word)
    })
  })
})

describe('a record that was changed behind its back', () => {
  it('a text that says something else', () => {
    const { received } = work()
    tamper((db) => db.run(`UPDATE messages SET body = 'Two' WHERE id = ?`, received))
    expect(verify().broken).toMatchObject({ kind: 'content', messageId: received })
  })

  it('a text that came from somebody else', () => {
    work()
    tamper((db) => {
      db.run(`INSERT INTO people (peer) VALUES ('+13023063030')`)
      db.run(`UPDATE conversations SET peer = '+13023063030'`)
    })
    expect(kindOfBreak()).toBe('content')
  })

  it('a state that nobody brought about', () => {
    const { sent } = work()
    tamper((db) => db.run(`UPDATE messages SET state = 'failed' WHERE id = ?`, sent))
    expect(verify().broken).toMatchObject({ kind: 'state', messageId: sent })
  })

  it('a message that is gone without a word', () => {
    const { received } = work()
    tamper((db) => db.run('DELETE FROM messages WHERE id = ?', received))
    expect(verify().broken).toMatchObject({ kind: 'missing', messageId: received })
  })

  it('a message that came by another way', () => {
    const { received } = work()
    const id = '00000000-0000-4000-8000-000000000009'
    tamper((db) =>
      db.run(
        `INSERT INTO messages (id, conversation_id, number_id, direction, body, media, state, verified, at, read, done)
           SELECT ?, conversation_id, number_id, direction, body, media, state, verified, at, read, done
           FROM messages WHERE id = ?`,
        id,
        received,
      ),
    )
    expect(verify().broken).toMatchObject({ kind: 'unrecorded', messageId: id })
  })

  it.each([
    ['changed', `UPDATE ledger SET at = at + 1 WHERE seq = 4`, 4],
    ['another state', `UPDATE ledger SET event = 'failed' WHERE seq = 5`, 5],
    ['taken out', `DELETE FROM ledger WHERE seq = 6`, 6],
    [
      'taken out, and the rest moved up',
      `DELETE FROM ledger WHERE seq = 6; UPDATE ledger SET seq = seq - 1 WHERE seq > 6`,
      6,
    ],
    ['made up', `INSERT INTO ledger VALUES (99, 1, 'x', 'deleted', '{}', NULL, 'y')`, 13],
  ])('an entry: %s', (_, sql, seq) => {
    work()
    tamper((db) => db.exec(sql))
    expect(verify().broken).toMatchObject({ kind: 'chain', seq })
  })
})
