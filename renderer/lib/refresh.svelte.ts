import { createAction, type Action } from './action.svelte.ts'

/**
 * Asks the main process for something that is shown. Asked again while an answer is on its way it asks once more after
 * it: what has changed meanwhile is not missed.
 */
export function createRefresh(load: () => Promise<void>): Action<[]> {
  let stale = false
  const action = createAction(async () => {
    do {
      stale = false
      await load()
    } while (stale)
  })

  return {
    get busy() {
      return action.busy
    },
    get error() {
      return action.error
    },
    run() {
      stale = true
      return action.run()
    },
    clear: action.clear,
  }
}
