import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'
import { Media } from './media.ts'
import { PhoneAddress } from './number.ts'

/**
 * Where an outbound message stands (docs/architecture.md, the send path):
 * `queued` waiting for its turn; `claimed` the POST may be on its way; `accepted` Aircall took it;
 * `sent`, `delivered`, `undelivered` by status callbacks; `failed` a clear refusal; `unknown` no clear answer.
 */
export const outboundStates = [
  'queued',
  'claimed',
  'accepted',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'unknown',
] as const
export type OutboundState = (typeof outboundStates)[number]

export const messageStates = [...outboundStates, 'received'] as const
/** The state of any message; an inbound one is always `received`. */
export type MessageState = (typeof messageStates)[number]

export const directions = ['inbound', 'outbound'] as const
export type Direction = (typeof directions)[number]

export const MessageId = v.pipe(v.string(), v.uuid())
export const ConversationId = v.pipe(v.string(), v.uuid())

export const Message = v.object({
  id: MessageId,
  conversationId: ConversationId,
  /** Aircall's id of our number. */
  numberId: v.number(),
  peer: PhoneAddress,
  direction: v.picklist(directions),
  body: v.string(),
  /** Public addresses of photos; those of an inbound message expire. */
  mediaUrls: v.array(v.string()),
  /** Inbound, with photos: what of each is here, in the order of `mediaUrls`. */
  media: v.optional(v.array(Media)),
  state: v.picklist(messageStates),
  /** The provider's own word for the state, when it is none that Tern knows. */
  providerStatus: v.optional(v.string()),
  /** Why a message is `failed` or `unknown`, or why a `queued` one waits. */
  error: v.optional(ErrorValue),
  /** False when the callback's token was not the number's: it may not come from Aircall. */
  verified: v.boolean(),
  /** When Tern stored it, epoch milliseconds. Messages of a conversation are ordered by this, then by `id`. */
  at: v.number(),
  /** `queued`: until when it can be taken back before it goes out, epoch milliseconds. */
  heldUntil: v.optional(v.number()),
  /** The provider's own time, epoch milliseconds. */
  providerAt: v.optional(v.number()),
  /** Inbound: whether the user has seen it. */
  read: v.boolean(),
  /** Inbound: whether the user has ticked it off in the notifications list. */
  done: v.boolean(),
})
export type Message = v.InferOutput<typeof Message>

/** A message together with who it is with: a row of the notifications list. */
export const NotificationItem = v.object({
  message: Message,
  /** The name the user gave the person. */
  name: v.optional(v.string()),
})
export type NotificationItem = v.InferOutput<typeof NotificationItem>

/** What the user asks to have sent. */
export const Draft = v.object({
  /** Made by the page for each press of *Send*: the same id twice is one message. */
  id: MessageId,
  numberId: v.number(),
  to: PhoneAddress,
  body: v.string(),
  mediaUrls: v.array(v.string()),
})
export type Draft = v.InferOutput<typeof Draft>

/** A place in a list ordered by time and id, for reading the page before it. */
export const Cursor = v.object({ at: v.number(), id: v.string() })
export type Cursor = v.InferOutput<typeof Cursor>
