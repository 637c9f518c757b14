/**
 * The ledger: for each message an entry when it comes to be, one for each change of its state, and a last one when it
 * is deleted. Entries are only added. Each one's hash covers the hash before it, so that whoever changes, removes or
 * swaps one breaks the chain from there on. An entry holds nothing of what a message says, only a digest of it.
 */
import * as v from 'valibot'
import { errorCodes } from '../errors.ts'
import { messageStates, type MessageState } from '../model/message.ts'

/** What can happen to a message, beside the states that it takes. */
export const otherEvents = [
  /** Aircall said something that changed no state. */
  'heard',
  /** It came before with a wrong token, and now with the right one. */
  'verified',
  /** A notification was asked for: `outcome` tells what became of it. */
  'notified',
  'read',
  /** Taken back before it was claimed. Its content is gone. */
  'cancelled',
  /** Its content is gone. */
  'deleted',
] as const

export const ledgerEvents = [...messageStates, ...otherEvents] as const
export type LedgerEvent = (typeof ledgerEvents)[number]

/** Who or what brought a change about. */
export const ledgerCauses = ['tern', 'answer', 'callback', 'user', 'start', 'import', 'restore'] as const
export type LedgerCause = (typeof ledgerCauses)[number]

/** What is known of an event. Times are epoch milliseconds. */
export const LedgerDetail = v.object({
  by: v.optional(v.picklist(ledgerCauses)),
  /** The provider's own word. */
  word: v.optional(v.string()),
  /** Why it is `failed` or `unknown`, or why a `queued` one waits. */
  code: v.optional(v.picklist(errorCodes)),
  /** Of `received`: when the callback came. The entry's own time is when it was stored. */
  arrivedAt: v.optional(v.number()),
  /** Of `notified`. */
  outcome: v.optional(v.picklist(['shown', 'suppressed', 'failed'])),
  /** Of `notified`: when the system was asked. */
  askedAt: v.optional(v.number()),
  /** Of `notified` and `suppressed`: the rule's reason. */
  why: v.optional(v.string()),
  /** Of `queued`: which try this is, from the second on. */
  attempt: v.optional(v.number()),
  /** Of the first entry: the message was there before the ledger. */
  older: v.optional(v.boolean()),
})
export type LedgerDetail = v.InferOutput<typeof LedgerDetail>

export interface LedgerEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  /** When it was committed, epoch milliseconds. */
  readonly at: number
  readonly messageId: string
  readonly event: string
  /** A {@link LedgerDetail} as JSON, as it is stored. */
  readonly detail: string
  /** Digest of the content; undefined in all but a message's first entry. */
  readonly content: string | undefined
}

/** Stands in for the hash before the first entry. */
export const ledgerBegin = 'tern ledger 1'

/** What an entry's hash is made of: one text for one entry. @param before the hash of the entry before it */
export function canonicalEntry(before: string, entry: LedgerEntry): string {
  const { seq, at, messageId, event, detail, content } = entry
  return JSON.stringify([before, seq, at, messageId, event, detail, content ?? null])
}

/** A message's content, which never changes, as stored. */
export interface LedgerContent {
  readonly salt: string
  readonly direction: string
  readonly numberId: number
  readonly peer: string
  readonly body: string
  /** JSON of the photos' addresses. */
  readonly media: string
}

/** What the digest of a message's content is made of. */
export function canonicalContent(content: LedgerContent): string {
  const { salt, direction, numberId, peer, body, media } = content
  return JSON.stringify([salt, direction, numberId, peer, body, media])
}

/** Why the record does not hold. */
export const ledgerBreaks = [
  /** An entry is not the one that was written, or one before it was taken away. */
  'chain',
  /** What a message says is not what was recorded. */
  'content',
  /** A message is gone without having been deleted. */
  'missing',
  /** A message that the ledger does not know. */
  'unrecorded',
  /** A message is in another state than the ledger says. */
  'state',
] as const

export const LedgerReport = v.object({
  entries: v.number(),
  messages: v.number(),
  /** The first thing that does not hold; undefined when all does. */
  broken: v.optional(
    v.object({
      kind: v.picklist(ledgerBreaks),
      /** The entry's number and time, where it is about one. */
      seq: v.optional(v.number()),
      at: v.optional(v.number()),
      messageId: v.optional(v.string()),
    }),
  ),
})
export type LedgerReport = v.InferOutput<typeof LedgerReport>

export const isStateEvent = (event: string): event is MessageState =>
  (messageStates as readonly string[]).includes(event)
