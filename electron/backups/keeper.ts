/**
 * Keeps the store safe while Tern runs: checks its file after each opening and, through and through, every week;
 * makes a backup every day; restores one. What is heavy runs in workers, one task after the other.
 */
import { backupsToDrop, nextBackupAt } from '../../shared/core/backup-plan.ts'
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Backup, Keeping, Recovery } from '../../shared/model/backup.ts'
import type { Clock, Log } from '../ports.ts'
import type { Store } from '../store/store.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { RunOptions, Work } from '../work/work.ts'
import { createChecks } from './checks.ts'
import { listBackups } from './places.ts'
import { asideName, prepareNewest } from './recover.ts'
import { readRecovery, saveRecovery } from './restored.ts'

export interface Keeper {
  readonly state: () => Keeping
  /** Begins a moment later: the window comes first. */
  readonly start: () => void
  /** Looks whether something is due: the computer was asleep, or its clock was set. */
  readonly wake: () => void
  readonly backUp: () => Promise<Keeping>
  readonly checkFile: () => Promise<Keeping>
  /** Resolves once the restored store is open, in another session. */
  readonly restore: (id: string) => Promise<void>
  readonly forgetRecovery: () => Keeping
  /** The store said that it is damaged, or anything else. */
  readonly storeTrouble: (error: ErrorValue) => void
  /** Starts nothing more. What runs ends with the session's work. */
  readonly stop: () => void
}

export interface KeeperNeeds {
  readonly store: Pick<Store, 'settings' | 'conversations'>
  readonly at: StoreAt
  readonly work: Work
  readonly clock: Clock
  readonly log: Log
  readonly onChange: (keeping: Keeping) => void
  /** A backup was made: what opens it may be put beside it. */
  readonly onBackup: () => void
  /** A backup was opened in place of a damaged store: told once for each. */
  readonly onRecovery: (recovery: Recovery) => void
  /** Ends this session, moves the store aside, puts the prepared one in its place, and opens that. */
  readonly replace: (aside: string) => Promise<void>
  /** Ends this session, makes the store's indexes anew, and opens it again. */
  readonly repair: () => Promise<void>
}

/** Milliseconds. */
const settleMs = 3_000
const lookAgainMs = 3_600_000
const latelyMs = 3_600_000

type Progress = Required<Pick<RunOptions, 'onProgress'>>

