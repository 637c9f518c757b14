/** Conversations as the writing parts need them: found or begun, moved on by a message. Each runs inside a transaction. */
import { randomUUID } from 'node:crypto'
import type { Connection } from './connection.ts'

export interface Threads {
  /**
   * The conversation of a number with a peer, begun where there is none. The number must be stored.
   * @param newId the id of one that is begun; a random one where it is left out
   */
  readonly ensure: (numberId: number, peer: string, at: number, newId?: string) => string
  /**
   * The time to store a new message under: `at`, but after the conversation's last message when that is only a moment
   * later. Two messages of the same millisecond, or a clock set back a little, keep the order they were stored in.
   */
  readonly timeFor: (conversationId: string, at: number) => number
  /** Makes the newest message the conversation's last one. */
  readonly refreshLast: (conversationId: string) => void
  readonly addUnread: (conversationId: string, count: number) => void
}

/** A clock set back by more than this is taken at its word, milliseconds. */
const smallStep = 60_000

export function createThreads(db: Connection): Threads {
  return {
    ensure: (numberId, peer, at, newId = randomUUID()) => {
      const found = db.get<{ id: string }>(
        'SELECT id FROM conversations WHERE number_id = ? AND peer = ?',
        numberId,
        peer,
      )
      if (found !== undefined) return found.id
      db.run('INSERT INTO people (peer) VALUES (?) ON CONFLICT DO NOTHING', peer)
      db.run(
        'INSERT INTO conversations (id, number_id, peer, at) VALUES (?, ?, ?, ?)',
        newId,
        numberId,
        peer,
        at,
      )
      return newId
    },
    timeFor: (conversationId, at) => {
      const last = db.get<{ at: number }>(
        'SELECT at FROM messages WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT 1',
        conversationId,
      )
      return last !== undefined && last.at >= at && last.at - at < smallStep ? last.at + 1 : at
    },
    refreshLast: (conversationId) => {
      db.run(
        `UPDATE conversations AS c SET (last_seq, at) = (SELECT max(m.seq), coalesce(max(m.at), c.at) FROM (
           SELECT seq, at FROM messages WHERE conversation_id = ?1 ORDER BY at DESC, id DESC LIMIT 1) m) WHERE id = ?1`,
        conversationId,
      )
    },
    addUnread: (conversationId, count) => {
      db.run('UPDATE conversations SET unread = unread + ? WHERE id = ?', count, conversationId)
    },
  }
}
