/** The store as the other parts see it. Opened by `open.ts`; every method is synchronous and committed when it returns. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { Spent } from '../../shared/core/budget.ts'
import type { InboundEvent } from '../../shared/core/callback.ts'
import type { Conversation } from '../../shared/model/conversation.ts'
import type { RawEvent } from '../../shared/model/health.ts'
import type { Cursor, Draft, Message, NotificationItem } from '../../shared/model/message.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { TrailEntry } from '../../shared/model/trail.ts'
import type { MediaStore } from './media.ts'

export interface Page<T> {
  readonly items: T[]
  readonly more: boolean
}

/** What is known of a number's configuration at Aircall. Path and token are secrets. */
export interface Registration {
  readonly numberId: number
  /** The public address that Aircall holds, with the secret path. */
  readonly callbackUrl: string
  /** The token that callbacks should carry. */
  readonly token: string
  readonly registeredAt: number
}

export interface NumberStore {
  /** Adds or replaces. */
  readonly save: (number: OurNumber) => void
  readonly get: (id: number) => OurNumber | undefined
  readonly list: () => OurNumber[]
  /** Deletes the number with its conversations, messages and raw events; answers the conversations that went. */
  readonly remove: (id: number) => string[]
  readonly registration: (id: number) => Registration | undefined
  readonly saveRegistration: (registration: Registration) => void
  readonly forgetRegistration: (id: number) => void
}

/** How a claimed message went on. */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly providerId: string
      readonly providerStatus: string
      readonly providerAt?: number
    }
  | { readonly kind: 'failed'; readonly error: ErrorValue }
  | { readonly kind: 'unknown'; readonly error: ErrorValue }
  /** Never left this computer, or Aircall said "later": back to `queued`, not before `notBefore`. */
  | { readonly kind: 'later'; readonly error: ErrorValue; readonly notBefore: number }

export interface OutboxStore {
  /**
   * Stores a text as `queued`, not to be claimed before `heldUntil`. A draft whose id is there already changes nothing:
   * `fresh` is false. Throws `app.notFound` for one that was taken back or deleted.
   */
  readonly queue: (draft: Draft, at: number, heldUntil?: number) => { message: Message; fresh: boolean }
  /**
   * The next text to send: `queued`, due, and with no earlier text of its conversation still `queued` or `claimed`.
   */
  readonly due: (now: number) => Message | undefined
  /** When the next text that is not due yet becomes due. */
  readonly nextDueAt: (now: number) => number | undefined
  /** `queued` -> `claimed`, its segments counted; undefined when it is no longer queued. */
  readonly claim: (id: string, at: number, segments: number) => Message | undefined
  /** What was claimed for a number since then. */
  readonly spent: (numberId: number, since: number) => Spent[]
  /** Keeps a queued text from being due before `notBefore`, and says why. */
  readonly defer: (id: string, error: ErrorValue, notBefore: number) => Message | undefined
  /** The queued texts, oldest first. */
  readonly list: (limit: number) => Message[]
  /**
   * Takes a queued text back: the message is gone, its text stands in the conversation's draft. One that was to be sent
   * again goes back to where it stood (`gone` is false). Undefined when it is no longer queued.
   */
  readonly cancel: (id: string) => { readonly message: Message; readonly gone: boolean } | undefined
  /** Ends every hold: what is held is due now. Answers how many there were. */
  readonly release: () => number
  /** Moves a `claimed` message on. A status callback may have come first: the state never goes backwards. */
  readonly settle: (id: string, outcome: SendOutcome, at: number) => Message
  /** At start: every `claimed` becomes `unknown`, because nobody knows whether its POST left. */
  readonly recover: () => Message[]
  /**
   * In a store that was put back: every `queued` and `claimed` becomes `unknown`, because it may have been sent since the
   * copy was made. Answers how many there were.
   */
  readonly doubt: (error: ErrorValue) => number
  /** `failed`, `undelivered` or `unknown` -> `queued`; undefined when it is in another state. */
  readonly requeue: (id: string) => Message | undefined
  /** `unknown` -> `sent`, on the user's word; undefined when it is in another state. */
  readonly markSent: (id: string) => Message | undefined
  readonly waiting: () => { readonly queued: number; readonly unknown: number; readonly failed: number }
}

