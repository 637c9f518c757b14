import type { Handlers } from '../../../shared/contract-sides.ts'
import { TernError } from '../../../shared/errors.ts'
import type { SessionHost } from '../../session/session.ts'

export function notificationHandlers(host: SessionHost): Handlers['notifications'] {
  return {
    list: ({ filter, query, before, limit }) =>
      host.get().store.messages.notifications(filter, query, before, limit),
    setDone({ messageId, done }) {
      const { store, announce } = host.get()
      const message = store.messages.setDone(messageId, done)
      if (message === undefined) throw new TernError('app.notFound')
      announce.message(message)
    },
    unread: () => host.get().store.messages.unread(),
  }
}
