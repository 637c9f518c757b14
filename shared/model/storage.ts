import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'

/** Whether Tern can keep what comes and goes. */
export const Storage = v.object({
  /** Why the store cannot be written: while it is there, callbacks get a 503 and nothing is sent. */
  error: v.optional(ErrorValue),
  /** Free space on the disk of the data folder, bytes; undefined where the system does not say. */
  free: v.optional(v.number()),
  /** So little is free that the disk may soon be full. */
  low: v.boolean(),
})
export type Storage = v.InferOutput<typeof Storage>
