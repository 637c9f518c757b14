import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'

/**
 * Whether replies can reach this computer. `reachable` is said only after a probe of our own came in
 * through the public address. `doubtful` is one missed probe, `lost` is two, or a dead tunnel.
 */
export const reachStates = [
  'off',
  'opening',
  'registering',
  'proving',
  'reachable',
  'doubtful',
  'lost',
] as const
export type ReachState = (typeof reachStates)[number]

export const Reach = v.object({
  state: v.picklist(reachStates),
  /** Since when, epoch milliseconds. */
  since: v.number(),
  /** Host of the public address; never the path, which is a secret. */
  host: v.optional(v.string()),
  error: v.optional(ErrorValue),
  /** When a probe last came through, epoch milliseconds. */
  provenAt: v.optional(v.number()),
  /** How long that probe took, milliseconds. */
  roundTrip: v.optional(v.number()),
  /** When the next try starts, epoch milliseconds. */
  retryAt: v.optional(v.number()),
})
export type Reach = v.InferOutput<typeof Reach>
