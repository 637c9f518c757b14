/** The messages: pages of a conversation, the notifications list, what is unread. */
import * as v from 'valibot'
import type { Message, NotificationItem } from '../../shared/model/message.ts'
import { TrailEntry } from '../../shared/model/trail.ts'
import type { Connection, Value } from './connection.ts'
import type { Deletion } from './deletion.ts'
import type { Ledger } from './ledger.ts'
import { pageOf } from './page.ts'
import { selectMessage, toMessage, type MessageRow } from './rows.ts'
import type { Arrival, MessageStore, Reception } from './store.ts'
import { containing, containingDigits, fold, fromStored } from './text.ts'
import type { Threads } from './threads.ts'

interface TrailRow {
  readonly at: number
  readonly event: string
  readonly detail: string
}

interface NotificationRow extends MessageRow {
  readonly name: string | null
}

/** The statement for a page of a conversation, newest first. Values: conversation, cursor (if any), limit + 1. */
function pageSql(paging: boolean): string {
  const cursor = paging ? ' AND (m.at, m.id) < (?, ?)' : ''
  return `${selectMessage} WHERE m.conversation_id = ?${cursor} ORDER BY m.at DESC, m.id DESC LIMIT ?`
}

/** The statement for the notifications list, newest first. Values: search three times, cursor (if any), limit + 1. */
function notificationsSql(unreadOnly: boolean, searching: boolean, paging: boolean): string {
  const where = [
    `m.direction = 'inbound'`,
    ...(unreadOnly ? ['m.read = 0'] : []),
    ...(searching
      ? [`(coalesce(m.folded, m.body) LIKE ? ESCAPE '\\' OR p.folded LIKE ? ESCAPE '\\' OR c.peer LIKE ?)`]
      : []),
    ...(paging ? ['(m.at, m.id) < (?, ?)'] : []),
  ]
  // CROSS keeps the messages outermost, so that their index gives the order and a page ends early.
  const from = selectMessage.replace('m.error,', 'm.error, p.name,').replace('JOIN', 'CROSS JOIN')
  return `${from} CROSS JOIN people p ON p.peer = c.peer WHERE ${where.join(' AND ')} ORDER BY m.at DESC, m.id DESC LIMIT ?`
}

/** The statements whose cost must not grow with the number of messages. */
export const messagesSql = {
  page: pageSql,
  notifications: notificationsSql,
  unread: 'SELECT coalesce(sum(unread), 0) AS count FROM conversations WHERE unread > 0',
}

export interface MessageStoreNeeds {
  readonly db: Connection
  readonly threads: Threads
  readonly ledger: Ledger
  readonly deletion: Deletion
  readonly receive: (arrival: Arrival) => Reception
}

export function createMessageStore(needs: MessageStoreNeeds): MessageStore {
  const { db, threads, ledger, deletion, receive } = needs
  const get = (id: string): Message | undefined => {
    const row = db.get<MessageRow>(`${selectMessage} WHERE m.id = ?`, id)
    return row === undefined ? undefined : toMessage(row)
  }
  const count = (sql: string): number => db.get<{ count: number }>(sql)?.count ?? 0

  return {
    get,
    page: (conversationId, before, limit) => {
      const cursor: Value[] = before === undefined ? [] : [before.at, before.id]
      const sql = pageSql(before !== undefined)
      const page = pageOf(db.all<MessageRow>(sql, conversationId, ...cursor, limit + 1), limit, toMessage)
      return { items: page.items.reverse(), more: page.more }
    },
    receive,
    notifications: (filter, query, before, limit) => {
      const words = query.trim()
      const like = containing(fold(words))
      const search: Value[] = words === '' ? [] : [like, like, containingDigits(words) ?? '']
      const cursor: Value[] = before === undefined ? [] : [before.at, before.id]
      const sql = notificationsSql(filter === 'unread', words !== '', before !== undefined)
      return pageOf(db.all<NotificationRow>(sql, ...search, ...cursor, limit + 1), limit, toItem)
    },
    setDone: (id, done) =>
      db.transaction(() => {
        const row = db.get<MessageRow>(`${selectMessage} WHERE m.id = ? AND m.direction = 'inbound'`, id)
        if (row === undefined) return undefined
        // What is ticked off has been seen; unticking does not make it unseen.
        const read = done || row.read === 1
        db.run('UPDATE messages SET done = ?, read = ? WHERE seq = ?', done ? 1 : 0, read ? 1 : 0, row.seq)
        if (read && row.read === 0) {
          threads.addUnread(row.conversation_id, -1)
          ledger.append(id, 'read', { by: 'user' })
        }
        return get(id)
      }),
    remove: (id) =>
      db.transaction(() => {
        const row = db.get<{ own_state: string | null }>('SELECT own_state FROM messages WHERE id = ?', id)
        if (row === undefined) return 'notFound'
        if (row.own_state === 'claimed') return 'claimed'
        deletion.messages([id], 'deleted')
        return 'gone'
      }),
    trail: (id) =>
      db
        .all<TrailRow>('SELECT at, event, detail FROM ledger WHERE message_id = ? ORDER BY seq', id)
        .map((row) => v.parse(TrailEntry, { ...row, detail: JSON.parse(row.detail) })),
    noteNotifications: (notes) =>
      db.transaction(() => {
        for (const { messageId, ...detail } of notes) {
          // Deleted meanwhile: its trail has come to its end.
          if (get(messageId) !== undefined) ledger.append(messageId, 'notified', { by: 'tern', ...detail })
        }
      }),
    unread: () => count(messagesSql.unread),
    count: () => count('SELECT count(*) AS count FROM messages'),
  }
}

function toItem(row: NotificationRow): NotificationItem {
  return { message: toMessage(row), ...(row.name === null ? {} : { name: fromStored(row.name) }) }
}
