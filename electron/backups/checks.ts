/** Checks of the store's file, and when they were. */
import { dirname } from 'node:path'
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Keeping } from '../../shared/model/backup.ts'
import type { KeeperNeeds } from './keeper.ts'

const week = 7 * 24 * 3_600_000

export interface Checks {
  /** Whether the tables are whole, and only an index is not: then nothing is lost. */
  readonly areTablesSound: () => Promise<boolean>
  /** False: the file is damaged. Rejects when it could not be checked. */
  readonly run: (extent: 'quick' | 'full') => Promise<boolean>
  readonly isFullDue: () => boolean
  readonly state: () => Pick<Keeping, 'checkedAt' | 'checkError'>
}

const checkedName = 'checkedAt'
const fullName = 'fullyCheckedAt'

export function createChecks(needs: Pick<KeeperNeeds, 'store' | 'at' | 'work' | 'clock' | 'log'>): Checks {
  const { store, at, work, clock, log } = needs
  let checkError: ErrorValue | undefined

  const time = (name: string): number | undefined => {
    const value = store.settings.getValue(name)
    return value === undefined ? undefined : Number(value)
  }

  /** What is wrong with the file. A file that is damaged enough breaks the check itself. */
  async function problems(extent: 'quick' | 'full'): Promise<readonly string[]> {
    try {
      return await work.run('checkStore', { ...at, extent })
    } catch (thrown) {
      if (toErrorValue(thrown).code === 'store.corrupt') return ['it cannot be read']
      throw thrown
    }
  }

  return {
    areTablesSound: async () => (await problems('quick')).length === 0,
    async run(extent) {
      const found = await problems(extent)
      const now = clock.now()
      if (found.length > 0) {
        log.error(`store: the ${extent} check found damage`, new Error(found.slice(0, 5).join('; ')))
        checkError = { code: 'store.corrupt', detail: { folder: dirname(at.path) } }
        return false
      }
      checkError = undefined
      store.settings.setValue(checkedName, String(now))
      if (extent === 'full') store.settings.setValue(fullName, String(now))
      return true
    },
    isFullDue() {
      const last = time(fullName)
      // One from the future was noted while the clock was wrong.
      return last === undefined || last > clock.now() || clock.now() - last >= week
    },
    state() {
      const checkedAt = time(checkedName)
      return {
        ...(checkedAt === undefined ? {} : { checkedAt }),
        ...(checkError === undefined ? {} : { checkError }),
      }
    },
  }
}
