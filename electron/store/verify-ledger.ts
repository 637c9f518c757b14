/** Walks the whole ledger and compares it with the messages. Runs in a worker: it reads every entry. */
import { ledgerBegin, type LedgerReport } from '../../shared/core/ledger.ts'
import { messageStates } from '../../shared/model/message.ts'
import { TernError } from '../../shared/errors.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { connect, type Connection } from './connection.ts'
import { digestOf, hashEntry, type ContentRow } from './ledger.ts'

interface EntryRow extends Partial<ContentRow> {
  readonly seq: number
  readonly at: number
  readonly message_id: string
  readonly event: string
  readonly detail: string
  readonly content: string | null
  readonly hash: string
  /** NULL where the message is gone. */
  readonly id: string | null
}

const pageSize = 2_000

// CROSS keeps the ledger outermost: its order is the walk.
const pageSql = `SELECT l.seq, l.at, l.message_id, l.event, l.detail, l.content, l.hash,
    m.id, m.salt, m.direction, m.number_id, c.peer, m.body, m.media
  FROM ledger l LEFT JOIN messages m ON l.content IS NOT NULL AND m.id = l.message_id
    LEFT JOIN conversations c ON c.id = m.conversation_id
  WHERE l.seq > ? ORDER BY l.seq LIMIT ${pageSize}`

const states = messageStates.map((state) => `'${state}'`).join(', ')

/** The first message whose state is not the one that the ledger has for it, or that the ledger lacks. */
const strayedSql = `SELECT m.id, l.seq, l.at FROM messages m
  LEFT JOIN ledger l ON l.seq = (SELECT max(e.seq) FROM ledger e WHERE e.message_id = m.id AND e.event IN (${states}))
  WHERE m.state IS NOT l.event ORDER BY m.seq LIMIT 1`

/** The first message that is gone without a word. */
const missingSql = `SELECT l.seq, l.at, l.message_id FROM ledger l
  WHERE l.content IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = l.message_id)
    AND NOT EXISTS (SELECT 1 FROM ledger e WHERE e.message_id = l.message_id AND e.event IN ('deleted', 'cancelled'))
  ORDER BY l.seq LIMIT 1`

type Broken = NonNullable<LedgerReport['broken']>

function walk(db: Connection, total: number, context: JobContext): Broken | undefined {
  let before = ledgerBegin
  let last = 0
  for (;;) {
    if (context.isStopped()) throw new TernError('work.stopped')
    const rows = db.all<EntryRow>(pageSql, last)
    for (const row of rows) {
      const { seq, at, message_id: messageId, event, detail } = row
      const entry = { seq, at, messageId, event, detail, content: row.content ?? undefined }
      if (seq !== last + 1 || hashEntry(before, entry) !== row.hash) {
        return { kind: 'chain', seq: last + 1, at, messageId }
      }
      if (row.id !== null && row.content !== digestOf(row as ContentRow)) {
        return { kind: 'content', seq, at, messageId }
      }
      before = row.hash
      last = seq
    }
    context.report(last, total)
    if (rows.length < pageSize) return undefined
  }
}

/** Answers the first thing that does not hold. */
export function verifyLedgerOf(db: Connection, context: JobContext): LedgerReport {
  const count = (table: string): number =>
    db.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0
  return db.snapshot(() => {
    const [entries, messages] = [count('ledger'), count('messages')]
    const broken = walk(db, entries, context) ?? strayed(db) ?? missing(db)
    return { entries, messages, ...(broken === undefined ? {} : { broken }) }
  })
}

function strayed(db: Connection): Broken | undefined {
  const row = db.get<{ id: string; seq: number | null; at: number | null }>(strayedSql)
  if (row === undefined) return undefined
  if (row.seq === null || row.at === null) return { kind: 'unrecorded', messageId: row.id }
  return { kind: 'state', seq: row.seq, at: row.at, messageId: row.id }
}

function missing(db: Connection): Broken | undefined {
  const row = db.get<{ seq: number; at: number; message_id: string }>(missingSql)
  return row && { kind: 'missing', seq: row.seq, at: row.at, messageId: row.message_id }
}

/** The job: see {@link verifyLedgerOf}. */
export function verifyLedger({ path, key }: StoreAt, context: JobContext): LedgerReport {
  const db = connect(path, key)
  try {
    return verifyLedgerOf(db, context)
  } finally {
    db.close()
  }
}
