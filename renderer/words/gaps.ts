/**
 * Gaps in words. A gap is where nobody can prove that replies arrived: from the last proof before it to the first one after
 * it. So a reply sent then *may* not have arrived, whatever the reason; nothing stronger is known.
 */
import type { Gap, GapReason } from '../../shared/model/gap.ts'
import { momentWords, spanWords, timeOfDay } from '../lib/time.ts'

interface ReasonWords {
  /** What was, as the rest of a sentence. */
  readonly was: string
  /** What is, after *Since 14:02*. */
  readonly is: string
  /** What it means for a reply sent then, and for one sent now. */
  readonly then: string
  readonly now: string
}

const notSure = {
  then: 'A reply sent then may not have arrived.',
  now: 'A reply sent now may not arrive.',
} as const

const reasons: Readonly<Record<GapReason, ReasonWords>> = {
  lost: {
    was: 'this computer could not be reached',
    is: 'this computer cannot be reached',
    ...notSure,
  },
  asleep: {
    was: 'this computer slept',
    is: 'this computer could not be reached, because it slept',
    ...notSure,
  },
  notRunning: {
    was: 'Tern was not running',
    is: 'this computer could not be reached, because Tern was not running',
    ...notSure,
  },
  displaced: {
    was: 'Aircall sent replies elsewhere',
    is: 'Aircall sends replies elsewhere',
    then: 'A reply sent then may not have arrived here.',
    now: 'A reply sent now may not arrive here.',
  },
  handedBack: {
    was: 'the number was in Aircall',
    is: 'the number is in Aircall',
    then: 'Look in the Aircall inbox for what came.',
    now: 'Look in the Aircall inbox for what comes.',
  },
}

const isToday = (at: number, now: number): boolean => momentWords(at, now) === timeOfDay(at)

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The note in a conversation: when, what, and what it means. @param now epoch milliseconds */
export function gapSentence({ from, to, reason }: Gap, now: number): string {
  const words = reasons[reason]
  return to === undefined
    ? `Since ${momentWords(from, now)} ${words.is}. ${words.now}`
    : `${spanWords(from, to, now)}: ${words.was}. ${words.then}`
}

export interface GapLine {
  readonly title: string
  readonly text: string
}

/** The line in the list of notifications. */
export function gapLine({ from, to, reason }: Gap, now: number): GapLine {
  const words = reasons[reason]
  return to === undefined
    ? { title: upper(words.is), text: `Since ${momentWords(from, now)}. ${words.now}` }
    : { title: upper(words.was), text: `${spanWords(from, to, now)}. ${words.then}` }
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/**
 * Several gaps with no message between them, none of them open, in one sentence.
 * @param gaps at least two, oldest first
 */
export function gapsSentence(gaps: readonly Gap[], now: number): string {
  const [first, last] = [gaps[0], gaps.at(-1)]
  if (first === undefined || last === undefined) return ''
  const missed = gaps.filter(({ reason }) => reason !== 'handedBack')
  const away = gaps.length - missed.length
  const parts = [
    ...(missed.length === 0 ? [] : [`${times(missed.length)} ${commonReason(missed)}`]),
    ...(away === 0 ? [] : [`${times(away)} ${reasons.handedBack.was}`]),
  ]
  const meaning =
    missed.length === 0
      ? reasons.handedBack.then
      : `Replies sent then may not have arrived${away === 0 ? '' : ', or are in the Aircall inbox'}.`
  return `${spanWords(first.from, last.to ?? now, now)}: ${parts.join(', and ')}. ${meaning}`
}

/** What all of them have in common. */
function commonReason(gaps: readonly Gap[]): string {
  const [first] = gaps
  const same = first !== undefined && gaps.every(({ reason }) => reason === first.reason)
  return reasons[same ? first.reason : 'lost'].was
}

/** `Asked 3 people at 14:20`; undefined when nobody was asked. */
export function askedWords({ askedAt, askedPeople }: Gap, now: number): string | undefined {
  if (askedAt === undefined) return undefined
  const people = askedPeople === 1 ? '1 person' : `${askedPeople ?? 0} people`
  return `Asked ${people} ${isToday(askedAt, now) ? 'at' : 'on'} ${momentWords(askedAt, now)}`
}

/**
 * The text that asks people to send their reply again. It says when, not why. What the system puts into times, such as
 * narrow spaces, would make it Unicode, and three segments.
 */
export function askText({ from, to = from }: Gap, now: number): string {
  const when = spanWords(from, to, now)
  const span = `${when === momentWords(from, now) ? 'at' : 'from'} ${when}${isToday(from, now) ? ' today' : ''}`
  return `Hello, we could not receive texts ${span}. If you wrote to us then, please send it again. Sorry, and thank you!`.replace(
    /[\u202F\u00A0]/g,
    ' ',
  )
}
