/**
 * Brings a message of an export into the store: all of it, or nothing when it is there already. What is here stays as
 * it is: the messages, the names that the user gave, the numbers. Each function runs inside a transaction.
 */
import { randomUUID } from 'node:crypto'
import type { ErrorValue } from '../../shared/errors.ts'
import type { OutboundState } from '../../shared/model/message.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { Clock } from '../ports.ts'
import type { Connection } from './connection.ts'
import { createLedger } from './ledger.ts'
import { addMedia } from './media.ts'
import { createNumberStore } from './numbers.ts'
import type { InboundRecord, MessageRecord, OutboundRecord } from './record.ts'
import { createStatuses } from './statuses.ts'
import { fold, foldedBeside, toStored } from './text.ts'
import { createThreads } from './threads.ts'

/** What became of a message of an export. */
export type Brought =
  | { readonly kind: 'imported'; readonly conversationId: string }
  /** It is here already. */
  | { readonly kind: 'there' }
  /** It was here, and the user deleted it or took it back: that holds. */
  | { readonly kind: 'deleted' }

export interface BringIn {
  /** Stores a number that is not here yet, as one that is not in use. */
  readonly number: (number: OurNumber) => void
  /** The number must be stored. */
  readonly message: (record: MessageRecord) => Brought
  /** Makes the newest message of each of these conversations its last one. */
  readonly refresh: (conversationIds: Iterable<string>) => void
}

/** What was waiting or on its way when it was exported: it may have been sent since, from where it came. */
export const mayHaveBeenSent: ErrorValue = { code: 'import.mayHaveBeenSent', detail: {} }

/** How an outbound text stands here: nothing that is imported goes out by itself. */
export function standingHere(record: Pick<OutboundRecord, 'state' | 'error'>): {
  readonly state: OutboundState
  readonly error: ErrorValue | undefined
} {
  const { state, error } = record
  return state === 'queued' || state === 'claimed'
    ? { state: 'unknown', error: mayHaveBeenSent }
    : { state, error }
}

export function createBringIn(db: Connection, clock: Pick<Clock, 'now'>): BringIn {
  const ledger = createLedger(db, clock)
  const numbers = createNumberStore(db, ledger)
  const threads = createThreads(db)
  const statuses = createStatuses(db, ledger)

  const isThere = (sql: string, ...values: (string | number)[]): boolean =>
    db.get(sql, ...values) !== undefined

  /** The same text may have come in on two computers, with an id of its own on each: Aircall's id tells. */
  const received = (record: InboundRecord): boolean => {
    if (record.providerId === undefined) return false
    // As when it is received: what is not verified does not stand in the way of another text under the same id.
    return isThere(
      `SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.direction = 'inbound' AND m.number_id = ? AND m.provider_id = ?
           AND ((c.peer = ? AND m.body = ?) OR (m.verified = 1 AND ? = 1))`,
      record.numberId,
      toStored(record.providerId),
      record.peer,
      toStored(record.body),
      record.verified ? 1 : 0,
    )
  }
  const sent = ({ numberId, providerIds }: OutboundRecord): boolean =>
    providerIds.some(
      ({ id, source }) =>
        source === 'answer' &&
        isThere(
          `SELECT 1 FROM provider_ids WHERE number_id = ? AND provider_id = ? AND source = 'answer'`,
          numberId,
          toStored(id),
        ),
    )

  /** Another import of the same reply may have given it another id before it was deleted. */
  const isForgotten = (record: MessageRecord): boolean =>
    record.direction === 'inbound' &&
    record.providerId !== undefined &&
    isThere(
      'SELECT 1 FROM forgotten WHERE number_id = ? AND provider_id = ?',
      record.numberId,
      toStored(record.providerId),
    )

  const conversation = (record: MessageRecord): string => {
    const { numberId, peer, name, conversationId: wished } = record
    if (name !== undefined && name.trim() !== '') {
      db.run(
        `INSERT INTO people (peer, name, folded) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE
           SET name = excluded.name, folded = excluded.folded WHERE people.name IS NULL`,
        peer,
        toStored(name),
        toStored(fold(name)),
      )
    }
    const taken = isThere('SELECT 1 FROM conversations WHERE id = ?', wished)
    return threads.ensure(numberId, peer, record.at, taken ? randomUUID() : wished)
  }

  const insert = (record: MessageRecord): string => {
    const inbound = record.direction === 'inbound' ? record : undefined
    const outbound = record.direction === 'outbound' ? record : undefined
    const here = outbound === undefined ? undefined : standingHere(outbound)
    const error = here?.error === undefined ? undefined : JSON.stringify(here.error)
    const conversationId = conversation(record)
    const row = db.get<{ seq: number }>(
      `INSERT INTO messages (id, conversation_id, number_id, direction, body, folded, media, state, verified, at,
         provider_at, provider_status, error, read, done, provider_id, own_state, own_error, attempt, ended_as, claimed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
      record.id,
      conversationId,
      record.numberId,
      record.direction,
      toStored(record.body),
      foldedBeside(record.body),
      JSON.stringify(record.photos.map(({ url }) => url)),
      here?.state ?? record.state,
      record.verified ? 1 : 0,
      record.at,
      record.providerAt,
      record.providerStatus === undefined ? undefined : toStored(record.providerStatus),
      error,
      record.done ? 1 : 0,
      inbound?.providerId === undefined ? undefined : toStored(inbound.providerId),
      here?.state,
      error,
      outbound?.attempt ?? 1,
      outbound?.endedAs,
      outbound?.claimedAt,
    )
    if (row === undefined) throw new RangeError('nothing inserted')
    ledger.record(row.seq, { by: 'import', ...(here?.error === undefined ? {} : { code: here.error.code }) })
    // Its addresses are as old as the text, or somebody else's choice: nothing is fetched from them without being asked.
    if (inbound !== undefined) addMedia(db, row.seq, record.photos.length, 'expired')
    if (outbound !== undefined) hear(row.seq, outbound)
    return conversationId
  }

  /** Keeps what Aircall said of it, so that what it says later is understood. */
  const hear = (seq: number, { numberId, providerIds, statuses: said }: OutboundRecord): void => {
    const taken = new Set<string>()
    for (const { id, attempt, source } of providerIds) {
      const added = db.run(
        `INSERT INTO provider_ids (number_id, provider_id, seq, attempt, source) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING`,
        numberId,
        toStored(id),
        seq,
        attempt,
        source,
      )
      if (added > 0) taken.add(id)
    }
    for (const one of said) {
      if (!taken.has(one.id)) continue
      db.run(
        `INSERT INTO statuses (number_id, provider_id, word, provider_at, at, answer, attempt) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        numberId,
        toStored(one.id),
        toStored(one.word),
        one.providerAt,
        one.at,
        one.answer ? 1 : 0,
        one.attempt,
      )
    }
    // The state is what follows from all that was said, here as for every other text.
    statuses.refresh(seq, { by: 'import' })
  }

  return {
    number: (number) => {
      if (numbers.get(number.id) === undefined) numbers.save(number)
    },
    message: (record) => {
      if (isThere('SELECT 1 FROM messages WHERE id = ?', record.id)) return { kind: 'there' }
      if (record.direction === 'inbound' ? received(record) : sent(record)) return { kind: 'there' }
      if (ledger.knows(record.id) || isForgotten(record)) return { kind: 'deleted' }
      return { kind: 'imported', conversationId: insert(record) }
    },
    refresh: (conversationIds) => {
      for (const id of conversationIds) threads.refreshLast(id)
    },
  }
}
