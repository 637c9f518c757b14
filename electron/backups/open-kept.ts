/** Opens the store, or a backup where it is damaged. */
import { toErrorValue } from '../../shared/errors.ts'
import type { Clock, Log, Secrets } from '../ports.ts'
import { ensureStoreKey, storeExists } from '../store/key.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { Work } from '../work/work.ts'
import { finishSwapLocked, recoverStore } from './recover.ts'
import { settleRestored } from './restored.ts'

interface OpenKeptNeeds {
  readonly path: string
  readonly secrets: Secrets
  readonly work: Work
  readonly clock: Clock
  readonly log: Log
}

/**
 * Opens the store at `path`. Where it is damaged, the newest sound backup takes its place. Rejects with `TernError` of
 * the subjects `keychain` and `store` (`store.corrupt`: and there is no sound backup), or `backup.noSpace`; then nothing
 * stays open.
 */
export async function openKept(
  needs: OpenKeptNeeds,
): Promise<{ readonly store: Store; readonly at: StoreAt }> {
  const { path, secrets, work, clock, log } = needs
  finishSwapLocked(path)
  const at: StoreAt = { path, key: await ensureStoreKey(secrets, storeExists(path)) }
  const open = (): Store => openStore({ ...at, clock, log })
  const store = await openOrRecover()
  try {
    settleRestored(store)
    return { store, at }
  } catch (thrown) {
    store.close()
    throw thrown
  }

  async function openOrRecover(): Promise<Store> {
    try {
      return open()
    } catch (thrown) {
      if (toErrorValue(thrown).code !== 'store.corrupt') throw thrown
      log.error('store: damaged', thrown)
      if (!(await recoverStore({ at, work, clock, log }))) throw thrown
      return open()
    }
  }
}
