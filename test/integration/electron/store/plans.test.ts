import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Connection } from '../../../../electron/store/connection.ts'
import { listSql } from '../../../../electron/store/conversations.ts'
import { messagesSql } from '../../../../electron/store/messages.ts'
import { dueSql, nextDueSql, waitingSql } from '../../../../electron/store/outbox.ts'
import { newStore, storeKey, type TestFolder } from '../../../fixtures/store.ts'

let db: Connection
let folder: TestFolder
beforeAll(() => {
  const made = newStore()
  made.store.close()
  folder = made.folder
  db = connect(folder.path, storeKey)
})
afterAll(() => {
  db.close()
  folder.remove()
})

/** The steps of SQLite's plan (https://www.sqlite.org/eqp.html). */
const plan = (sql: string): string[] =>
  db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail)

// Reading a table from one end to the other, but for an index in the order of the list, which ends with the page.
const wholeTable = (step: string) => /^SCAN (?!.* USING )/.test(step)
const sorting = (step: string) => step.includes('TEMP B-TREE')

const lists: readonly (readonly [name: string, sql: string, index: string])[] = [
  ['conversations', listSql(false, false), 'conversations_newest'],
  ['conversations, a later page', listSql(false, true), 'conversations_newest'],
  ['conversations, searching', listSql(true, true), 'conversations_newest'],
  ['a conversation', messagesSql.page(false), 'messages_page'],
  ['a conversation, an earlier page', messagesSql.page(true), 'messages_page'],
  ['notifications', messagesSql.notifications(false, false, false), 'messages_inbound'],
  ['notifications, a later page', messagesSql.notifications(false, false, true), 'messages_inbound'],
  ['notifications, unread', messagesSql.notifications(true, false, false), 'messages_unread'],
  ['notifications, unread, a later page', messagesSql.notifications(true, false, true), 'messages_unread'],
  ['notifications, searching', messagesSql.notifications(false, true, true), 'messages_inbound'],
  ['texts that wait', waitingSql, 'messages_queued'],
  ['notifications, unread, searching', messagesSql.notifications(true, true, true), 'messages_unread'],
]

describe('lists', () => {
  it.each(lists)('%s: in the order of an index, no sorting, no skipping', (_, sql, index) => {
    const steps = plan(sql)
    expect(steps).toContainEqual(expect.stringMatching(new RegExp(`INDEX ${index}( |$)`)))
    expect(steps.filter(sorting)).toEqual([])
    expect(steps.filter(wholeTable)).toEqual([])
    expect(sql).not.toMatch(/OFFSET/i)
  })
})

describe('the outbox', () => {
  it('finds what is due without looking at what was sent', () => {
    for (const sql of [dueSql, nextDueSql]) {
      const steps = plan(sql)
      expect(steps[0]).toMatch(/INDEX messages_queued/)
      expect(steps.filter(wholeTable)).toEqual([])
      expect(steps.some((step) => step.includes('INDEX messages_waiting'))).toBe(true)
    }
  })
})

describe('counts', () => {
  it('of what is unread look at unread conversations only', () => {
    expect(plan(messagesSql.unread)).toEqual([expect.stringContaining('INDEX conversations_unread')])
  })
})
