import * as v from 'valibot'
import { isDay } from '../core/day-range.ts'
import { ConversationId } from './message.ts'

/** A calendar day of the user's own zone, `YYYY-MM-DD`. */
export const Day = v.pipe(v.string(), v.check(isDay))
export type Day = v.InferOutput<typeof Day>

/** What the user wants exported; everything where nothing is said. */
export const ExportWish = v.pipe(
  v.object({
    conversationId: v.optional(ConversationId),
    /** The first and the last day, both included. */
    from: v.optional(Day),
    to: v.optional(Day),
  }),
  // Days in this form have the order of their texts.
  v.check(({ from, to }) => from === undefined || to === undefined || from <= to),
)
export type ExportWish = v.InferOutput<typeof ExportWish>

export const ExportCounts = v.object({
  messages: v.number(),
  conversations: v.number(),
  photos: v.number(),
})
export type ExportCounts = v.InferOutput<typeof ExportCounts>

/** How an export ended. `cancelled`: no folder was picked. Of one that was stopped nothing is left. */
export const ExportOutcome = v.variant('kind', [
  v.object({ kind: v.picklist(['cancelled', 'stopped']) }),
  v.object({
    kind: v.literal('done'),
    /** Where it is. */
    folder: v.string(),
    ...ExportCounts.entries,
  }),
])
export type ExportOutcome = v.InferOutput<typeof ExportOutcome>

export const ImportCounts = v.object({
  imported: v.number(),
  /** Were there before. */
  there: v.number(),
  /** Were here before, and were deleted: that holds. */
  deleted: v.number(),
  /** Lines that could not be read. */
  unreadable: v.number(),
  /** The first of those lines, by their number in the file. */
  lines: v.array(v.number()),
  /** Lines that the export should have had, by what it says itself. */
  missing: v.number(),
  /** Messages of practice conversations, which come in in practice mode only. */
  practice: v.number(),
  photos: v.number(),
  /** Photos that the export should hold, but does not in a form that can be used. */
  photosMissing: v.number(),
})
export type ImportCounts = v.InferOutput<typeof ImportCounts>

/** How an import ended. One that was stopped keeps what it had imported. */
export const ImportOutcome = v.variant('kind', [
  v.object({ kind: v.literal('cancelled') }),
  v.object({ kind: v.picklist(['stopped', 'done']), ...ImportCounts.entries }),
])
export type ImportOutcome = v.InferOutput<typeof ImportOutcome>

/** An export or import under way. */
export const Transfer = v.object({
  kind: v.picklist(['export', 'import']),
  /** Of an export messages, of an import bytes. */
  done: v.number(),
  /** 0 while that is not known yet. */
  total: v.number(),
})
export type Transfer = v.InferOutput<typeof Transfer>

export const Transfers = v.object({ running: v.optional(Transfer) })
export type Transfers = v.InferOutput<typeof Transfers>
