/** Keeps what the user types and has not sent: a moment after the last key, and at once when they leave. */
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import { ask, type PageApi } from '../../lib/api.ts'

export interface DraftKeeper {
  /** Remembers the text and saves it soon. */
  readonly keep: (body: string) => void
  /** Saves now what is not saved yet; resolves when it is, or when it could not be. */
  readonly flush: () => Promise<void>
}

/** `report` gets the error of a save that failed, and `undefined` once one worked. */
export function createDraftKeeper(
  api: PageApi,
  conversationId: string,
  report: (error: ErrorValue | undefined) => void,
  pauseMs = 400,
): DraftKeeper {
  let unsaved: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: Promise<void> = Promise.resolve()

  async function save(): Promise<void> {
    const body = unsaved
    if (body === undefined) return
    unsaved = undefined
    try {
      await ask(api.conversations.saveDraft({ conversationId, body }))
      report(undefined)
    } catch (thrown) {
      // Kept for the next try, unless more was typed meanwhile.
      unsaved ??= body
      report(toErrorValue(thrown))
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    // One after the other, so that an older draft never overwrites a newer one.
    last = last.then(save)
    return last
  }

  return {
    keep(body) {
      unsaved = body
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), pauseMs)
    },
    flush,
  }
}
