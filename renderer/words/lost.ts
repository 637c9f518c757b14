/** That replies cannot reach this computer, in words: since when, when it is tried again, and what taking a number back does. */
import { isLost } from '../../shared/core/reach-news.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'
import { momentWords } from '../lib/time.ts'
import { reachWords, type ReachWords } from './reach.ts'

/**
 * The words for reach in the frame of the window. A way in that opens again after an error is still lost: else they would
 * change with each try.
 * @param since when it was lost, if that is known, epoch milliseconds
 */
export function frameWords(reach: Reach, since: number | undefined, now: number): ReachWords {
  if (!isLost(reach)) return reachWords(reach.state)
  const words = reachWords('lost')
  return since === undefined ? words : { ...words, short: `${words.short} since ${momentWords(since, now)}` }
}

const second = 1000
const minute = 60 * second

/** `Next try in 20 seconds.`, `Trying again now.`; nothing when no try is planned. */
export function nextTryWords({ state, retryAt }: Reach, now: number): string | undefined {
  if (state !== 'lost' || (retryAt !== undefined && retryAt <= now)) return 'Trying again now.'
  if (retryAt === undefined) return undefined
  const left = retryAt - now
  if (left > 90 * second) return `Next try in ${Math.round(left / minute)} minutes.`
  const seconds = Math.ceil(left / second)
  return `Next try in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`
}

/** Whether the number itself is somewhere else, and can be taken back. */
export const canTakeBack = (error: ErrorValue | undefined): boolean =>
  error?.code === 'registration.taken' || error?.code === 'registration.gone'

export interface TakeBackWords {
  /** What is now. */
  readonly now: string
  /** What it means for whoever uses it now. */
  readonly then: string
}

/** @param number ours, as it is written */
export function takeBackWords(error: ErrorValue, number: string): TakeBackWords {
  if (error.code === 'registration.gone')
    return {
      now: `${number} has been put back to the Aircall apps: texting for it goes on there.`,
      then: 'If you take it back, replies come to this computer again, and nobody can text from this number in the Aircall apps any more.',
    }
  const host = error.detail['host']
  return {
    now: `Replies to ${number} go to ${host === undefined ? 'another address' : String(host)} now: to another computer, or another program.`,
    then: 'If you take the number back, replies come to this computer again. Whoever receives them there now gets none any more, and is not told.',
  }
}
