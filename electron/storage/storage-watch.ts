/**
 * Whether the store can be written, from everybody who may notice that it cannot: callbacks, the send queue, a call of
 * the page, and the free space on the disk. A full or read-only disk counts as such until a write that is as large as
 * the largest callback has worked, so that nobody is told of an end that is none.
 */
import { TernError, toErrorValue, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'
import type { Storage } from '../../shared/model/storage.ts'
import type { Clock, Log } from '../ports.ts'

/** Those who say themselves when their trouble is over. */
export type StoragePart = 'callbacks' | 'outbox' | 'reach'

export interface StorageWatch {
  readonly current: () => Storage
  /** A part cannot write to the store, or (undefined) can again. */
  readonly tell: (part: StoragePart, error: ErrorValue | undefined) => void
  /** Something failed; if that was the disk, it is looked after until it works. */
  readonly noticed: (error: ErrorValue) => void
  /** Tries a write now. Throws what kept it from being one. */
  readonly check: () => void
  readonly stop: () => void
}

export interface StorageWatchNeeds {
  /** Writes something large into the store and takes it away again. Throws what the store throws. */
  readonly tryWrite: () => void
  /** Free space, bytes; undefined where the system does not say. */
  readonly free: () => number | undefined
  readonly onChange: (now: Storage, before: Storage) => void
  /** The disk takes writes again: what waits can go on now. */
  readonly onWorks: () => void
  readonly clock: Clock
  readonly log: Log
}

const againMs = 2_000
const lookMs = 60_000
/** Below this the user is warned, bytes: years of texts, but minutes of whatever fills the disk. */
export const lowSpace = 200 * 1024 * 1024
/** Below this a write is tried, whether anybody has complained or not. */
const nearlyFull = 2 * 1024 * 1024

/** Troubles of the disk, which end without Tern's doing. */
const ofTheDisk: readonly ErrorCode[] = ['store.diskFull', 'store.readOnly']

export function createStorageWatch(needs: StorageWatchNeeds): StorageWatch {
  const { clock, log } = needs
  const parts = new Map<StoragePart, ErrorValue>()
  let disk: ErrorValue | undefined
  let free = needs.free()
  let last = current()
  let stopTrying: (() => void) | undefined
  let stopLooking = clock.after(lookMs, look)
  let stopped = false

  function current(): Storage {
    const error = disk ?? parts.get('callbacks') ?? parts.get('outbox') ?? parts.get('reach')
    return {
      ...(error === undefined ? {} : { error }),
      ...(free === undefined ? {} : { free }),
      low: free !== undefined && free < lowSpace,
    }
  }

  function changed(): void {
    const [now, before] = [current(), last]
    if (now.error?.code === before.error?.code && now.low === before.low) return
    last = now
    log.info('storage', { error: now.error?.code ?? 'none', free: now.free })
    needs.onChange(now, before)
  }

  function look(): void {
    stopLooking = clock.after(lookMs, look)
    free = needs.free()
    if (free !== undefined && free < nearlyFull) tryNow()
    changed()
  }

  /** Answers what kept it from writing. */
  function tryNow(): TernError | undefined {
    stopTrying?.()
    stopTrying = undefined
    try {
      needs.tryWrite()
    } catch (thrown) {
      const error = toErrorValue(thrown)
      // Another trouble, such as a lock, says nothing of the disk.
      if (ofTheDisk.includes(error.code)) disk = error
      if (disk !== undefined) tryLater()
      return new TernError(error.code, error.detail, thrown)
    }
    if (disk !== undefined) {
      disk = undefined
      needs.onWorks()
    }
    return undefined
  }

  function tryLater(): void {
    stopTrying ??= clock.after(againMs, () => {
      free = needs.free()
      tryNow()
      changed()
    })
  }

  function noticed(error: ErrorValue): void {
    if (stopped || !ofTheDisk.includes(error.code)) return
    disk = error
    free = needs.free()
    tryLater()
    changed()
  }

  return {
    current: () => {
      free = needs.free()
      return current()
    },
    tell(part, error) {
      if (stopped) return
      if (error === undefined) parts.delete(part)
      else parts.set(part, error)
      if (error !== undefined) noticed(error)
      changed()
    },
    noticed,
    check() {
      free = needs.free()
      const failure = tryNow()
      changed()
      if (failure !== undefined) throw failure
    },
    stop() {
      stopped = true
      stopLooking()
      stopTrying?.()
    },
  }
}
