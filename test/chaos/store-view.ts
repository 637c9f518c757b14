/** What is in a store, read from a copy of its files: the next start finds them as the kill left them. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Connection } from '../../electron/store/connection.ts'
import { verifyLedgerOf } from '../../electron/store/verify-ledger.ts'
import { fromStored } from '../../electron/store/text.ts'
import type { LedgerReport } from '../../shared/core/ledger.ts'
import type { OutboundState } from '../../shared/model/message.ts'

export interface TextView {
  readonly id: string
  readonly peer: string
  readonly body: string
  readonly state: OutboundState
  /** Its POST may be out. */
  readonly claimed: boolean
}

export interface StoreView {
  /** In SQLite's words. */
  readonly damage: readonly string[]
  /** Where the store says two different things. */
  readonly contradictions: readonly string[]
  /** Outbound, in the order of storing. */
  readonly texts: readonly TextView[]
  readonly inbound: readonly { readonly providerId: string; readonly peer: string; readonly body: string }[]
  /** What is written and not sent, by person. */
  readonly drafts: Readonly<Record<string, string>>
  /** Why the record does not hold. */
  readonly ledger: LedgerReport['broken']
  /** The raw callbacks; `reason`: why no more came of one. */
  readonly events: readonly { readonly providerId: string; readonly reason: string | null }[]
}

interface TextRow {
  readonly id: string
  readonly peer: string
  readonly body: string
  readonly state: OutboundState
  readonly own_state: OutboundState
}
interface InboundRow {
  readonly provider_id: string
  readonly peer: string
  readonly body: string
}

/** @param path the store's file; nobody may be writing to it */
export function viewStore(path: string, key: string): StoreView {
  const folder = mkdtempSync(join(tmpdir(), 'tern-view-'))
  try {
    const copy = join(folder, 'copy.db')
    // Without the index of the log, which is in memory only: it is made anew, as after a crash.
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end)
    const db = connect(copy, key)
    try {
      return read(db)
    } finally {
      db.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(db: Connection): StoreView {
  const joined = 'FROM messages m JOIN conversations c ON c.id = m.conversation_id'
  const texts = db.all<TextRow>(
    `SELECT m.id, c.peer, m.body, m.state, m.own_state ${joined} WHERE m.direction = 'outbound' ORDER BY m.seq`,
  )
  const inbound = db.all<InboundRow>(
    `SELECT m.provider_id, c.peer, m.body ${joined} WHERE m.direction = 'inbound' ORDER BY m.seq`,
  )
  const drafts = db.all<{ peer: string; draft: string }>('SELECT peer, draft FROM conversations')
  const { broken: ledger } = verifyLedgerOf(db, { report: () => undefined, isStopped: () => false })
  const events = db.all<{ provider_id: string; reason: string | null }>(
    'SELECT provider_id, reason FROM raw_events WHERE provider_id IS NOT NULL',
  )
  return {
    damage: damageOf(db),
    contradictions: contradictionsIn(db),
    texts: texts.map(({ id, peer, body, state, own_state: own }) => ({
      id,
      peer,
      body: fromStored(body),
      state,
      claimed: own === 'claimed',
    })),
    inbound: inbound.map(({ provider_id: providerId, peer, body }) => ({
      providerId: fromStored(providerId),
      peer,
      body: fromStored(body),
    })),
    drafts: Object.fromEntries(drafts.map(({ peer, draft }) => [peer, fromStored(draft)])),
    ledger,
    events: events.map(({ provider_id: id, reason }) => ({ providerId: fromStored(id), reason })),
  }
}

function damageOf(db: Connection): string[] {
  const integrity = db.all<{ integrity_check: string }>('PRAGMA integrity_check')
  const foreign = db.all<{ table: string }>('PRAGMA foreign_key_check')
  return [
    ...integrity.map((row) => row.integrity_check).filter((said) => said !== 'ok'),
    ...foreign.map(({ table }) => `a row of ${table} refers to nothing`),
  ]
}

/** What is counted or noted beside the messages agrees with them. */
function contradictionsIn(db: Connection): string[] {
  const unread = db.all<{ peer: string }>(
    `SELECT peer FROM conversations c WHERE unread <>
       (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'inbound' AND m.read = 0)`,
  )
  const last = db.all<{ peer: string }>(
    `SELECT peer FROM conversations c WHERE last_seq IS NOT
       (SELECT seq FROM messages m WHERE m.conversation_id = c.id ORDER BY at DESC, id DESC LIMIT 1)`,
  )
  return [
    ...unread.map(({ peer }) => `a contradiction: the unread count of ${peer}`),
    ...last.map(({ peer }) => `a contradiction: the last message of ${peer}`),
  ]
}
