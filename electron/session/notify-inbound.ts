/** Makes a notification of an inbound text, where the rule says so. */
import { decideNotification } from '../../shared/core/notify.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Clock, Log } from '../ports.ts'
import type { NotificationNote } from '../store/store.ts'
import type { NotificationQueue } from './notification-queue.ts'

export interface InboundNotifierNeeds {
  readonly queue: Pick<NotificationQueue, 'add'>
  /** The name the user gave the person of a conversation. */
  readonly nameOf: (conversationId: string) => string | undefined
  readonly settings: () => Settings['notifications']
  /** The conversation that the focused window shows, if one does. */
  readonly seen: () => string | undefined
  /** Told of those that are not shown. */
  readonly note: (note: NotificationNote) => void
  readonly clock: Clock
  readonly log: Log
}

/** How long after the start there is time for what will be needed, milliseconds. */
const preloadMs = 2_000

/**
 * Makes the function that is told of each inbound text once it is committed. It never throws: a text that makes no
 * notification is in the store all the same, and Health says that notifications fail.
 * @returns takes the message, and whether it is new (not the same one received again)
 */
export function createInboundNotifier(
  needs: InboundNotifierNeeds,
): (message: Message, fresh: boolean) => void {
  const { log, clock } = needs
  // The metadata of every country is large: loaded neither during the start nor when the first texts come.
  const loadPhone = () => import('../../shared/core/phone.ts')
  clock.after(preloadMs, () => {
    loadPhone().catch((thrown: unknown) => log.error('notification: countries not loaded', thrown))
  })

  async function notify(message: Message, fresh: boolean): Promise<void> {
    const { formatPhone } = await loadPhone()
    const showing = needs.seen()
    const decision = decideNotification({
      message,
      fresh,
      name: needs.nameOf(message.conversationId) ?? formatPhone(message.peer),
      settings: needs.settings(),
      showing,
      focused: showing !== undefined,
    })
    const { id: messageId } = message
    const askedAt = clock.now()
    if (!decision.show) {
      log.info('notification: suppressed', { reason: decision.reason })
      // The same text once more is nothing new about it.
      if (fresh) needs.note({ messageId, askedAt, outcome: 'suppressed', why: decision.reason })
      return
    }
    const { key, title, body } = decision
    const place = { view: 'conversation', conversationId: message.conversationId } as const
    needs.queue.add({ key, title, body, place, messageId, askedAt })
  }

  return (message, fresh) => {
    notify(message, fresh).catch((thrown: unknown) => log.error('notification: not shown', thrown))
  }
}
