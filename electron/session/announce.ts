/** Tells the windows, the tray and the user what has been committed. Comes after the store, never before it. */
import type { Emit } from '../../shared/contract-sides.ts'
import type { Gap } from '../../shared/model/gap.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Clock, Log } from '../ports.ts'
import type { Store } from '../store/store.ts'
import { createPaced } from './paced.ts'

export interface Announcer {
  /** A message is new or has changed. */
  readonly message: (message: Message) => void
  readonly conversation: (conversationId: string) => void
  readonly unread: () => void
  /** A gap is new or has changed. */
  readonly gap: (gap: Gap) => void
  /** Messages of a conversation have gone. */
  readonly removed: (conversationId: string, messageIds: string[]) => void
  readonly conversationsRemoved: (conversationIds: string[]) => void
  /** Tells nothing more of what was counted: the store is about to be closed. */
  readonly stop: () => void
}

/** Between two counts of unread texts, milliseconds. */
const unreadEveryMs = 150

export function createAnnouncer(needs: {
  readonly store: Store
  readonly emit: Emit
  /** Never throws. */
  readonly unread: () => number
  readonly onUnread: (count: number) => void
  readonly clock: Pick<Clock, 'after'>
  /** A gap began, ended or was ticked off. */
  readonly onGap: () => void
  /** Something was deleted: its files are to go too. */
  readonly onRemoved: () => void
}): Announcer {
  const { store, emit } = needs

  function conversation(conversationId: string): void {
    const changed = store.conversations.get(conversationId)
    if (changed !== undefined) emit.conversations.changed(changed)
  }

  // Counting, and setting the tray's menu anew, takes its time: not for each of many texts that come together.
  const { ask: unread, stop } = createPaced(needs.clock, unreadEveryMs, () => {
    const count = needs.unread()
    emit.notifications.unreadChanged(count)
    needs.onUnread(count)
  })

  return {
    message(message) {
      emit.messages.changed(message)
      conversation(message.conversationId)
      if (message.direction === 'inbound') unread()
    },
    conversation,
    gap(gap) {
      emit.gaps.changed(gap)
      needs.onGap()
    },
    unread,
    stop,
    removed(conversationId, messageIds) {
      emit.messages.removed({ conversationId, messageIds })
      conversation(conversationId)
      unread()
      needs.onRemoved()
    },
    conversationsRemoved(conversationIds) {
      emit.conversations.removed({ conversationIds })
      unread()
      needs.onRemoved()
    },
  }
}

/** The count of unread texts; while the store cannot even be read, the last one, for the tray has more to say. Never throws. */
export function createUnreadCount(messages: Pick<Store['messages'], 'unread'>, log: Log): () => number {
  let last = 0
  return () => {
    try {
      last = messages.unread()
    } catch (thrown) {
      log.error('session: unread texts could not be counted', thrown)
    }
    return last
  }
}
