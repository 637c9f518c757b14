/** What *Verify my record* found, in words. */
import type { LedgerReport } from '../../shared/core/ledger.ts'
import { exactTime } from '../lib/time.ts'

type Broken = NonNullable<LedgerReport['broken']>

export interface RecordWords {
  readonly what: string
  readonly meaning: string
  /** What the user can do; nothing when the record holds. */
  readonly hint?: string
}

const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

const breaks: Readonly<Record<Broken['kind'], readonly [what: string, meaning: string]>> = {
  chain: [
    'The record breaks',
    'This entry, or one before it, is not the one that was written, or has been taken away. Nothing after it is proven.',
  ],
  content: [
    'A message says something else than when it was recorded',
    'Its text, its number or its direction was changed afterwards, outside Tern.',
  ],
  missing: [
    'A message has gone without having been deleted',
    'The record knows it, and knows of no deletion; the message itself is no longer there.',
  ],
  unrecorded: [
    'There is a message that the record does not know',
    'It was put among your messages outside Tern, or its entries were taken away.',
  ],
  state: [
    'A message stands otherwise than the record says',
    'Where it got to (sent, delivered, failed) was changed outside Tern.',
  ],
}

/** `(entry 1,234 of 24 Nov, 14:05:09)`, as far as it is known. */
function placeOf({ seq, at }: Broken, now: number): string {
  if (seq === undefined) return ''
  const when = at === undefined ? '' : `, ${exactTime(at, now)}`
  return ` (entry ${seq.toLocaleString('en')}${when})`
}

/** @param now epoch milliseconds */
export function recordWords({ entries, messages, broken }: LedgerReport, now: number): RecordWords {
  const about = `${count(entries, 'entry', 'entries')} about ${count(messages, 'message', 'messages')}`
  if (broken === undefined)
    return {
      what: `${about}: the record holds.`,
      meaning: 'Nothing was changed, swapped or taken away since it was written.',
    }
  const [what, meaning] = breaks[broken.kind]
  return {
    what: `${what}${placeOf(broken, now)}.`,
    meaning: `${meaning} Looked at: ${about}.`,
    hint: 'Another program has written to the file of your messages, or the disk damaged it. A backup from before has them as they were.',
  }
}
