/** Makes a notification of an inbound text, where the rule says so. */
import { decideNotification } from '../../shared/core/notify.ts'
import type { Place } from '../../shared/model/app.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import type { NotificationNote } from '../store/store.ts'

export interface InboundNotifierNeeds {
  readonly notifier: Notifier
  /** The name the user gave the person of a conversation. */
  readonly nameOf: (conversationId: string) => string | undefined
  readonly settings: () => Settings['notifications']
  /** The conversation that the focused window shows, if one does. */
  readonly seen: () => string | undefined
  readonly openPlace: (place: Place) => void
  /** Told what became of each. */
  readonly note: (note: NotificationNote) => void
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/**
 * Makes the function that is told of each inbound text once it is committed. It never throws: a text that makes no
 * notification is in the store all the same, and Health says that notifications fail.
 * @returns takes the message, and whether it is new (not the same one received again)
 */
export function createInboundNotifier(
  needs: InboundNotifierNeeds,
): (message: Message, fresh: boolean) => void {
  const { log } = needs

  async function notify(message: Message, fresh: boolean): Promise<void> {
    // Loaded with the first reply: the metadata of every country is large.
    const { formatPhone } = await import('../../shared/core/phone.ts')
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
    const askedAt = needs.clock.now()
    if (!decision.show) {
      log.info('notification: suppressed', { reason: decision.reason })
      // The same text once more is nothing new about it.
      if (fresh) needs.note({ messageId, askedAt, outcome: 'suppressed', why: decision.reason })
      return
    }
    const place: Place = { view: 'conversation', conversationId: message.conversationId }
    const { key, title, body } = decision
    try {
      await needs.notifier.show({ key, title, body, onClick: () => needs.openPlace(place) })
      needs.note({ messageId, askedAt, outcome: 'shown' })
    } catch (thrown) {
      needs.note({ messageId, askedAt, outcome: 'failed' })
      throw thrown
    }
  }

  return (message, fresh) => {
    notify(message, fresh).catch((thrown: unknown) => log.error('notification: not shown', thrown))
  }
}
