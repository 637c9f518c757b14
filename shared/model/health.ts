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
  /** Since when the level is what it is, epoch milliseconds. */
  since: v.optional(v.number()),
  /** True when it was so already when Tern began to look: it may have been so for longer. */
  fromStart: v.optional(v.boolean()),
})
export type HealthLine = v.InferOutput<typeof HealthLine>

/** What can be tried out, in the order of *Run all checks*. Each stands on the line of its part. */
export const checkedParts = [
  'key',
  'number',
  'registration',
  'listener',
  'proof',
  'store',
  'notifications',
  'disk',
] as const satisfies readonly HealthPart[]
export type CheckedPart = (typeof checkedParts)[number]

/** How a check stands. `skipped`: the part is not set up, or switched off. */
export const HealthCheck = v.object({
  part: v.picklist(checkedParts),
  state: v.picklist(['waiting', 'running', 'passed', 'failed', 'skipped']),
  /** When it ended, epoch milliseconds. */
  at: v.optional(v.number()),
  /** Why it failed. */
  error: v.optional(ErrorValue),
})
export type HealthCheck = v.InferOutput<typeof HealthCheck>

/** The checks since Tern was started: those that were asked for, in the order above. */
export const HealthChecks = v.object({
  /** Which kind of run is under way. */
  running: v.optional(v.picklist(['all', 'one'])),
  checks: v.array(HealthCheck),
})
export type HealthChecks = v.InferOutput<typeof HealthChecks>

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
