/** Jobs on the backups that are there: what is in them, and making room. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Backup } from '../../shared/model/backup.ts'
import { connect } from '../store/connection.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { backupError } from './failure.ts'
import { readLabel } from './label.ts'
import { removePaced } from './paced.ts'
import { backupsFolder, listBackups } from './places.ts'

/** Opens each backup of the store at `path`, newest first; one that cannot be opened is `broken`. */
export function readBackups({ path, key }: StoreAt, context: JobContext): Backup[] {
  return listBackups(path).map((backup) => {
    if (context.isStopped()) throw new TernError('work.stopped')
    try {
      return { ...backup, messages: messagesIn(join(backupsFolder(path), backup.id), key) }
    } catch {
      // Whatever it was: this one cannot be restored, and the list says so.
      return { ...backup, broken: true }
    }
  })
}

function messagesIn(file: string, key: string): number {
  const db = connect(file, key)
  try {
    const count = (): number =>
      db.get<{ count: number }>('SELECT count(*) AS count FROM messages')?.count ?? 0
    // A store that was put aside has no label.
    return readLabel(db)?.messages ?? count()
  } finally {
    db.close()
  }
}

export interface Removal {
  readonly path: string
  /** Names of backups. */
  readonly ids: readonly string[]
}

export async function removeBackups({ path, ids }: Removal): Promise<void> {
  try {
    for (const id of ids) {
      const file = join(backupsFolder(path), id)
      await removePaced(file)
      for (const beside of ['-wal', '-shm']) rmSync(file + beside, { force: true })
    }
  } catch (thrown) {
    throw backupError(thrown, path)
  }
}
