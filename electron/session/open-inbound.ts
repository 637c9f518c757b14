/** What tells the user of inbound texts, and writes down what became of each notification. */
import type { Place } from '../../shared/model/app.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import type { Store } from '../store/store.ts'
import { createNotificationNotes } from './notification-notes.ts'
import { createNotificationQueue } from './notification-queue.ts'
import { createInboundNotifier } from './notify-inbound.ts'

export interface Inbound {
  readonly notify: (message: Message, fresh: boolean) => void
  /** Shows nothing more, and writes down what is not written yet: the store is about to be closed. */
  readonly stop: () => void
}

export function openInbound(needs: {
  readonly store: Store
  readonly notifier: Notifier
  readonly openPlace: (place: Place) => void
  readonly settings: () => Settings
  /** The conversation that the focused window shows, if one does. */
  readonly seen: () => string | undefined
  readonly clock: Clock
  readonly log: Log
}): Inbound {
  const { store } = needs
  const notes = createNotificationNotes({ ...needs, store: store.messages })
  const queue = createNotificationQueue({ ...needs, note: notes.add })
  const notify = createInboundNotifier({
    ...needs,
    queue,
    nameOf: (conversationId) => store.conversations.get(conversationId)?.name,
    settings: () => needs.settings().notifications,
    note: notes.add,
  })
  return {
    notify,
    stop() {
      queue.stop()
      notes.flush()
    },
  }
}
