import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'

/** A copy of the store, encrypted with the same key. */
export const Backup = v.object({
  /** Its file's name. */
  id: v.string(),
  /** Everything until then is in it, epoch milliseconds. */
  at: v.number(),
  bytes: v.number(),
  /** Why it was made: `regular` by the day or by hand; `aside` the messages that a restore took the place of. */
  kind: v.picklist(['regular', 'aside']),
  /** How many messages are in it; unknown until it was looked at. */
  messages: v.optional(v.number()),
  /** True when it was looked at and cannot be opened. */
  broken: v.boolean(),
})
export type Backup = v.InferOutput<typeof Backup>

/** What happened when a damaged store was put aside and a backup opened in its place. */
export const Recovery = v.object({
  /** When that was, epoch milliseconds. */
  at: v.number(),
  /** Texts after `from` and until `to` may be missing, epoch milliseconds. */
  from: v.number(),
  to: v.number(),
  /** Folder where the damaged file is kept. */
  folder: v.string(),
})
export type Recovery = v.InferOutput<typeof Recovery>

export const keeperTasks = ['backup', 'check', 'restore'] as const

/** How the store is kept safe: its backups, and what checks of its file said. */
export const Keeping = v.object({
  /** Newest first. */
  backups: v.array(Backup),
  /** When the next one is due, epoch milliseconds; undefined while there is nothing to back up. */
  nextAt: v.optional(v.number()),
  /** Why the last one failed. */
  error: v.optional(ErrorValue),
  /** What is under way, and how far: `done` of `total`, both 0 while that is not known. */
  busy: v.optional(v.object({ task: v.picklist(keeperTasks), done: v.number(), total: v.number() })),
  /** When the file was last checked and sound, epoch milliseconds. */
  checkedAt: v.optional(v.number()),
  /** Why the last check failed. */
  checkError: v.optional(ErrorValue),
  /** Told until the user has seen it. */
  recovery: v.optional(Recovery),
})
export type Keeping = v.InferOutput<typeof Keeping>
