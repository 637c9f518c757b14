import * as v from 'valibot'

/**
 * What came to the listener with proof of where it is from: callbacks with the number's token, and Tern's own probes.
 * `kept`: no message came of it. `forgotten`: it is about a message that was deleted.
 */
const knownReasons = ['message', 'status', 'duplicate', 'probe', 'kept', 'forgotten', 'storeTrouble'] as const

/** What strangers can send. `tooMuch`: too many bodies at one time. `tooMany`: too many connections. */
const strangeReasons = [
  'wrongToken',
  'unreadable',
  'oldProbe',
  'wrongPath',
  'wrongMethod',
  'tooLarge',
  'tooSlow',
  'tooMuch',
  'tooMany',
  'cutOff',
  'notHttp',
] as const

export const arrivalReasons = [...knownReasons, ...strangeReasons] as const
export type ArrivalReason = (typeof arrivalReasons)[number]

const strange: readonly string[] = strangeReasons
/** Whether anybody may have sent it. */
export const isStrange = (reason: ArrivalReason): boolean => strange.includes(reason)

/** Something that came to the listener. What strangers send of one kind counts together, hour by hour. */
export const Arrival = v.object({
  id: v.number(),
  /** When it came, or the last of them, epoch milliseconds. */
  at: v.number(),
  /** What was answered; 0: the connection was ended without an answer. */
  status: v.number(),
  reason: v.picklist(arrivalReasons),
  /** How large its body was, or the largest of theirs. */
  bytes: v.number(),
  /** How many they were. */
  times: v.number(),
})
export type Arrival = v.InferOutput<typeof Arrival>
