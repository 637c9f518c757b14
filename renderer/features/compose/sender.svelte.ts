/** Hands a text to the main process, once. */
import type { Draft, Message } from '../../../shared/model/message.ts'
import { TernError, type ErrorValue } from '../../../shared/errors.ts'
import { checkDraft } from '../../../shared/core/draft.ts'
import type { OurNumber } from '../../../shared/model/number.ts'
import { createAction } from '../../lib/action.svelte.ts'
import { ask, type PageApi } from '../../lib/api.ts'

export type Outgoing = Pick<Draft, 'to' | 'body' | 'mediaUrls'>

export interface Sender {
  readonly busy: boolean
  readonly error: ErrorValue | undefined
  /** The message as it is stored; undefined when it was refused (`error` says why) or one is under way. */
  readonly send: (from: OurNumber | undefined, outgoing: Outgoing) => Promise<Message | undefined>
  /** Forgets the error, as when the text is changed. */
  readonly clear: () => void
}

/**
 * Makes a {@link Sender}. A text keeps its id until it is taken: when the answer to the first call was lost, a second
 * press of *Send* asks for the same message, not for another. What has been changed since is another text.
 */
export function createSender(api: PageApi, makeId: () => string = () => crypto.randomUUID()): Sender {
  let pending: Draft | undefined
  let stored: Message | undefined

  const same = (a: Draft, b: Omit<Draft, 'id'>): boolean =>
    a.numberId === b.numberId &&
    a.to === b.to &&
    a.body === b.body &&
    a.mediaUrls.join('\n') === b.mediaUrls.join('\n')

  const action = createAction(async (from: OurNumber | undefined, outgoing: Outgoing) => {
    if (from === undefined) throw new TernError('app.notReady')
    const refused = checkDraft(outgoing, from.e164)
    if (refused) throw new TernError(refused.code, refused.detail)
    const wished = { numberId: from.id, ...outgoing }
    pending = pending !== undefined && same(pending, wished) ? pending : { id: makeId(), ...wished }
    stored = await ask(api.messages.send(pending))
    pending = undefined
  })

  return {
    get busy() {
      return action.busy
    },
    get error() {
      return action.error
    },
    async send(from, outgoing) {
      stored = undefined
      return (await action.run(from, outgoing)) ? stored : undefined
    },
    clear: action.clear,
  }
}
