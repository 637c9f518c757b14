/** A message with all that the store knows of it: what an export writes, and an import brings back. */
import * as v from 'valibot'
import { ErrorValue } from '../../shared/errors.ts'
import { ConversationId, directions, MessageId, outboundStates } from '../../shared/model/message.ts'
import { PhoneAddress } from '../../shared/model/number.ts'

/** Epoch milliseconds, up to the last year that ISO 8601 writes with four digits. */
export const Moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(253_402_300_799_999))

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
// Longer than anything that a callback can carry.
const Body = text(300_000)
const ProviderId = text(2_000)
const Word = text(2_000)
const Attempt = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))

/** A photo of a message. */
export const PhotoRecord = v.object({
  /** Where Aircall had it. */
  url: text(8_192),
  /** Where an export has it, inside its folder. */
  file: v.optional(text(100)),
  /** `image`: a page can show it. */
  kind: v.optional(v.picklist(['image', 'file'])),
})
export type PhotoRecord = v.InferOutput<typeof PhotoRecord>

/** An id that Aircall gave an outbound message, and how that is known. */
export const ProviderIdRecord = v.object({
  id: ProviderId,
  attempt: Attempt,
  source: v.picklist(['answer', 'content']),
})
export type ProviderIdRecord = v.InferOutput<typeof ProviderIdRecord>

/** What Aircall said of an outbound message, in its own word. */
export const StatusRecord = v.object({
  id: ProviderId,
  attempt: Attempt,
  word: Word,
  /** Said in the answer to the POST, not by a callback. */
  answer: v.boolean(),
  at: Moment,
  providerAt: v.optional(Moment),
})
export type StatusRecord = v.InferOutput<typeof StatusRecord>

const common = {
  id: MessageId,
  conversationId: ConversationId,
  /** Aircall's id of our number. */
  numberId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  peer: PhoneAddress,
  /** The name the user gave the person. */
  name: v.optional(text(1_000)),
  direction: v.picklist(directions),
  body: Body,
  photos: v.pipe(v.array(PhotoRecord), v.maxLength(100)),
  verified: v.boolean(),
  at: Moment,
  providerAt: v.optional(Moment),
  providerStatus: v.optional(Word),
  read: v.boolean(),
  done: v.boolean(),
}

export const InboundRecord = v.object({
  ...common,
  direction: v.literal('inbound'),
  state: v.literal('received'),
  providerId: v.optional(ProviderId),
})
export type InboundRecord = v.InferOutput<typeof InboundRecord>

export const OutboundRecord = v.object({
  ...common,
  direction: v.literal('outbound'),
  state: v.picklist(outboundStates),
  // An error that only a newer Tern knows is left out: the state says enough.
  error: v.fallback(v.optional(ErrorValue), undefined),
  /** Grows when the user sends it again. */
  attempt: Attempt,
  /** How the attempt before ended. */
  endedAs: v.optional(v.picklist(outboundStates)),
  /** When its POST may have left. */
  claimedAt: v.optional(Moment),
  providerIds: v.pipe(v.array(ProviderIdRecord), v.maxLength(1_000)),
  statuses: v.pipe(v.array(StatusRecord), v.maxLength(10_000)),
})
export type OutboundRecord = v.InferOutput<typeof OutboundRecord>

export const MessageRecord = v.variant('direction', [InboundRecord, OutboundRecord])
export type MessageRecord = v.InferOutput<typeof MessageRecord>
