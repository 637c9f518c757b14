import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'

export const healthParts = [
  'key',
  'number',
  'listener',
  'wayIn',
  'registration',
  'proof',
  'disk',
  'outbox',
  'store',
  'recovery',
  'backups',
  'notifications',
  'tray',
] as const
export type HealthPart = (typeof healthParts)[number]

export const HealthLine = v.object({
  part: v.picklist(healthParts),
  level: v.picklist(['ok', 'warn', 'bad', 'off']),
  /** Facts for the line's sentence: a host, a port, a count, a time in epoch milliseconds. Never a secret. */
  facts: v.record(v.string(), v.union([v.string(), v.number()])),
  error: v.optional(ErrorValue),
})
export type HealthLine = v.InferOutput<typeof HealthLine>

/** A callback that was kept but made no message. */
export const RawEvent = v.object({
  id: v.number(),
  /** Arrival, epoch milliseconds. */
  at: v.number(),
  /** Why no message came of it. */
  reason: v.picklist(['unreadable', 'unknownEvent', 'unknownMessage', 'unknownNumber', 'wrongToken']),
  /** The event's own name, when it has one. */
  event: v.optional(v.string()),
  /** The body as it came, at most 4,000 characters of it, with the token masked. */
  body: v.string(),
})
export type RawEvent = v.InferOutput<typeof RawEvent>
