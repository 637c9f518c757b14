/** What happened to a message, in words: a line for each entry of its trail. */
import type { LedgerDetail } from '../../shared/core/ledger.ts'
import type { SuppressReason } from '../../shared/core/notify.ts'
import { missingCase } from '../../shared/errors.ts'
import type { OutboundState } from '../../shared/model/message.ts'
import type { TrailEntry } from '../../shared/model/trail.ts'
import { errorWords } from '../../shared/words/errors.ts'

export interface TrailLine {
  /** Epoch milliseconds. */
  readonly at: number
  /** What happened: few words. */
  readonly what: string
  /** One sentence or two on it. */
  readonly more?: string
}

type Words = readonly [what: string, more?: string]

/** Why there was no notification. */
const suppressed: Readonly<Record<SuppressReason, string>> = {
  outbound: 'It is a text of your own.',
  again: 'The same text had come before.',
  done: 'It was ticked off already.',
  seen: 'You were looking at the conversation.',
  switchedOff: 'Notifications are switched off in Settings.',
}

const whySuppressed = (why: string | undefined): string =>
  why !== undefined && Object.hasOwn(suppressed, why)
    ? suppressed[why as SuppressReason]
    : 'The rules for notifications kept it back.'

/** The provider's own word, as a sentence of its own. */
const wordOf = ({ word }: LedgerDetail): string | undefined =>
  word === undefined ? undefined : `Aircall's word: “${word}”.`

const reasonOf = ({ code }: LedgerDetail): string | undefined =>
  code === undefined ? undefined : errorWords({ code, detail: {} }).what

const sentences = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ')

/** Where an outbound message got to, when nothing else tells why. */
const stateNames: Readonly<Record<OutboundState, string>> = {
  queued: 'Waiting',
  claimed: 'Sending',
  accepted: 'Accepted by Aircall',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  failed: 'Failed',
  unknown: 'No clear answer',
}

function queuedWords(detail: LedgerDetail): Words {
  const { attempt } = detail
  const reason = reasonOf(detail)
  if (reason !== undefined) return ['Put back into the queue', reason]
  if (attempt !== undefined) return [`Queued again: try ${attempt}`, 'You asked to have it sent once more.']
  return ['Queued', 'You pressed Send. It was stored here before anything left.']
}

function unknownWords(detail: LedgerDetail): Words {
  if (detail.by === 'start')
    return [stateNames.unknown, 'Tern had ended while it was on its way, so nobody knows whether it left.']
  if (detail.by === 'restore')
    return [
      stateNames.unknown,
      'Your messages were put back from a backup, and it may have been sent since then.',
    ]
  return [stateNames.unknown, reasonOf(detail) ?? 'Nobody knows whether it reached Aircall.']
}

function outboundWords(state: OutboundState, detail: LedgerDetail): Words {
  const { by } = detail
  if (by === 'import') return ['Imported', `It came with an import. There it was “${stateNames[state]}”.`]
  // The user's word for these is "not once more": the state before counts again.
  if (by === 'user' && (state === 'failed' || state === 'undelivered' || state === 'unknown'))
    return ['Not sent once more', `You took it back in time. It stands as before: “${stateNames[state]}”.`]
  switch (state) {
    case 'queued':
      return queuedWords(detail)
    case 'claimed':
      return ['Sending', 'From here on it may have left this computer.']
    case 'accepted':
      return [stateNames.accepted, sentences('Aircall took it.', wordOf(detail))]
    case 'sent':
      return by === 'user'
        ? ['Marked as sent', 'You said that it has arrived.']
        : [stateNames.sent, sentences('Handed over to the phone company.', wordOf(detail))]
    case 'delivered':
      return [stateNames.delivered, sentences('The phone company says that it has arrived.', wordOf(detail))]
    case 'undelivered':
      return [stateNames.undelivered, sentences('The phone company could not deliver it.', wordOf(detail))]
    case 'failed':
      return [stateNames.failed, sentences(reasonOf(detail) ?? 'It was refused.', wordOf(detail))]
    case 'unknown':
      return unknownWords(detail)
    default:
      return missingCase(state)
  }
}

function notifiedWords(detail: LedgerDetail): Words {
  switch (detail.outcome) {
    case 'shown':
      return ['Notification shown', 'The system took it.']
    case 'suppressed':
      return ['No notification', whySuppressed(detail.why)]
    case 'failed':
      return ['Notification failed', 'The system did not show it.']
    case undefined:
      return ['Notification asked for', 'What became of it is not known.']
    default:
      return missingCase(detail.outcome)
  }
}

function wordsOf({ event, detail }: TrailEntry): Words {
  switch (event) {
    case 'received':
      return detail.by === 'import'
        ? ['Imported', 'It came with an import.']
        : ['Stored on this computer', 'Only then was Aircall told that it had arrived.']
    case 'heard':
      return ['News from Aircall', sentences(wordOf(detail), 'It changed nothing.')]
    case 'verified':
      return ['Verified', "The same text came once more, with the number's token: it is from Aircall."]
    case 'notified':
      return notifiedWords(detail)
    case 'read':
      return ['Opened', 'You saw it in its conversation, or ticked it off.']
    case 'cancelled':
      return ['Taken back', 'It was never sent, and its text is gone from here.']
    case 'deleted':
      return ['Deleted', 'What it said is gone.']
    default:
      return outboundWords(event, detail)
  }
}

const olderWords: Words = [
  'Kept before Tern had a record',
  'How it stood then was written down. What had happened to it before is not known.',
]

function linesOf(entry: TrailEntry): readonly TrailLine[] {
  const { at, detail } = entry
  const [what, more] = detail.older === true ? olderWords : wordsOf(entry)
  const line: TrailLine = { at, what, ...(more === undefined ? {} : { more }) }
  const before = lineBefore(entry)
  return before === undefined ? [line] : [before, line]
}

/** What an entry tells of the time before it. */
function lineBefore({ event, detail }: TrailEntry): TrailLine | undefined {
  if (event === 'received' && detail.arrivedAt !== undefined)
    return { at: detail.arrivedAt, what: 'Received', more: "Aircall's callback came in." }
  // One that was suppressed was never asked for.
  const asked = detail.outcome === 'shown' || detail.outcome === 'failed'
  return event === 'notified' && asked && detail.askedAt !== undefined
    ? { at: detail.askedAt, what: 'Notification asked for', more: 'It went to the system.' }
    : undefined
}

/** The lines of a trail, in its order. */
export const trailLines = (entries: readonly TrailEntry[]): readonly TrailLine[] => entries.flatMap(linesOf)
