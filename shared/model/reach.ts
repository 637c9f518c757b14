import * as v from 'valibot'
import { errorCodes, ErrorValue } from '../errors.ts'

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

/**
 * The ways in. `localtunnel`: a public server, no account, not encrypted on its last leg. `ngrok`: encrypted, with an
 * account. `own`: an address that the user leads here by other means. `loopback`: practice mode, nothing leaves.
 */
export const waysIn = ['localtunnel', 'ngrok', 'own'] as const
export type WayIn = (typeof waysIn)[number]

/** What stands between each way in and its use. */
export const Ways = v.object({
  ways: v.array(
    v.object({
      way: v.picklist(waysIn),
      /** What it still needs; nothing: it can be used. */
      needs: v.optional(v.picklist(['token', 'address'])),
    }),
  ),
  /** The host of a tunnel server that the environment names: it goes before every choice. */
  forcedHost: v.optional(v.string()),
})
export type Ways = v.InferOutput<typeof Ways>

export const Reach = v.object({
  state: v.picklist(reachStates),
  /** Since when, epoch milliseconds. */
  since: v.number(),
  /** Host of the public address; never the path, which is a secret. */
  host: v.optional(v.string()),
  /** Which way in is in use. */
  way: v.optional(v.picklist([...waysIn, 'loopback'])),
  /** True while the standby way in is in use, because the first one is lost. */
  standby: v.optional(v.boolean()),
  error: v.optional(ErrorValue),
  /** When a probe last came through, epoch milliseconds. */
  provenAt: v.optional(v.number()),
  /** How long that probe took, milliseconds. */
  roundTrip: v.optional(v.number()),
  /** When the next try starts, epoch milliseconds. */
  retryAt: v.optional(v.number()),
})
export type Reach = v.InferOutput<typeof Reach>

/** What moved the way in from one state to another: the events of `core/reach-machine.ts`. */
export const reachReasons = [
  'start',
  'stop',
  'opened',
  'openFailed',
  'registered',
  'registerFailed',
  'proven',
  'missed',
  'ended',
  'due',
  'check',
  'suspend',
  'resume',
  'network',
  'clock',
  'displaced',
] as const
export type ReachReason = (typeof reachReasons)[number]

/** One move of the way in from state to state. */
export const ReachChange = v.object({
  /** Epoch milliseconds. */
  at: v.number(),
  from: v.picklist(reachStates),
  to: v.picklist(reachStates),
  reason: v.picklist(reachReasons),
  /** The error that came with it. */
  code: v.optional(v.picklist(errorCodes)),
})
export type ReachChange = v.InferOutput<typeof ReachChange>

/** How reachable this computer was. */
export const ReachRecord = v.object({
  /** Share of the time in use that was provably reachable, 0 to 1: since midnight, and over seven days. */
  uptime: v.object({ today: v.optional(v.number()), week: v.optional(v.number()) }),
  /** Newest first. */
  changes: v.array(ReachChange),
})
export type ReachRecord = v.InferOutput<typeof ReachRecord>
