/** The storage watch of a session: on its store and its folder, told to the windows, and to the user in a notification. */
import type { Emit } from '../../shared/contract-sides.ts'
import type { Place } from '../../shared/model/app.ts'
import type { Storage } from '../../shared/model/storage.ts'
import { errorWords } from '../../shared/words/errors.ts'
import { callbackLimits } from '../callback/exchange.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import { freeSpace } from '../storage/free-space.ts'
import { createStorageWatch, type StorageWatch } from '../storage/storage-watch.ts'
import type { Store } from '../store/store.ts'

export interface WatchNeeds {
  readonly store: Pick<Store, 'settings'>
  readonly dataDir: string
  readonly emit: Pick<Emit, 'storage'>
  readonly notifier: Notifier
  readonly openPlace: (place: Place) => void
  readonly onChange: () => void
  readonly onWorks: () => void
  readonly clock: Clock
  readonly log: Log
}

export function watchStorage(needs: WatchNeeds): StorageWatch {
  const { store, notifier, log } = needs

  /** The user has to know at once, with no window too: what waits in memory is gone when Tern ends. */
  function changed(now: Storage, before: Storage): void {
    needs.emit.storage.changed(now)
    needs.onChange()
    const { error } = now
    if (error === undefined) return notifier.clear('store')
    if (error.code === before.error?.code) return
    const { what, meaning, todo } = errorWords(error)
    const onClick = (): void => needs.openPlace({ view: 'health' })
    notifier
      .show({ key: 'store', title: what, body: `${meaning} ${todo}`, onClick })
      .catch((thrown: unknown) => log.error('session: trouble with the store was not shown', thrown))
  }

  return createStorageWatch({
    ...needs,
    tryWrite() {
      store.settings.setValue('spaceProbe', 'x'.repeat(callbackLimits.bytes))
      store.settings.setValue('spaceProbe', undefined)
    },
    free: () => freeSpace(needs.dataDir),
    onChange: changed,
  })
}
