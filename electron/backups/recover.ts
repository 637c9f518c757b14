/** A damaged store: the newest backup that is sound is made ready to take its place. */
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TernError, toErrorValue, type ErrorCode } from '../../shared/errors.ts'
import type { Recovery } from '../../shared/model/backup.ts'
import type { Clock, Log } from '../ports.ts'
import { takeLock } from '../store/lock.ts'
import { released } from '../store/released.ts'
import type { StoreAt } from '../work/check-store.ts'
import { createWork, type RunOptions, type Work } from '../work/work.ts'
import { backupName, damagedFolder, listBackups, sizeOf } from './places.ts'
import { finishSwap, swapIn, swapPending } from './swap.ts'

export interface RecoverNeeds {
  readonly at: StoreAt
  readonly work: Work
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** What is wrong with one backup, and need not be with an older one. */
const ofOneBackup: readonly ErrorCode[] = ['backup.unsound', 'backup.failed', 'store.newer', 'app.notFound']

/**
 * Prepares the newest sound backup, to be swapped in. Answers which texts may be missing then; undefined where no
 * backup is sound. Rejects with `backup.noSpace` or `work.stopped`.
 */
export async function prepareNewest(
  needs: RecoverNeeds,
  options?: RunOptions,
): Promise<Recovery | undefined> {
  const { at, work, clock, log } = needs
  const now = clock.now()
  for (const { id, at: from } of listBackups(at.path)) {
    const to = Math.max(from, Math.min(now, lastWritten(at.path)))
    const recovery: Recovery = { at: now, from, to, folder: damagedFolder(at.path) }
    try {
      await work.run('prepareRestore', { ...at, id, recovery }, options)
      return recovery
    } catch (thrown) {
      if (!ofOneBackup.includes(toErrorValue(thrown).code)) throw thrown
      log.error(`recovery: ${id} cannot be used`, thrown)
    }
  }
  return undefined
}

/** Puts the newest sound backup in the place of a damaged store that nobody uses; false where there is none. */
export async function recoverStore(needs: RecoverNeeds): Promise<boolean> {
  const recovery = await prepareNewest(needs)
  if (recovery === undefined) return false
  await swapLocked(needs.at.path, asideName(needs.at.path, 'damaged', needs.clock.now()))
  needs.log.warn('recovery: a backup was opened in place of a damaged store', { ...recovery })
  return true
}

/** Where the store at `path` goes when it is put aside: `damaged`, or `kept` among the backups. A name that is free. */
export function asideName(path: string, why: 'damaged' | 'kept', now: number): string {
  for (let at = now; ; at += 1) {
    const name = why === 'damaged' ? `damaged/${backupName(at)}` : `backups/${backupName(at, 'aside')}`
    if (sizeOf(join(dirname(path), name)) === undefined) return name
  }
}

/** Swaps once this Tern has let go of the store, and while no other can open it. */
export async function swapLocked(path: string, aside: string): Promise<void> {
  await released()
  const lock = takeLock(path)
  try {
    swapIn(path, aside)
  } finally {
    lock.release()
  }
}

/** Makes the indexes of a store anew that nobody uses. */
export async function repairStore(script: string, at: StoreAt, log: Log): Promise<void> {
  const work = createWork({ script, log })
  try {
    const left = await work.run('repairIndexes', at)
    log.warn('recovery: the indexes were made anew', { left: left.length })
  } finally {
    await work.close()
  }
}

/** Finishes what a crash broke off; before the store is opened. */
export function finishSwapLocked(path: string): void {
  if (!swapPending(path)) return
  const lock = takeLock(path)
  try {
    finishSwap(path)
  } catch (thrown) {
    throw new TernError('store.failed', {}, thrown)
  } finally {
    lock.release()
  }
}

/** When something was last written to the store, epoch milliseconds. */
function lastWritten(path: string): number {
  const times = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.round(Math.max(...times))
}
