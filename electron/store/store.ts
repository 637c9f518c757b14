/** The store as the other parts see it. Opened by `open.ts`; every method is synchronous and committed when it returns. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { Spent } from '../../shared/core/budget.ts'
import type { InboundEvent } from '../../shared/core/callback.ts'
import type { Arrival as LoggedArrival } from '../../shared/model/arrival.ts'
import type { Conversation } from '../../shared/model/conversation.ts'
import type { Gap, GapReason } from '../../shared/model/gap.ts'
import type { RawEvent } from '../../shared/model/health.ts'
import type { Cursor, Draft, Message, NotificationItem } from '../../shared/model/message.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { ReachChange } from '../../shared/model/reach.ts'
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

/** When a number was provably reachable. Epoch milliseconds. */
export interface Proofs {
  /** The first proof since the number was taken. */
  readonly first: number
  readonly last: number
  /** When Aircall last said that it holds our address. */
  readonly held: number
}

export interface GapStore {
  readonly proofs: (numberId: number) => Proofs | undefined
  /** A proof came through; the first one of a number also counts as its {@link Proofs.held}. */
  readonly proven: (numberId: number, at: number) => void
  readonly held: (numberId: number, at: number) => void
  /** The number is not in use any more: what was proven no longer counts, and an open gap is over. */
  readonly forgetProofs: (numberId: number, at: number) => Gap | undefined
  /** The gap that is not over. */
  readonly open: (numberId: number) => Gap | undefined
  /**
   * Begins a gap, unless one is open already. One that begins with the proof that another of its reason ended with is that
   * one again.
   * Between `handedBack` and the others there is a border: the open one ends where the new one begins.
   */
  readonly begin: (numberId: number, from: number, reason: GapReason) => Gap
  /** Ends the open gap; undefined when there is none. */
  readonly end: (numberId: number, to: number) => Gap | undefined
  readonly get: (id: number) => Gap | undefined
  /** Newest first. */
  readonly list: (limit: number) => Gap[]
  /** Those of a number that touch a span, oldest first. */
  readonly between: (numberId: number, from: number, to: number) => Gap[]
  /** Those that may have cost a conversation a reply: it had a message in the day before, or within. Oldest first. */
  readonly ofConversation: (conversationId: string, limit: number) => Gap[]
  /** Whom the user texted in the day before a gap or within it, and who has not answered since. */
  readonly unanswered: (id: number) => Conversation[]
  readonly setDone: (id: number, done: boolean) => Gap | undefined
  /** @param people how many were asked, beside those before */
  readonly setAsked: (id: number, people: number, at: number) => Gap | undefined
  /** Keeps a move of the way in; the oldest beyond the newest few hundred go. */
  readonly addChange: (change: ReachChange) => void
  /** Newest first. */
  readonly changes: (limit: number) => ReachChange[]
}

/** What came to the listener: `shared/core/arrivals.ts` says what of it is kept. */
export interface ArrivalStore {
  /** The latest last. */
  readonly list: () => LoggedArrival[]
  /** Adds or replaces some, and deletes others, in one transaction. */
  readonly save: (changed: readonly LoggedArrival[], gone: readonly number[]) => void
}

export interface SettingsStore {
  /** Defaults where nothing is stored; a broken value gives the defaults and a line in the log. */
  readonly get: () => Settings
  readonly save: (settings: Settings) => void
  /** Small values of the app's own: which number is in use, whether set-up is finished. */
  readonly getValue: (name: string) => string | undefined
  readonly setValue: (name: string, value: string | undefined) => void
}

/** SQLite's log of the store (its WAL): what is committed stands there until it is moved into the file. */
export interface StoreWal {
  /** Has `tell` called after each commit. It must not throw. */
  readonly onCommit: (tell: () => void) => void
  /**
   * Whether somebody else moves the log. Until that is said SQLite does it by itself, on this thread, every few
   * megabytes; then only when the log has become very long all the same.
   */
  readonly handOver: (isMoved: boolean) => void
  /** Moves what is left. Waits for nobody: where others read or move, the rest stays. */
  readonly moveRest: () => void
}

export interface Store {
  readonly numbers: NumberStore
  readonly outbox: OutboxStore
  readonly messages: MessageStore
  readonly media: MediaStore
  readonly conversations: ConversationStore
  readonly events: EventStore
  readonly settings: SettingsStore
  readonly gaps: GapStore
  readonly arrivals: ArrivalStore
  readonly wal: StoreWal
  readonly close: () => void
}
