import * as v from 'valibot'

/**
 * Why replies could not surely reach this computer. `displaced`: Aircall held somebody else's address, or none.
 * `handedBack`: the number was given back for the time that Tern was away, so that replies went to the Aircall inbox.
 */
export const gapReasons = ['lost', 'asleep', 'notRunning', 'displaced', 'handedBack'] as const
export type GapReason = (typeof gapReasons)[number]

export const GapId = v.pipe(v.number(), v.integer(), v.minValue(1))

/** A span in which Tern could not prove that replies arrive: from the last proof before it to the first one after it. */
export const Gap = v.object({
  id: GapId,
  numberId: v.number(),
  /** Epoch milliseconds. */
  from: v.number(),
  /** Epoch milliseconds; absent while it is not over. */
  to: v.optional(v.number()),
  reason: v.picklist(gapReasons),
  /** Whether the user has ticked it off in the notifications list. */
  done: v.boolean(),
  /** When people were asked to text again, epoch milliseconds. */
  askedAt: v.optional(v.number()),
  /** How many were asked so far. */
  askedPeople: v.optional(v.number()),
})
export type Gap = v.InferOutput<typeof Gap>
