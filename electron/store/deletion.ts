/**
 * Takes messages out of the store: the text, what callbacks said of it, and the callbacks as they came. What stays is
 * the ledger's entries, which hold nothing of it, and Aircall's ids, so that a late callback does not bring it back.
 */
import type { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import type { Threads } from './threads.ts'

export interface Deletion {
  /** Deletes messages; those that are not there are passed over. Answers those that went. */
  readonly messages: (ids: readonly string[], event: 'deleted' | 'cancelled') => string[]
  /** Deletes a conversation with all its messages; answers the messages that went, undefined when there is no such conversation. */
  readonly conversation: (id: string) => string[] | undefined
}

interface GoneRow {
  readonly seq: number
  readonly conversation_id: string
  readonly number_id: number
  readonly unread: number
  readonly provider_id: string | null
}

/** Each function runs inside a transaction. */
export function createDeletion(db: Connection, threads: Threads, ledger: Ledger): Deletion {
  /** Forgets what was said under an id of Aircall's. */
  const forget = (numberId: number, providerId: string): void => {
    db.run('DELETE FROM raw_events WHERE number_id = ? AND provider_id = ?', numberId, providerId)
    db.run('DELETE FROM statuses WHERE number_id = ? AND provider_id = ?', numberId, providerId)
    db.run('INSERT INTO forgotten VALUES (?, ?) ON CONFLICT DO NOTHING', numberId, providerId)
  }

  const remove = (id: string, event: 'deleted' | 'cancelled'): GoneRow | undefined => {
    const row = db.get<GoneRow>(
      `SELECT seq, conversation_id, number_id, direction = 'inbound' AND read = 0 AS unread, provider_id
         FROM messages WHERE id = ?`,
      id,
    )
    if (row === undefined) return undefined
    const linked = db.all<{ provider_id: string }>(
      'SELECT provider_id FROM provider_ids WHERE seq = ?',
      row.seq,
    )
    const ids = linked.map((one) => one.provider_id)
    if (row.provider_id !== null) ids.push(row.provider_id)
    for (const providerId of ids) forget(row.number_id, providerId)
    db.run('DELETE FROM messages WHERE seq = ?', row.seq)
    if (row.unread === 1) threads.addUnread(row.conversation_id, -1)
    ledger.append(id, event, { by: 'user' })
    return row
  }

  const messages = (ids: readonly string[], event: 'deleted' | 'cancelled'): string[] => {
    const touched = new Set<string>()
    const gone = ids.filter((id) => {
      const row = remove(id, event)
      if (row !== undefined) touched.add(row.conversation_id)
      return row !== undefined
    })
    for (const conversationId of touched) threads.refreshLast(conversationId)
    return gone
  }

  return {
    messages,
    conversation: (id) => {
      const row = db.get<{ peer: string }>('SELECT peer FROM conversations WHERE id = ?', id)
      if (row === undefined) return undefined
      const ids = db.all<{ id: string }>('SELECT id FROM messages WHERE conversation_id = ? ORDER BY seq', id)
      const gone = messages(
        ids.map((one) => one.id),
        'deleted',
      )
      db.run('DELETE FROM conversations WHERE id = ?', id)
      db.run(
        'DELETE FROM people WHERE peer = ? AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.peer = people.peer)',
        row.peer,
      )
      return gone
    },
  }
}
