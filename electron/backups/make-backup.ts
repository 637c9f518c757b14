/** A job: makes a backup, and looks whether it can be opened before it counts. */
import { renameSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Backup } from '../../shared/model/backup.ts'
import { connect, type Connection } from '../store/connection.ts'
import { versionOf } from '../store/migrations.ts'
import { released } from '../store/released.ts'
import { checkStore, type StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { copyStore } from './copy-store.ts'
import { backupError } from './failure.ts'
import { writeLabel } from './label.ts'
import { removePaced } from './paced.ts'
import {
  backupName,
  backupsFolder,
  leftovers,
  makeFolder,
  sizeOf,
  syncFolder,
  unfinishedName,
} from './places.ts'

export interface BackupOrder extends StoreAt {
  /** The time it is called by, epoch milliseconds. */
  readonly at: number
}

/** Left free beside a backup, bytes: replies need the room more. */
const spared = 64 * 1024 * 1024

/**
 * Copies the store at `path` into its folder of backups. The copy is made under another name and gets its own once it
 * was opened, checked, and found to be of the same version and as far on as the store: a backup is whole, or is not there.
 * Rejects with `backup.noSpace`, `backup.unsound`, `backup.failed` or `work.stopped`; earlier backups are as they were.
 */
export async function makeBackup(order: BackupOrder, context: JobContext): Promise<Backup> {
  const { path, key, at } = order
  const folder = backupsFolder(path)
  const file = join(folder, unfinishedName(at))
  const name = backupName(at)
  try {
    makeFolder(folder)
    for (const left of leftovers(path)) await removePaced(left)
    needRoom(folder, storeBytes(path))
    const db = connect(path, key)
    let expected: Expected
    try {
      const first = lastSeq(db)
      await copyStore(db, path, file, context)
      expected = { seq: [first, lastSeq(db)], version: versionOf(db) }
    } finally {
      db.close()
    }
    const messages = finish(file, key, at, expected)
    const problems = checkStore({ path: file, key, extent: 'quick' })
    if (problems.length > 0) throw unsound(problems.join('; '))
    // A file that is moved while it is open leaves its WAL behind.
    await released()
    renameSync(file, join(folder, name))
    syncFolder(folder)
    return { id: name, at, bytes: sizeOf(join(folder, name)) ?? 0, kind: 'regular', messages, broken: false }
  } catch (thrown) {
    await clean(file)
    throw backupError(thrown, path, { folder })
  }
}

/** What the store was like before and after it was copied. */
interface Expected {
  readonly seq: readonly [before: number, after: number]
  readonly version: number
}

/** Compares the copy with the store, says in it what it is, and makes one file of it. Answers how many messages it has. */
function finish(file: string, key: string, at: number, expected: Expected): number {
  const db = connect(file, key)
  try {
    const [before, after] = expected.seq
    const seq = lastSeq(db)
    const version = versionOf(db)
    if (seq < before || seq > after) throw unsound(`ends at ${seq}, not between ${before} and ${after}`)
    if (version !== expected.version) throw unsound(`is of version ${version}, not ${expected.version}`)
    const messages = db.get<{ count: number }>('SELECT count(*) AS count FROM messages')?.count ?? 0
    writeLabel(db, { at, messages })
    db.get('PRAGMA wal_checkpoint(TRUNCATE)')
    return messages
  } finally {
    db.close()
  }
}

/** How many messages there have ever been: never goes back. */
const lastSeq = (db: Connection): number =>
  db.get<{ seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'messages'`)?.seq ?? 0

const storeBytes = (path: string): number => (sizeOf(path) ?? 0) + (sizeOf(`${path}-wal`) ?? 0)

/** Throws `backup.noSpace` unless there is room for so many bytes. */
export function needRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const megabytes = (count: number): number => Math.ceil(count / 1_000_000)
  if (bavail * bsize < bytes + spared)
    throw new TernError('backup.noSpace', { folder, megabytes: megabytes(bytes + spared) })
}

const unsound = (why: string): TernError => new TernError('backup.unsound', {}, new Error(why))

async function clean(file: string): Promise<void> {
  try {
    await removePaced(file)
    for (const beside of ['-wal', '-shm']) rmSync(file + beside, { force: true })
  } catch {
    // The next backup begins with cleaning up.
  }
}