export function createKeeper(needs: KeeperNeeds): Keeper {
  const { store, at, work, clock, log } = needs
  const checks = createChecks(needs)
  let backups: readonly Backup[] = listBackups(at.path)
  let busy: Keeping['busy']
  let error: ErrorValue | undefined
  let retryAt = 0
  let stopped = false
  /** Whether the file was checked since it was opened. */
  let looked = false
  let cancelTimer = (): void => undefined
  let last: Promise<unknown> = Promise.resolve()

  const nothingYet = (): boolean => store.conversations.list('', undefined, 1).items.length === 0

  const isLately = (at: number): boolean => Math.abs(clock.now() - at) < latelyMs

  function nextAt(): number | undefined {
    if (backups.length === 0 && nothingYet()) return undefined
    const times = backups.filter(({ kind, broken }) => kind === 'regular' && !broken).map((one) => one.at)
    return Math.max(nextBackupAt(times, clock.now()), retryAt)
  }

  let lastState: Keeping = { backups: [] }
  function state(): Keeping {
    // The store is closed by then.
    if (stopped) return lastState
    const next = nextAt()
    const recovery = readRecovery(store.settings)
    lastState = {
      backups: [...backups],
      ...checks.state(),
      ...(next === undefined ? {} : { nextAt: next }),
      ...(error === undefined ? {} : { error }),
      ...(busy === undefined ? {} : { busy }),
      ...(recovery === undefined ? {} : { recovery }),
    }
    return lastState
  }

  function changed(): Keeping {
    const now = state()
    needs.onChange(now)
    return now
  }

  /** Runs a task after the one before it. */
  function inTurn<T>(task: NonNullable<Keeping['busy']>['task'], act: (progress: Progress) => Promise<T>) {
    const show = (next: Keeping['busy']): void => {
      busy = next
      if (!stopped) changed()
    }
    const mine = last.then(async () => {
      if (stopped) throw new TernError('work.stopped')
      show({ task, done: 0, total: 0 })
      try {
        return await act({ onProgress: (done, total) => show({ task, done, total }) })
      } finally {
        show(undefined)
      }
    })
    last = mine.catch(() => undefined)
    return mine
  }

  const backUp = (): Promise<void> =>
    inTurn('backup', async (progress) => {
      try {
        await work.run('makeBackup', { ...at, at: clock.now() }, progress)
        error = undefined
        retryAt = 0
        needs.onBackup()
      } catch (thrown) {
        if (toErrorValue(thrown).code === 'work.stopped') throw thrown
        log.error('keeper: no backup was made', thrown)
        error = toErrorValue(thrown)
        retryAt = clock.now() + lookAgainMs
        // What is damaged in the copy may be damaged in the store.
        if (error.code === 'backup.unsound') suspect()
        throw thrown
      } finally {
        if (!stopped) await readAgain()
      }
      await dropOld()
      const unreadable = await work.run('scrubBackups', { ...at, now: clock.now() })
      if (unreadable > 0)
        log.warn('keeper: deletions did not reach backups that cannot be opened', { unreadable })
    })

  async function readAgain(): Promise<void> {
    backups = listBackups(at.path)
    backups = await work.run('readBackups', at)
  }

  async function dropOld(): Promise<void> {
    const plain = backups.map((backup) => ({ ...backup, aside: backup.kind === 'aside' }))
    // One that cannot be opened pushes none out that can.
    const groups = [plain.filter(({ broken }) => !broken), plain.filter(({ broken }) => broken)]
    const ids = groups.flatMap((group) => backupsToDrop(group, clock.now())).map(({ id }) => id)
    if (ids.length === 0) return
    await work.run('removeBackups', { path: at.path, ids })
    backups = backups.filter(({ id }) => !ids.includes(id))
  }

  async function check(extent: 'quick' | 'full'): Promise<void> {
    if (await inTurn('check', () => checks.run(extent))) return
    if (!isLately(Number(store.settings.getValue(repairedName) ?? 0)))
      if (await inTurn('check', checks.areTablesSound)) {
        // A backup would lack the last texts for nothing, and may have the same index.
        store.settings.setValue(repairedName, String(clock.now()))
        return needs.repair()
      }
    // A disk that damages one store after the other must not use up every backup.
    const before = readRecovery(store.settings)
    if (before !== undefined && isLately(before.at)) return
    await inTurn('restore', async (progress) => {
      // With no sound backup the damaged store is better than none.
      if ((await prepareNewest(needs, progress)) === undefined) return
      await needs.replace(asideName(at.path, 'damaged', clock.now()))
    })
  }

  /** Checks the file, because something else says that it is damaged. */
  function suspect(): void {
    check('quick').catch((thrown: unknown) => log.error('keeper: the check failed', thrown))
  }

  /** Does what is due. */
  async function look(): Promise<void> {
    if (!looked) {
      await check('quick')
      await inTurn('check', readAgain)
      looked = true
    }
    if (!stopped && checks.isFullDue()) await check('full')
    if (stopped) return
    const next = nextAt()
    if (next !== undefined && next <= clock.now()) await backUp()
  }

  function lookAfter(ms: number): void {
    cancelTimer()
    if (stopped) return
    cancelTimer = clock.after(ms, () => {
      void look()
        // Where a task failed, its own line says so.
        .catch((thrown: unknown) => log.warn('keeper: not done', { code: toErrorValue(thrown).code }))
        // Often enough to notice a clock that was set.
        .finally(() => lookAfter(lookAgainMs))
    })
  }

  return {
    state,
    start() {
      const recovery = readRecovery(store.settings)
      if (recovery !== undefined && store.settings.getValue(toldName) !== String(recovery.at)) {
        store.settings.setValue(toldName, String(recovery.at))
        needs.onRecovery(recovery)
      }
      lookAfter(settleMs)
    },
    wake: () => lookAfter(settleMs),
    async backUp() {
      await backUp()
      return state()
    },
    async checkFile() {
      await check('full')
      return state()
    },
    restore: (id) =>
      inTurn('restore', async (progress) => {
        // What is damaged is not kept among the backups.
        const isSound = await checks.run('quick')
        await work.run('prepareRestore', { ...at, id, recovery: undefined }, progress)
        await needs.replace(asideName(at.path, isSound ? 'kept' : 'damaged', clock.now()))
      }),
    forgetRecovery() {
      saveRecovery(store.settings, undefined)
      return changed()
    },
    storeTrouble({ code }) {
      if (code === 'store.corrupt' && !stopped) suspect()
    },
    stop() {
      stopped = true
      cancelTimer()
    },
  }
}

/** When the indexes were made anew. */
const repairedName = 'repairedAt'
/** Which recovery the user was told of by a notification. */
const toldName = 'recoveryTold'
