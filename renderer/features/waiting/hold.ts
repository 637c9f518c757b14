/** How long a text is held so that it can be taken back, for the countdown under its bubble. */
import type { Message } from '../../../shared/model/message.ts'

/** The longest hold that Settings offer, seconds. */
const longest = 20

export interface Hold {
  /** Whole seconds left; undefined when the clock was set back and they would be absurd. */
  readonly seconds: number | undefined
}

/** The hold that a text is in; undefined when it is in none. @param now epoch milliseconds */
export function holdOf({ state, heldUntil }: Message, now: number): Hold | undefined {
  if (state !== 'queued' || heldUntil === undefined || heldUntil <= now) return undefined
  const seconds = Math.ceil((heldUntil - now) / 1000)
  return { seconds: seconds > longest ? undefined : seconds }
}

export const holdWords = ({ seconds }: Hold): string =>
  seconds === undefined ? 'Sending in a moment' : `Sending in ${seconds} s`

/** How much of the hold is left, from 1 down to 0, as whole seconds pass. */
export function holdLeft({ at, heldUntil }: Message, { seconds }: Hold): number {
  const whole = Math.min(longest, Math.max(1, Math.round(((heldUntil ?? at) - at) / 1000)))
  return seconds === undefined ? 1 : Math.min(1, Math.max(0, (seconds - 1) / whole))
}

/** Said once to screen readers when a text was handed in. */
export function holdAnnouncement({ seconds }: Hold): string {
  const when = seconds === undefined ? 'a moment' : seconds === 1 ? '1 second' : `${seconds} seconds`
  return `Your text goes out in ${when}. You can undo that.`
}
