/** Texts that wait to go out, in words. */
import { errorWords } from '../../../shared/words/errors.ts'
import type { Message, NotificationItem } from '../../../shared/model/message.ts'
import { holdOf } from './hold.ts'

/** How long a text may be on its way into the outbox before it counts as one that waits, milliseconds. */
const graceMs = 2000

/**
 * The texts that stand still: not those that are held for the user, nor those that leave this very moment.
 * @param now epoch milliseconds
 */
export const standingStill = (items: readonly NotificationItem[], now: number): readonly NotificationItem[] =>
  items.filter(({ message }) => {
    if (holdOf(message, now) !== undefined) return false
    const since = Math.max(message.at, message.heldUntil ?? 0)
    return message.error !== undefined || now - since > graceMs
  })

/** Why a queued text waits, as one sentence. */
export const whyItWaits = (message: Message): string =>
  message.error === undefined ? 'It goes out when its turn comes.' : errorWords(message.error).what

/** `3 texts wait: Tern could not reach Aircall.` @param whole false when there are more than were read */
export function waitingWords(items: readonly NotificationItem[], whole: boolean): string {
  const count = items.length
  const texts = count === 1 ? '1 text waits' : `${whole ? '' : 'More than '}${count} texts wait`
  const reason = items.find(({ message }) => message.error !== undefined)?.message.error
  return reason === undefined ? `${texts} to go out.` : `${texts}: ${errorWords(reason).what}`
}
