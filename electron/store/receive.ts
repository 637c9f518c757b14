/** Keeps a callback: one transaction from the event as it came to the conversation and its unread count. */
import { randomUUID } from 'node:crypto'
import type { InboundText, StatusChange } from '../../shared/core/callback.ts'
import type { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import { addMedia } from './media.ts'
import { selectMessage, toMessage, type MessageRow } from './rows.ts'
import type { Statuses } from './statuses.ts'
import type { Arrival, Reception } from './store.ts'
import { foldedBeside, toStored } from './text.ts'
import type { Threads } from './threads.ts'

/** See {@link MessageStore.receive}. */
export interface ReceiveNeeds {
  readonly db: Connection
  readonly threads: Threads
  readonly statuses: Statuses
  readonly ledger: Ledger
}

export function createReceive(needs: ReceiveNeeds): (arrival: Arrival) => Reception {
  const { db, threads, statuses, ledger } = needs
  const isOurs = (numberId: number): boolean =>
    db.get('SELECT 1 FROM numbers WHERE id = ?', numberId) !== undefined

  /** Whether the user has deleted the message. */
  const isForgotten = (numberId: number, providerId: string): boolean =>
    db.get(
      'SELECT 1 FROM forgotten WHERE number_id = ? AND provider_id = ?',
      numberId,
      toStored(providerId),
    ) !== undefined

  const inbound = (numberId: number, providerId: string): MessageRow[] =>
    db.all<MessageRow>(
      `${selectMessage} WHERE m.direction = 'inbound' AND m.number_id = ? AND m.provider_id = ? ORDER BY m.seq`,
      numberId,
      toStored(providerId),
    )

  const bySeq = (seq: number) => {
    const row = db.get<MessageRow>(`${selectMessage} WHERE m.seq = ?`, seq)
    if (row === undefined) throw new RangeError('no such message')
    return toMessage(row)
  }

  const insert = (text: InboundText, numberId: number, verified: boolean, at: number): number => {
    const conversation = threads.ensure(numberId, text.peer, at)
    const row = db.get<{ seq: number }>(
      `INSERT INTO messages (id, conversation_id, number_id, direction, body, folded, media, state, verified, at,
         provider_at, provider_id, read, done)
         VALUES (?, ?, ?, 'inbound', ?, ?, ?, 'received', ?, ?, ?, ?, 0, 0) RETURNING seq`,
      randomUUID(),
      conversation,
      numberId,
      toStored(text.body),
      foldedBeside(text.body),
      JSON.stringify(text.mediaUrls),
      verified ? 1 : 0,
      threads.timeFor(conversation, at),
      text.providerAt,
      toStored(text.providerId),
    )
    if (row === undefined) throw new RangeError('nothing inserted')
    ledger.record(row.seq, { by: 'callback', arrivedAt: at })
    addMedia(db, row.seq, text.mediaUrls.length)
    threads.refreshLast(conversation)
    threads.addUnread(conversation, 1)
    // Its status may have come first.
    db.run(
      `UPDATE raw_events SET reason = NULL WHERE number_id = ? AND provider_id = ? AND reason = 'unknownMessage'`,
      numberId,
      toStored(text.providerId),
    )
    return row.seq
  }

  const receiveText = (text: InboundText, numberId: number, verified: boolean, at: number): Reception => {
    const there = inbound(numberId, text.providerId)
    const proven = there.find((row) => row.verified === 1)
    const body = toStored(text.body)
    const same = there.find((row) => row.peer === text.peer && row.body === body)
    if (verified) {
      if (proven !== undefined) return { kind: 'message', message: toMessage(proven), fresh: false }
      // The same text came before with a wrong token: now it is known to be Aircall's.
      if (same !== undefined) {
        db.run('UPDATE messages SET verified = 1 WHERE seq = ?', same.seq)
        ledger.append(same.id, 'verified', { by: 'callback' })
        return { kind: 'message', message: bySeq(same.seq), fresh: false }
      }
    } else if (same !== undefined) {
      return { kind: 'message', message: toMessage(same), fresh: false }
    }
    // What is not verified never stands in the way of another text under the same id, nor the other way round.
    return { kind: 'message', message: bySeq(insert(text, numberId, verified, at)), fresh: true }
  }

  const receiveStatus = (
    change: StatusChange,
    numberId: number,
    verified: boolean,
    at: number,
  ): Reception => {
    // Nobody but Aircall may say what became of a text.
    if (!verified) return { kind: 'kept', reason: 'wrongToken' }
    const own = inbound(numberId, change.providerId)
    const known = own.find((row) => row.verified === 1) ?? own[0]
    if (known !== undefined) return { kind: 'status', message: toMessage(known), changed: false }
    const { providerId, status: word, providerAt, peer, body } = change
    const heard = statuses.hear({ numberId, providerId, word, providerAt, peer, body, at })
    if (heard === undefined) return { kind: 'kept', reason: 'unknownMessage' }
    return { kind: 'status', message: bySeq(heard.seq), changed: heard.changed }
  }

  const sort = ({ event, numberId: path, verified: tokenFits, at }: Arrival): Reception => {
    if (!('providerId' in event)) return { kind: 'kept', reason: event.kind }
    // The secret path is one number's own. Another id in the body, when none of ours has it, is another way to name it.
    const numberId = event.numberId !== undefined && isOurs(event.numberId) ? event.numberId : path
    if (!isOurs(numberId)) return { kind: 'kept', reason: 'unknownNumber' }
    if (isForgotten(numberId, event.providerId)) return { kind: 'forgotten' }
    // A token proves its own number's callbacks only.
    const verified = tokenFits && numberId === path
    return event.kind === 'text'
      ? receiveText(event, numberId, verified, at)
      : receiveStatus(event, numberId, verified, at)
  }

  return (arrival) =>
    db.transaction(() => {
      const { event, numberId: path } = arrival
      const reception = sort(arrival)
      if (reception.kind === 'forgotten') return reception
      const concerns = 'providerId' in event ? event : undefined
      const named = concerns?.numberId
      const kept = reception.kind === 'kept' ? reception.reason : undefined
      db.run(
        'INSERT INTO raw_events (at, number_id, provider_id, event, reason, body) VALUES (?, ?, ?, ?, ?, ?)',
        arrival.at,
        named !== undefined && isOurs(named) ? named : path,
        concerns === undefined ? undefined : toStored(concerns.providerId),
        'event' in event && event.event !== undefined ? toStored(event.event) : undefined,
        kept,
        toStored(arrival.raw),
      )
      return reception
    })
}
