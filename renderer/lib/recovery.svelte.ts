import type { Recovery } from '../../shared/model/recovery.ts'
import type { PageApi } from './api.ts'

/** Whether there is a recovery page, as the main process tells it; undefined until it has. Call inside a component. */
export function createRecovery(api: PageApi): { readonly now: Recovery | undefined } {
  let now = $state.raw<Recovery>()
  $effect(() => {
    const stop = api.recovery.changed((value) => (now = value))
    void api.recovery.get().then((answer) => {
      // Without an answer nothing is offered; what was told meanwhile is newer.
      if (answer.ok) now ??= answer.value
    })
    return stop
  })
  return {
    get now() {
      return now
    },
  }
}
