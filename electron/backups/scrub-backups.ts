/** A job: what was deleted from the store goes from its backups too. */
import { join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import { connect, type Connection } from '../store/connection.ts'
import { createDeletion } from '../store/deletion.ts'
import { createLedger } from '../store/ledger.ts'
import { migrations, upgrade } from '../store/migrations.ts'
import { createThreads } from '../store/threads.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { readLabel, valuesOf, writeLabel } from './label.ts'
import { backupsFolder, listBackups } from './places.ts'

/** Entry of the store's ledger up to which deletions have reached every backup. */
const scrubbedName = 'scrubbedTo'
/** Messages deleted in one transaction. */
const batch = 500

export interface ScrubOrder extends StoreAt {
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Deletes from every backup of the store at `path` what has been deleted from the store since it was last done: the
 * messages, and conversations that are left empty and are in the store no more. The deleted pages are overwritten.
 * Answers how many backups could not be opened; they are passed over, and never tried again for these messages.
 * May be broken off at any point: what is not done then is done the next time.
 */
export function scrubBackups({ path, key, now }: ScrubOrder, context: JobContext): number {
  const clock = { now: () => now }
  const live = connect(path, key)
  try {
    const to = live.get<{ seq: number }>('SELECT max(seq) AS seq FROM ledger')?.seq ?? 0
    const from = Number(valuesOf(live).getValue(scrubbedName) ?? 0)
    const gone = live.all<{ id: string }>(
      `SELECT message_id AS id FROM ledger WHERE seq > ? AND seq <= ? AND event IN ('deleted', 'cancelled')`,
      from,
      to,
    )
    let unreadable = 0
    if (gone.length > 0)
      for (const { id } of listBackups(path)) {
        if (context.isStopped()) throw new TernError('work.stopped')
        const ids = gone.map((one) => one.id)
        if (!scrub(join(backupsFolder(path), id), key, { ids, live, clock })) unreadable += 1
      }
    valuesOf(live).setValue(scrubbedName, String(to))
    return unreadable
  } finally {
    live.close()
  }
}

interface Gone {
  readonly ids: readonly string[]
  readonly live: Connection
  readonly clock: Pick<Clock, 'now'>
}

/** False: it cannot be opened, and so nobody can read in it what was deleted. */
function scrub(file: string, key: string, { ids, live, clock }: Gone): boolean {
  let db: Connection
  try {
    db = connect(file, key)
  } catch {
    return false
  }
  try {
    // One from before a change of the tables has to have them before anything can be deleted from it as it is now.
    upgrade(db, migrations, clock)
    const deletion = createDeletion(db, createThreads(db), createLedger(db, clock))
    let count = 0
    for (let at = 0; at < ids.length; at += batch)
      count += db.transaction(() => deletion.messages(ids.slice(at, at + batch), 'deleted').length)
    db.transaction(() => {
      for (const { id } of emptyConversations(db))
        if (live.get('SELECT 1 FROM conversations WHERE id = ?', id) === undefined) deletion.conversation(id)
      const label = readLabel(db)
      if (label !== undefined) writeLabel(db, { ...label, messages: label.messages - count })
    })
    db.get('PRAGMA wal_checkpoint(TRUNCATE)')
    return true
  } catch (thrown) {
    if (thrown instanceof TernError && thrown.code === 'store.corrupt') return false
    throw thrown
  } finally {
    db.close()
  }
}

const emptyConversations = (db: Connection): { readonly id: string }[] =>
  db.all(
    'SELECT id FROM conversations c WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id)',
  )
