/** The conversations: the list, names, drafts, what is read. */
import type { Conversation } from '../../shared/model/conversation.ts'
import { previewLine } from '../../shared/core/preview.ts'
import type { MessageState } from '../../shared/model/message.ts'
import type { Connection, Value } from './connection.ts'
import type { Deletion } from './deletion.ts'
import type { Ledger } from './ledger.ts'
import { pageOf } from './page.ts'
import { readMedia, selectMessage, toMessage, type MessageRow } from './rows.ts'
import type { ConversationStore } from './store.ts'
import { containing, containingDigits, fold, fromStored, toStored } from './text.ts'

interface ConversationRow {
  readonly id: string
  readonly number_id: number
  readonly peer: string
  readonly name: string | null
  readonly unread: number
  readonly draft: string
  readonly at: number
  readonly direction: 'inbound' | 'outbound' | null
  readonly state: MessageState
  readonly body: string
  readonly media: string
}

const select = `SELECT c.id, c.number_id, c.peer, p.name, c.unread, c.draft, c.at, l.direction, l.state, l.body, l.media
  FROM conversations c JOIN people p ON p.peer = c.peer LEFT JOIN messages l ON l.seq = c.last_seq`

/** The statement for a page of the list, newest first. Values: those of `search`, cursor (if any), limit + 1. */
export function listSql(searching: boolean, paging: boolean): string {
  const where = [
    ...(searching ? [`(p.folded LIKE ? ESCAPE '\\' OR c.peer LIKE ?)`] : []),
    ...(paging ? ['(c.at, c.id) < (?, ?)'] : []),
  ]
  const filter = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  // CROSS keeps conversations outermost, so that their index gives the order.
  return `${select.replace('JOIN people', 'CROSS JOIN people')}${filter} ORDER BY c.at DESC, c.id DESC LIMIT ?`
}

export function createConversationStore(
  db: Connection,
  ledger: Ledger,
  deletion: Deletion,
): ConversationStore {
  const get = (id: string): Conversation | undefined => {
    const row = db.get<ConversationRow>(`${select} WHERE c.id = ?`, id)
    return row === undefined ? undefined : toConversation(row)
  }

  return {
    list: (query, before, limit) => {
      const words = query.trim()
      // '' is like no number at all.
      const search: Value[] = words === '' ? [] : [containing(fold(words)), containingDigits(words) ?? '']
      const cursor: Value[] = before === undefined ? [] : [before.at, before.id]
      const rows = db.all<ConversationRow>(
        listSql(words !== '', before !== undefined),
        ...search,
        ...cursor,
        limit + 1,
      )
      return pageOf(rows, limit, toConversation)
    },
    get,
    markRead: (id) =>
      db.transaction(() => {
        const unread = `m.conversation_id = ? AND m.direction = 'inbound' AND m.read = 0`
        const rows = db.all<MessageRow>(`${selectMessage} WHERE ${unread} ORDER BY m.at, m.id`, id)
        if (rows.length === 0) return []
        db.run(`UPDATE messages AS m SET read = 1 WHERE ${unread}`, id)
        db.run('UPDATE conversations SET unread = 0 WHERE id = ?', id)
        for (const row of rows) ledger.append(row.id, 'read', { by: 'user' })
        return rows.map((row) => toMessage({ ...row, read: 1 }))
      }),
    setName: (id, name) =>
      db.transaction(() => {
        const clean = name.trim()
        db.run(
          'UPDATE people SET name = ?, folded = ? WHERE peer = (SELECT peer FROM conversations WHERE id = ?)',
          clean === '' ? undefined : toStored(clean),
          clean === '' ? undefined : toStored(fold(clean)),
          id,
        )
        return get(id)
      }),
    saveDraft: (id, body) =>
      db.transaction(() => {
        db.run('UPDATE conversations SET draft = ? WHERE id = ?', toStored(body), id)
        return get(id)
      }),
    remove: (id) =>
      db.transaction(() => {
        const claimed = `SELECT 1 FROM messages WHERE conversation_id = ? AND own_state = 'claimed' LIMIT 1`
        if (db.get(claimed, id) !== undefined) return 'claimed'
        return deletion.conversation(id) ?? 'notFound'
      }),
  }
}

function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    numberId: row.number_id,
    peer: row.peer,
    unread: row.unread,
    draft: fromStored(row.draft),
    at: row.at,
    ...(row.name === null ? {} : { name: fromStored(row.name) }),
    ...(row.direction === null
      ? {}
      : {
          last: {
            direction: row.direction,
            state: row.state,
            preview: previewLine(fromStored(row.body)),
            media: readMedia(row.media).length,
          },
        }),
  }
}
