/**
 * Says when the store's log is moved into its file: while texts come, every so many commits, by a worker. The last few
 * pages are moved on the main thread, in a moment when nobody writes: then all is in the file, and the next commit
 * begins the log anew at its start. So the log stays some megabytes long, however long a burst lasts; and with nothing
 * written, nothing is done.
 *
 * Where the worker cannot (no thread, a full disk, no end of it), SQLite moves the log on the main thread as it does
 * by itself, until the worker can again. While somebody reads the store as it was, in a backup or a check, nobody can begin the
 * log anew, and it grows until they have done. What is not moved is not lost: the log is read as a part of the store.
 */
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { Work } from '../work/work.ts'
import type { StoreWal } from './store.ts'

export interface Checkpointer {
  /** Ends what runs. What is not moved by then is moved when the store is closed. */
  readonly close: () => Promise<void>
}

export interface CheckpointerNeeds {
  readonly wal: StoreWal
  readonly at: StoreAt
  /** For this alone: a backup would keep it waiting. Closed with it. */
  readonly work: Work
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  readonly onFailure: (error: ErrorValue) => void
}

/** Between two checkpoints. The commit of a reply writes about twenty pages of 4 kB. */
export const commitsBetween = 100
/** After a failure, milliseconds; twice as long after each further one, up to the second. */
const [firstPauseMs, longestPauseMs] = [10_000, 600_000]
/** A worker gets this long, milliseconds. */
const patienceMs = 60_000

export function createCheckpointer(needs: CheckpointerNeeds): Checkpointer {
  const { wal, work, clock, log } = needs
  let commits = 0
  let failures = 0
  let busy = false
  let closed = false
  let cancelPause: (() => void) | undefined

  function look(): void {
    if (commits < commitsBetween || busy || closed || cancelPause !== undefined) return
    busy = true
    commits = 0
    void move().finally(() => {
      busy = false
      look()
    })
  }

  async function move(): Promise<void> {
    const late = new AbortController()
    const cancelLate = clock.after(patienceMs, () => {
      wal.handOver(false)
      late.abort()
    })
    try {
      // The worker's end would be a few commits later.
      await work.run('checkpointStore', needs.at, { onProgress: moveRest, signal: late.signal })
      if (failures > 0 && !closed) wal.handOver(true)
      failures = 0
    } catch (thrown) {
      if (!closed) failed(thrown)
    } finally {
      cancelLate()
    }
  }

  function moveRest(): void {
    if (closed) return
    try {
      wal.moveRest()
    } catch (thrown) {
      log.warn('store: the rest of its log was not moved', { code: toErrorValue(thrown).code })
    }
  }

  function failed(thrown: unknown): void {
    log.error('store: its log was not moved', thrown)
    // All of it is still there.
    commits = commitsBetween
    failures += 1
    wal.handOver(false)
    cancelPause = clock.after(Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs), () => {
      cancelPause = undefined
      look()
    })
    needs.onFailure(toErrorValue(thrown))
  }

  wal.handOver(true)
  wal.onCommit(() => {
    commits += 1
    look()
  })

  return {
    async close() {
      closed = true
      cancelPause?.()
      await work.close()
    },
  }
}
