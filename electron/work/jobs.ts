/**
 * The work that is too heavy for the main process's thread, by name. Each job runs in a worker of its own
 * (`worker.ts`), with connections of its own; `work.ts` starts them.
 */
import { makeBackup } from '../backups/make-backup.ts'
import { prepareRestore } from '../backups/prepare-restore.ts'
import { readBackups, removeBackups } from '../backups/read-backups.ts'
import { repairIndexes } from '../backups/repair-indexes.ts'
import { scrubBackups } from '../backups/scrub-backups.ts'
import { exportStore } from '../export/export-store.ts'
import { importStore } from '../export/import-store.ts'
import { checkpointStore } from '../store/checkpoint.ts'
import { verifyLedger } from '../store/verify-ledger.ts'
import { checkStore } from './check-store.ts'

/** What a job can say, and be told, while it runs. */
export interface JobContext {
  /** How far it is; told at most a few times a second. */
  readonly report: (done: number, total: number) => void
  /** Whether the job shall end early: looked at between its parts. */
  readonly isStopped: () => boolean
}

/** A job throws `TernError` for what the user can be told. Argument and result are plain values. */
export type Job<A, R> = (args: A, context: JobContext) => R | Promise<R>

export const jobs = {
  checkStore,
  checkpointStore,
  makeBackup,
  prepareRestore,
  readBackups,
  removeBackups,
  repairIndexes,
  scrubBackups,
  verifyLedger,
  exportStore,
  importStore,
}

export type Jobs = typeof jobs
export type JobName = keyof Jobs
export type JobArgs<N extends JobName> = Parameters<Jobs[N]>[0]
export type JobResult<N extends JobName> = Awaited<ReturnType<Jobs[N]>>
