/** The job behind *Export everything*. */
import { setTimeout as sleep } from 'node:timers/promises'
import { dayBounds } from '../../shared/core/day-range.ts'
import { TernError } from '../../shared/errors.ts'
import type { ExportCounts, ExportWish } from '../../shared/model/export.ts'
import { connect, type Connection } from '../store/connection.ts'
import { createRecordReader } from '../store/read-records.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { makeExportFolder } from './folder.ts'
import { createPhotoSource } from './photos.ts'
import { createTimes } from './times.ts'
import { writeExport } from './write-export.ts'

export interface StoreExport extends StoreAt {
  /** The folder to make. */
  readonly folder: string
  readonly wish: ExportWish
  /** IANA name: whose days are meant, and whose times are written. */
  readonly timeZone: string
  /** Epoch milliseconds. */
  readonly exportedAt: number
}

/** After each part the disk is left alone, milliseconds: what else is stored need not wait. */
const pauseMs = 2

/**
 * Writes the store as it is at this moment into a new folder. Throws `TernError` `work.stopped`, `app.notFound` (no such
 * conversation), `export.*`, or what the store throws; then there is no folder.
 */
export async function exportStore(args: StoreExport, context: JobContext): Promise<ExportCounts> {
  const { wish, timeZone, exportedAt } = args
  const times = createTimes(timeZone)
  const db = connect(args.path, args.key)
  // Only a reader, and no writer waits for it: all that follows sees the store as it is now.
  db.exec('BEGIN')
  try {
    const reader = createRecordReader(db)
    const { conversationId, ...days } = wish
    const only = conversationId === undefined ? undefined : reader.conversation(conversationId)
    if (conversationId !== undefined && only === undefined) throw new TernError('app.notFound')
    const folder = makeExportFolder(args.folder)
    try {
      const counts = await writeExport({
        reader,
        numbers: reader.numbers(),
        photos: createPhotoSource(db, args),
        folder,
        times,
        header: wish,
        exportedAt,
        range: dayBounds(days, timeZone),
        only,
        turn: async (messages, total) => {
          if (context.isStopped()) throw new TernError('work.stopped')
          context.report(messages, total)
          await sleep(pauseMs)
        },
      })
      folder.finish()
      return counts
    } catch (thrown) {
      folder.abandon()
      throw thrown
    }
  } finally {
    endReading(db)
  }
}

/**
 * Ends the transaction first: closing alone leaves it open until the statements are collected. What was stored meanwhile
 * could not go from the log into the store, so it goes now, in this thread: else the main process's next commit would
 * carry all of it.
 */
function endReading(db: Connection): void {
  try {
    db.exec('ROLLBACK')
    db.get('PRAGMA wal_checkpoint(PASSIVE)')
  } finally {
    db.close()
  }
}
