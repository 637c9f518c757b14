import type { Message } from '../../../shared/model/message.ts'

/** What can be done with a message from its row; the thread does it, because rows come and go as the list scrolls. */
export interface MessageActions {
  /** Takes a queued text back. */
  readonly takeBack: (message: Message) => void
  readonly copy: (message: Message) => void
  readonly details: (message: Message) => void
  /** Asks first. */
  readonly remove: (message: Message) => void
}
