/** One finding for each unknown, out of all that happened. */
import type { Journal } from './journal.ts'
import { callbackFindings } from './rules/callbacks.ts'
import { configuringFindings } from './rules/configuring.ts'
import { unasked } from './rules/finding.ts'
import { readingFindings } from './rules/reading.ts'
import { replyFindings } from './rules/replies.ts'
import { sendingFindings } from './rules/sending.ts'
import { unknowns, type Finding } from './unknowns.ts'

export type Ended = 'whole' | 'stopped' | 'broke off'

const before: Readonly<Record<Ended, string>> = {
  whole: 'the probe had no occasion to',
  stopped: 'the probe was stopped before',
  'broke off': 'the probe broke off before',
}

export function conclude(journal: Journal, phone: string | undefined, ended: Ended): Finding[] {
  const found = [
    ...readingFindings(journal),
    ...configuringFindings(journal),
    ...sendingFindings(journal),
    ...callbackFindings(journal),
    ...replyFindings(journal, phone),
  ]
  return unknowns.map(
    ({ id }) => found.find((one) => one.id === id) ?? unasked(id, journal.skipped.get(id) ?? before[ended]),
  )
}
