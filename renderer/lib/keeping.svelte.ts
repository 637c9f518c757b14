import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Keeping } from '../../shared/model/backup.ts'
import { ask, type PageApi } from './api.ts'

export interface KeepingState {
  /** `undefined` until the main process has answered. */
  readonly now: Keeping | undefined
  readonly error: ErrorValue | undefined
}

/** How the store is kept safe, as the main process tells it. To be made while a component is: it listens as long. */
export function createKeeping(api: PageApi): KeepingState {
  let now = $state.raw<Keeping>()
  let error = $state.raw<ErrorValue>()

  $effect(() => {
    let told = false
    const stop = api.backups.changed((value) => {
      told = true
      now = value
    })
    ask(api.backups.get()).then(
      (value) => {
        // What an event has told is newer.
        if (!told) now = value
      },
      (thrown: unknown) => (error = toErrorValue(thrown)),
    )
    return stop
  })

  return {
    get now() {
      return now
    },
    get error() {
      return error
    },
  }
}
