import type { PageApi } from '../../../shared/contract-sides.ts'
import type { Transfer } from '../../../shared/model/export.ts'

export interface Transfers {
  /** The export or import under way, whichever window began it. */
  readonly running: Transfer | undefined
}

/** Listens to what is under way, for the life of the component that calls it. */
export function useTransfers(api: PageApi): Transfers {
  let running = $state.raw<Transfer>()
  $effect(() => {
    let told = false
    const stop = api.exports.changed((now) => {
      told = true
      running = now.running
    })
    void api.exports.get().then((now) => {
      // What an event told since is newer.
      if (!told && now.ok) running = now.value.running
    })
    return stop
  })
  return {
    get running() {
      return running
    },
  }
}
