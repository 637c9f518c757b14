import type { Handlers } from '../../../shared/contract.ts'
import { checkDraft } from '../../../shared/core/draft.ts'
import { TernError } from '../../../shared/errors.ts'
import type { SessionHost } from '../../session/session.ts'

export function messageHandlers(host: SessionHost): Handlers['messages'] {
  return {
    send(draft) {
      const { store, outbox } = host.get()
      const from = store.numbers.get(draft.numberId)
      if (from === undefined) throw new TernError('app.notReady')
      const refused = checkDraft(draft, from.e164)
      if (refused !== undefined) throw new TernError(refused.code, refused.detail)
      return outbox.send(draft)
    },
    sendAgain: ({ messageId }) => host.get().outbox.sendAgain(messageId),
    markAsSent: ({ messageId }) => host.get().outbox.markAsSent(messageId),
  }
}
