import type { Handlers } from '../../../shared/contract-sides.ts'
import { checkDraft } from '../../../shared/core/draft.ts'
import { TernError } from '../../../shared/errors.ts'
import { checkUnknown } from '../../outbox/check-unknown.ts'
import type { Clock } from '../../ports.ts'
import type { SessionHost } from '../../session/session.ts'

export function messageHandlers(host: SessionHost, clock: Clock): Handlers['messages'] {
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
    cancel({ messageId }) {
      const { store, outbox, announce } = host.get()
      const { message, gone } = outbox.cancel(messageId)
      if (gone) announce.removed(message.conversationId, [messageId])
      const conversation = store.conversations.get(message.conversationId)
      return { gone, message, ...(conversation === undefined ? {} : { conversation }) }
    },
    waiting({ limit }) {
      const { store } = host.get()
      return store.outbox.list(limit).map((message) => {
        const name = store.conversations.get(message.conversationId)?.name
        return { message, ...(name === undefined ? {} : { name }) }
      })
    },
    async check({ messageId }) {
      const { store, reach } = host.get()
      return checkUnknown({ get: () => store.messages.get(messageId), prove: reach.check, clock })
    },
    trail: ({ messageId }) => host.get().store.messages.trail(messageId),
    remove({ messageId }) {
      const { store, announce, outbox } = host.get()
      const conversationId = store.messages.get(messageId)?.conversationId
      const end = store.messages.remove(messageId)
      if (end === 'claimed') throw new TernError('text.onItsWay')
      if (end === 'notFound' || conversationId === undefined) throw new TernError('app.notFound')
      announce.removed(conversationId, [messageId])
      outbox.wake()
    },
    markAsSent: ({ messageId }) => host.get().outbox.markAsSent(messageId),
  }
}
