/** Writes the ledger. Each function runs inside the transaction of the change that it records. */
import { createHash, randomBytes } from 'node:crypto'
import {
  canonicalContent,
  canonicalEntry,
  ledgerBegin,
  type LedgerDetail,
  type LedgerEntry,
  type LedgerEvent,
} from '../../shared/core/ledger.ts'
import type { Clock } from '../ports.ts'
import type { Connection } from './connection.ts'

export interface Ledger {
  readonly append: (messageId: string, event: LedgerEvent, detail?: LedgerDetail) => void
  /**
   * The first entry of a message that was just stored: its state, with the digest of its content.
   * @param seq the message's
   */
  readonly record: (seq: number, detail?: LedgerDetail) => void
  /** Whether there is an entry of this message: then its id has been used, even if the message is gone. */
  readonly knows: (messageId: string) => boolean
}

export interface ContentRow {
  readonly salt: string
  readonly direction: string
  readonly number_id: number
  readonly peer: string
  readonly body: string
  readonly media: string
}

interface RecordRow extends ContentRow {
  readonly id: string
  readonly state: LedgerEvent
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** The hash of an entry that comes after one with the hash `before`. */
export const hashEntry = (before: string, entry: LedgerEntry): string => hashOf(canonicalEntry(before, entry))

/** The digest of a message's content. */
export const digestOf = (row: ContentRow): string =>
  hashOf(canonicalContent({ ...row, numberId: row.number_id }))

export function createLedger(db: Connection, clock: Pick<Clock, 'now'>): Ledger {
  const write = (messageId: string, event: LedgerEvent, detail: LedgerDetail, content?: string): void => {
    const last = db.get<{ seq: number; hash: string }>(
      'SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1',
    )
    const entry: LedgerEntry = {
      seq: (last?.seq ?? 0) + 1,
      at: clock.now(),
      messageId,
      event,
      detail: JSON.stringify(detail),
      content,
    }
    db.run(
      'INSERT INTO ledger (seq, at, message_id, event, detail, content, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      entry.seq,
      entry.at,
      entry.messageId,
      entry.event,
      entry.detail,
      entry.content,
      hashEntry(last?.hash ?? ledgerBegin, entry),
    )
  }

  return {
    append: (messageId, event, detail = {}) => write(messageId, event, detail),
    record: (seq, detail = {}) => {
      const salt = randomBytes(16).toString('base64url')
      const row = db.get<RecordRow>(
        `UPDATE messages SET salt = ? WHERE seq = ? RETURNING id, state, salt, direction, number_id,
           (SELECT peer FROM conversations c WHERE c.id = messages.conversation_id) AS peer, body, media`,
        salt,
        seq,
      )
      if (row === undefined) throw new RangeError('no such message')
      write(row.id, row.state, detail, digestOf(row))
    },
    knows: (messageId) =>
      db.get('SELECT 1 FROM ledger WHERE message_id = ? LIMIT 1', messageId) !== undefined,
  }
}

/** Records the messages that were there before the ledger. */
export function recordOlder(db: Connection, clock: Pick<Clock, 'now'>): void {
  const ledger = createLedger(db, clock)
  const rows = db.all<{ seq: number }>('SELECT seq FROM messages WHERE salt IS NULL ORDER BY seq')
  for (const { seq } of rows) ledger.record(seq, { by: 'start', older: true })
}
