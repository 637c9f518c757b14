/** *Export everything* and *Import an export*: asks for the folder, runs the job in a worker, tells how far it is. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type {
  ExportOutcome,
  ExportWish,
  ImportOutcome,
  Transfer,
  Transfers,
} from '../../shared/model/export.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Clock, Folders, Log } from '../ports.ts'
import type { SettingsStore } from '../store/store.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { RunOptions, Work } from '../work/work.ts'
import { freeFolder, unfinishedEnding } from './folder.ts'
import { createTimes, exportName } from './times.ts'

export interface Exports {
  readonly current: () => Transfers
  /** @param windowId the window whose dialog it is */
  readonly start: (wish: ExportWish, windowId: number) => Promise<ExportOutcome>
  readonly importFrom: (windowId: number) => Promise<ImportOutcome>
  /** Stops what is under way. */
  readonly stop: () => void
  /** Shows the last export that was made. */
  readonly reveal: () => Promise<void>
  /** Stops what is under way, and waits until it has cleared up. */
  readonly close: () => Promise<void>
}

export interface ExportsNeeds {
  readonly work: Pick<Work, 'run'>
  readonly at: StoreAt
  readonly values: Pick<SettingsStore, 'getValue' | 'setValue'>
  readonly folders: Folders
  /** IANA name of the zone of this computer, now. */
  readonly timeZone: () => string
  readonly isPractice: () => boolean
  readonly onChange: (now: Transfers) => void
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** Under this name the store keeps which folder is being written. */
const unfinishedValue = 'export.unfinished'

export function createExports(needs: ExportsNeeds): Exports {
  const { work, at, values, folders, clock, log } = needs
  let running: Transfer | undefined
  let stopping: AbortController | undefined
  let last: string | undefined
  let ending: Promise<unknown> | undefined

  function show(transfer: Transfer | undefined): void {
    running = transfer
    needs.onChange(transfer === undefined ? {} : { running: transfer })
  }

  /** One at a time, from the question for the folder to the end. */
  async function alone<T>(act: () => Promise<T>): Promise<T> {
    if (stopping !== undefined) throw new TernError('export.busy')
    stopping = new AbortController()
    try {
      return await act()
    } finally {
      stopping = undefined
      if (running !== undefined) show(undefined)
    }
  }

  function runOptions(kind: Transfer['kind']): RunOptions {
    show({ kind, done: 0, total: 0 })
    const onProgress = (done: number, total: number): void => show({ kind, done, total })
    return stopping === undefined ? { onProgress } : { onProgress, signal: stopping.signal }
  }

  /** Runs what {@link Exports.close} waits for. */
  function watched<T>(work: Promise<T>): Promise<T> {
    ending = work
    return work
  }

  async function write(wish: ExportWish, parent: string): Promise<ExportOutcome> {
    const [timeZone, exportedAt] = [needs.timeZone(), clock.now()]
    const folder = freeFolder(parent, exportName(createTimes(timeZone), exportedAt))
    // Should Tern be killed meanwhile, the next start removes what is there by then.
    values.setValue(unfinishedValue, folder + unfinishedEnding)
    try {
      const counts = await work.run(
        'exportStore',
        { ...at, folder, wish, timeZone, exportedAt },
        runOptions('export'),
      )
      last = folder
      return { kind: 'done', folder, ...counts }
    } catch (thrown) {
      if (thrown instanceof TernError && thrown.code === 'work.stopped') return { kind: 'stopped' }
      throw thrown
    } finally {
      await removeUnfinished()
    }
  }

  async function read(folder: string): Promise<ImportOutcome> {
    const args = { ...at, folder, practice: needs.isPractice() }
    const { stopped, ...counts } = await work.run('importStore', args, runOptions('import'))
    return { kind: stopped ? 'stopped' : 'done', ...counts }
  }

  /** A worker that had to be ended could not clear up after itself. */
  async function removeUnfinished(): Promise<void> {
    const folder = values.getValue(unfinishedValue)
    // On a disk that is not connected it is removed another time.
    if (folder === undefined || !folder.endsWith(unfinishedEnding) || !existsSync(dirname(folder))) return
    try {
      await rm(folder, { recursive: true, force: true })
      values.setValue(unfinishedValue, undefined)
    } catch (thrown) {
      // The next start tries again.
      log.error('export: an unfinished one could not be removed', thrown)
    }
  }

  void removeUnfinished()

  return {
    current: () => (running === undefined ? {} : { running }),
    start: (wish, windowId) =>
      alone(async () => {
        const parent = await folders.pick(desktopWords.folders.export, windowId)
        return parent === undefined ? { kind: 'cancelled' } : watched(write(wish, parent))
      }),
    importFrom: (windowId) =>
      alone(async () => {
        const folder = await folders.pick(desktopWords.folders.import, windowId)
        return folder === undefined ? { kind: 'cancelled' } : watched(read(folder))
      }),
    stop: () => stopping?.abort(),
    async reveal() {
      if (last === undefined || !existsSync(last)) throw new TernError('export.gone')
      await folders.open(last)
    },
    async close() {
      stopping?.abort()
      await Promise.allSettled([ending])
    },
  }
}
