import { untrack } from 'svelte'
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'

/** Something a button does: whether it is under way, and what went wrong the last time. */
export interface Action<A extends readonly unknown[]> {
  readonly busy: boolean
  readonly error: ErrorValue | undefined
  /** Runs it unless it is under way. Resolves to true when it worked; never rejects. */
  readonly run: (...args: A) => Promise<boolean>
  /** Forgets the error. */
  readonly clear: () => void
}

/** Makes an {@link Action} of a function that throws when it fails. */
export function createAction<A extends readonly unknown[]>(
  work: (...args: A) => Promise<unknown>,
): Action<A> {
  let busy = $state(false)
  let error = $state<ErrorValue>()

  async function run(...args: A): Promise<boolean> {
    // Run by an effect, it must not make the effect depend on it: that would never end.
    if (untrack(() => busy)) return false
    busy = true
    error = undefined
    try {
      await work(...args)
      return true
    } catch (thrown) {
      error = toErrorValue(thrown)
      return false
    } finally {
      busy = false
    }
  }

  return {
    get busy() {
      return busy
    },
    get error() {
      return error
    },
    run,
    clear: () => (error = undefined),
  }
}
