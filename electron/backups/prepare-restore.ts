/** A job: makes, beside the store, the one that is to take its place. */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Recovery } from '../../shared/model/backup.ts'
import { connect } from '../store/connection.ts'
import { migrations, versionOf } from '../store/migrations.ts'
import { checkStore, type StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { backupError } from './failure.ts'
import { writeLabel, valuesOf } from './label.ts'
import { needRoom } from './make-backup.ts'
import { copyPaced } from './paced.ts'
import { backupsFolder, preparedFile, readBackupName, sizeOf } from './places.ts'
import { markRestored, saveRecovery } from './restored.ts'

export interface RestoreOrder extends StoreAt {
  /** The backup's name. */
  readonly id: string
  /** Set where the present store is damaged: what the user is told. */
  readonly recovery: Recovery | undefined
}

/**
 * Copies a backup to {@link preparedFile}, checks the copy through and through, and marks it as restored, so that
 * nothing that waits in it is sent when it is opened. The backup stays. Rejects with `app.notFound`, `store.newer`,
 * `backup.unsound`, `backup.noSpace`, `backup.failed` or `work.stopped`; then there is no prepared store.
 */
export async function prepareRestore(order: RestoreOrder, context: JobContext): Promise<void> {
  const { path, key, id, recovery } = order
  const from = join(backupsFolder(path), id)
  const target = preparedFile(path)
  const remove = (): void => {
    for (const beside of ['', '-wal', '-shm']) rmSync(target + beside, { force: true })
  }
  try {
    remove()
    // The page names it: nothing but a backup is opened.
    const bytes = readBackupName(id) === undefined ? undefined : sizeOf(from)
    if (bytes === undefined) throw new TernError('app.notFound')
    needRoom(dirname(path), bytes)
    await copyPaced(from, target, context)
    // A store that was put aside without a checkpoint has its last texts there.
    if ((sizeOf(`${from}-wal`) ?? 0) > 0) await copyPaced(`${from}-wal`, `${target}-wal`, context)
    if (checkStore({ path: target, key, extent: 'full' }).length > 0) throw new TernError('backup.unsound')
    mark(target, key, recovery)
  } catch (thrown) {
    remove()
    throw thrown instanceof TernError && thrown.code === 'app.notFound' ? thrown : backupError(thrown, path)
  }
}

function mark(target: string, key: string, recovery: Recovery | undefined): void {
  const db = connect(target, key)
  try {
    const version = versionOf(db)
    if (version > (migrations.at(-1)?.version ?? 0)) throw new TernError('store.newer', { version })
    db.transaction(() => {
      const values = valuesOf(db)
      writeLabel(db, undefined)
      markRestored(values)
      saveRecovery(values, recovery)
    })
    db.get('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}
