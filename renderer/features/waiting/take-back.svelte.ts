import { createAction, type Action } from '../../lib/action.svelte.ts'
import { ask } from '../../lib/api.ts'
import type { App } from '../../lib/app.svelte.ts'

/** *Undo* and *Cancel*: takes a queued text back, into the composer of its conversation. */
export const createTakeBack = (app: App): Action<[messageId: string]> =>
  createAction(async (messageId: string) => {
    const { gone, message } = await ask(app.api.messages.cancel({ messageId }))
    // One that was to be sent again is where it was; its text stays in its bubble.
    if (gone) app.returned.put(message)
  })
