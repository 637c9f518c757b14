/** Which outbound message a status tells of, when its id is not one that Tern knows. */
import type { OutboundState } from '../../shared/model/message.ts'
import { standing, type HeardStatus } from '../../shared/core/delivery.ts'
import type { Connection } from './connection.ts'
import { fromStored } from './text.ts'

/** A status with all that it says about its message. */
export interface Described extends HeardStatus {
  readonly numberId: number
  readonly peer: string
  readonly body: string
  /** When it arrived, epoch milliseconds. */
  readonly at: number
}

/** Carriers try for up to three days. */
const longest = 72 * 60 * 60_000
/** The clock may have been set back between POST and callback. */
const slack = 5 * 60_000

interface CandidateRow {
  readonly seq: number
  readonly body: string
  readonly state: OutboundState
  readonly answered: number
  readonly ids_match: number
}

/**
 * The `seq` of the message with the same number, peer and text that left at about that time. Among several: one that
 * the status would move on, then one whose own id is not known yet, then one that was not refused, then the oldest.
 */
export function matchByContent(db: Connection, status: Described): number | undefined {
  const wanted = plain(status.body)
  const candidates = db
    .all<CandidateRow>(
      `SELECT m.seq, m.body, m.state, a.seq IS NOT NULL AS answered,
         EXISTS (SELECT 1 FROM statuses s WHERE s.number_id = a.number_id AND s.provider_id = a.provider_id
           AND s.answer = 0) AS ids_match
       FROM conversations c
       JOIN messages m ON m.conversation_id = c.id
       LEFT JOIN provider_ids a ON a.seq = m.seq AND a.attempt = m.attempt AND a.source = 'answer'
       WHERE c.number_id = ? AND c.peer = ? AND m.claimed_at BETWEEN ? AND ?
       ORDER BY m.seq`,
      status.numberId,
      status.peer,
      status.at - longest,
      status.at + slack,
    )
    // Callbacks have named this message by its own id: another id is another message.
    .filter((row) => row.ids_match === 0 && plain(fromStored(row.body)) === wanted)
  const weight = (row: CandidateRow): number =>
    (standing(row.state, [status]).state === row.state ? 4 : 0) +
    (row.answered === 1 ? 2 : 0) +
    (row.state === 'failed' ? 1 : 0)
  const [first, ...others] = candidates
  if (first === undefined) return undefined
  return others.reduce((best, row) => (weight(row) < weight(best) ? row : best), first).seq
}

// What a gateway may change on the way without making it another text.
const plain = (body: string): string => body.replace(/\r\n?/g, '\n').trim()
