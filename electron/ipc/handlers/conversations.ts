import type { Handlers } from '../../../shared/contract-sides.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import { notificationKey } from '../../../shared/core/notify.ts'
import type { Notifier } from '../../ports.ts'
import type { SessionHost } from '../../session/session.ts'

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new TernError('app.notFound')
  return value
}

export function conversationHandlers(host: SessionHost, notifier: Notifier): Handlers['conversations'] {
  function changed(conversation: Conversation | undefined): void {
    host.get().announce.conversation(found(conversation).id)
  }

  return {
    list: ({ query, before, limit }) => host.get().store.conversations.list(query, before, limit),
    get: ({ conversationId }) => found(host.get().store.conversations.get(conversationId)),
    messages: ({ conversationId, before, limit }) =>
      host.get().store.messages.page(conversationId, before, limit),
    markRead({ conversationId }) {
      const { store, announce } = host.get()
      notifier.clear(notificationKey(conversationId))
      for (const message of store.conversations.markRead(conversationId)) announce.message(message)
    },
    setName: ({ conversationId, name }) =>
      changed(host.get().store.conversations.setName(conversationId, name.trim())),
    remove({ conversationId }) {
      const { store, announce, outbox } = host.get()
      notifier.clear(notificationKey(conversationId))
      const gone = store.conversations.remove(conversationId)
      if (gone === 'notFound') throw new TernError('app.notFound')
      if (gone === 'claimed') throw new TernError('text.onItsWay')
      announce.conversationsRemoved([conversationId])
      outbox.wake()
    },
    saveDraft: ({ conversationId, body }) =>
      changed(host.get().store.conversations.saveDraft(conversationId, body)),
  }
}
