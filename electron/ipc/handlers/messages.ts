import type { Handlers } from '../../../shared/contract.ts'
import { checkDraft } from '../../../shared/core/draft.ts'
import { TernError } from '../../../shared/errors.ts'
import type { SessionHost } from '../../session/session.ts'

export function messageHandlers(host: SessionHost): Handlers['messages'] {
  return {
    send(draft) {
      const { store, outbox, setup } = host.get()
      const from = store.numbers.get(draft.numberId)
      if (from === undefined) throw new TernError('app.notReady')
      const refused = checkDraft(draft, from.e164)
      if (refused !== undefined) throw new TernError(refused.code, refused.detail)
      // A text that was taken before is answered as it stands now.
      const isNew = store.messages.get(draft.id) === undefined
      if (isNew && !setup.isInUse(from.id)) throw new TernError('number.notInUse')
      return outbox.send(draft)
    },
    sendAgain({ messageId }) {
      const { store, outbox, setup } = host.get()
      const message = store.messages.get(messageId)
      if (message !== undefined && !setup.isInUse(message.numberId)) throw new TernError('number.notInUse')
      return outbox.sendAgain(messageId)
    },
    markAsSent: ({ messageId }) => host.get().outbox.markAsSent(messageId),
  }
}