export interface Arrival {
  /** Arrival, epoch milliseconds. */
  readonly at: number
  /** The request's body as it came. */
  readonly raw: string
  /** The number whose secret path was called. */
  readonly numberId: number
  /** What `shared/core/callback.ts` made of it. */
  readonly event: InboundEvent
  /** Whether the token was the number's. */
  readonly verified: boolean
}

/** What became of a callback, once committed. */
export type Reception =
  | {
      readonly kind: 'message'
      readonly message: Message
      /** False: the same provider id was there already. */ readonly fresh: boolean
    }
  | {
      readonly kind: 'status'
      readonly message: Message
      /** False: nothing new in it. */ readonly changed: boolean
    }
  | { readonly kind: 'kept'; readonly reason: RawEvent['reason'] }
  /** It is about a message that the user has deleted: nothing of it is kept. */
  | { readonly kind: 'forgotten' }

/** What became of the notification of an inbound text. */
export interface NotificationNote {
  readonly messageId: string
  /** Epoch milliseconds. */
  readonly askedAt: number
  readonly outcome: 'shown' | 'suppressed' | 'failed'
  /** Why it was suppressed: the rule's reason. */
  readonly why?: string
}

export interface MessageStore {
  readonly get: (id: string) => Message | undefined
  readonly page: (conversationId: string, before: Cursor | undefined, limit: number) => Page<Message>
  /** One transaction: the raw event, the message or status, the conversation and its unread count. */
  readonly receive: (arrival: Arrival) => Reception
  readonly notifications: (
    filter: 'unread' | 'all',
    query: string,
    before: Cursor | undefined,
    limit: number,
  ) => Page<NotificationItem>
  readonly setDone: (id: string, done: boolean) => Message | undefined
  /** Deletes a message for good; what is `claimed` is not: answers what became of it. */
  readonly remove: (id: string) => 'gone' | 'claimed' | 'notFound'
  /** What happened to a message, oldest first. */
  readonly trail: (id: string) => TrailEntry[]
  /** Writes down what became of notifications, all in one transaction. */
  readonly noteNotifications: (notes: readonly NotificationNote[]) => void
  /** Count of unread inbound texts. */
  readonly unread: () => number
  readonly count: () => number
}

export interface ConversationStore {
  readonly list: (query: string, before: Cursor | undefined, limit: number) => Page<Conversation>
  readonly get: (id: string) => Conversation | undefined
  /** Marks every inbound message read; answers the messages that changed. */
  readonly markRead: (id: string) => Message[]
  readonly setName: (id: string, name: string) => Conversation | undefined
  readonly saveDraft: (id: string, body: string) => Conversation | undefined
  /** Deletes a conversation for good, unless one of its texts is `claimed`. Answers the messages that went, or why not. */
  readonly remove: (id: string) => string[] | 'claimed' | 'notFound'
}

export interface EventStore {
  /** The callbacks of which no message came, newest first. */
  readonly list: (limit: number) => RawEvent[]
  readonly count: () => number
}

export interface SettingsStore {
  /** Defaults where nothing is stored; a broken value gives the defaults and a line in the log. */
  readonly get: () => Settings
  readonly save: (settings: Settings) => void
  /** Small values of the app's own: which number is in use, whether set-up is finished. */
  readonly getValue: (name: string) => string | undefined
  readonly setValue: (name: string, value: string | undefined) => void
}

export interface Store {
  readonly numbers: NumberStore
  readonly outbox: OutboxStore
  readonly messages: MessageStore
  readonly media: MediaStore
  readonly conversations: ConversationStore
  readonly events: EventStore
  readonly settings: SettingsStore
  readonly close: () => void
}
