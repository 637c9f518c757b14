import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backupsFolder } from '../../../../electron/backups/places.ts'
import { openKept } from '../../../../electron/backups/open-kept.ts'
import { released } from '../../../../electron/store/released.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { jobs, type JobContext } from '../../../../electron/work/jobs.ts'
import type { Work } from '../../../../electron/work/work.ts'
import type { Backup } from '../../../../shared/model/backup.ts'
import { silentLog, start, storeKey } from '../../../fixtures/store.ts'

export const calm: JobContext = { report: () => undefined, isStopped: () => false }

/** Runs jobs on this thread. */
export const directWork: Work = {
  run: async (name, args) => {
    const job = jobs[name] as (args: unknown, context: JobContext) => unknown
    try {
      return (await job(args, calm)) as never
    } finally {
      // As at the end of a worker.
      await released()
    }
  },
  close: () => Promise.resolve(),
}

export const backUp = (path: string, at = start): Promise<Backup> =>
  directWork.run('makeBackup', { path, key: storeKey, at })

/** The names in the folder of backups. */
export const backupNames = (path: string): string[] => readdirSync(backupsFolder(path)).sort()

/** Opens the store as the app does, after a crash or not. */
export async function reopen(path: string, now = start): Promise<Store> {
  const { store } = await openKept({
    path,
    secrets: {
      get: () => Promise.resolve(storeKey),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
    work: directWork,
    clock: { now: () => now, after: () => () => undefined },
    log: silentLog,
  })
  return store
}

/** Writes nonsense over a part of a file, in shares of its length. */
export function damage(file: string, from = 0, to = 1): void {
  const { size } = statSync(file)
  const begin = Math.floor(size * from)
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(Math.floor(size * to) - begin, 'x'), 0, undefined, begin)
  closeSync(handle)
}

/** The names beside the store, without those of its own. */
export const besides = (path: string): string[] =>
  readdirSync(dirname(path)).filter(
    (name) => !/^tern\.db(-wal|-shm|\.lock|\.lock-journal|\.key-check)?$/.test(name),
  )

export const bodies = (store: Store): string[] =>
  store.conversations
    .list('', undefined, 50)
    .items.flatMap(({ id }) => store.messages.page(id, undefined, 200).items)
    .map(({ body }) => body)
    .sort()

export const inBackups = (path: string, name: string): string => join(backupsFolder(path), name)
