/** The checkpointer of a session: on its store, with workers of its own; what fails is told to those who look after disk and file. */
import type { Keeper } from '../backups/keeper.ts'
import type { StorageWatch } from '../storage/storage-watch.ts'
import { createCheckpointer, type Checkpointer } from '../store/checkpointer.ts'
import type { Store } from '../store/store.ts'
import type { StoreAt } from '../work/check-store.ts'
import { createWork } from '../work/work.ts'
import type { SessionNeeds } from './needs.ts'

export interface CheckpointerParts extends Pick<SessionNeeds, 'workScript' | 'clock' | 'log'> {
  readonly store: Pick<Store, 'wal'>
  readonly at: StoreAt
  readonly storage: Pick<StorageWatch, 'noticed'>
  readonly keeper: Pick<Keeper, 'storeTrouble'>
}

export function openCheckpointer(parts: CheckpointerParts): Checkpointer {
  const { workScript, store, storage, keeper, log } = parts
  return createCheckpointer({
    ...parts,
    wal: store.wal,
    work: createWork({ script: workScript, log }),
    onFailure(error) {
      storage.noticed(error)
      keeper.storeTrouble(error)
    },
  })
}
