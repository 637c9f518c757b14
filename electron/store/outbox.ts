/** The texts to send and where each stands. */
import { dayMs, type Spent } from '../../shared/core/budget.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import { TernError } from '../../shared/errors.ts'
import type { Message, OutboundState } from '../../shared/model/message.ts'
import type { Connection } from './connection.ts'
import type { Deletion } from './deletion.ts'
import type { Ledger } from './ledger.ts'
import { selectMessage, toMessage, type MessageRow } from './rows.ts'
import type { Statuses } from './statuses.ts'
import type { OutboxStore, SendOutcome } from './store.ts'
import { foldedBeside, toStored } from './text.ts'
import type { Threads } from './threads.ts'

interface OwnRow {
  readonly seq: number
  readonly number_id: number
  readonly state: OutboundState
  readonly own_state: OutboundState
}

const noClearAnswer: ErrorValue = { code: 'aircall.noClearAnswer', detail: {} }

// The first waiting text of its conversation: no earlier one is still on its way out.
const isHead = `NOT EXISTS (SELECT 1 FROM messages e WHERE e.conversation_id = m.conversation_id
  AND e.seq < m.seq AND e.state IN ('queued', 'claimed'))`

// No wait is longer than two minutes: a text that would wait longer is one whose clock was set back, and is due.
const waits = 'm.not_before BETWEEN ?1 + 1 AND ?1 + 120000'

/** The statement behind {@link OutboxStore.due}. */
export const dueSql = `${selectMessage.replace('JOIN', 'CROSS JOIN')} WHERE m.state = 'queued' AND NOT (${waits}) AND ${isHead}
  ORDER BY m.seq LIMIT 1`

/** The statement behind {@link OutboxStore.nextDueAt}. */
export const nextDueSql = `SELECT min(m.not_before) AS at FROM messages m
  WHERE m.state = 'queued' AND ${waits} AND ${isHead}`

/** The statement behind {@link OutboxStore.list}. */
export const waitingSql = `${selectMessage.replace('JOIN', 'CROSS JOIN')} WHERE m.state = 'queued' ORDER BY m.seq LIMIT ?`

export interface OutboxStoreNeeds {
  readonly db: Connection
  readonly threads: Threads
  readonly statuses: Statuses
  readonly ledger: Ledger
  readonly deletion: Deletion
}

export function createOutboxStore(needs: OutboxStoreNeeds): OutboxStore {
  const { db, threads, statuses, ledger, deletion } = needs
  const message = (id: string): Message | undefined => {
    const row = db.get<MessageRow>(`${selectMessage} WHERE m.id = ?`, id)
    return row === undefined ? undefined : toMessage(row)
  }
  const own = (id: string): OwnRow | undefined =>
    db.get<OwnRow>(
      `SELECT seq, number_id, state, own_state FROM messages WHERE id = ? AND direction = 'outbound'`,
      id,
    )
  const attemptOf = (id: string): number =>
    db.get<{ attempt: number }>('SELECT attempt FROM messages WHERE id = ?', id)?.attempt ?? 1
  const setOwn = (seq: number, state: OutboundState, error?: ErrorValue): void => {
    const stored = error === undefined ? undefined : JSON.stringify(error)
    db.run('UPDATE messages SET own_state = ?, own_error = ? WHERE seq = ?', state, stored, seq)
  }

  const settle = (row: OwnRow, outcome: SendOutcome, at: number): void => {
    if (outcome.kind === 'accepted') {
      setOwn(row.seq, 'accepted')
      statuses.answer(row.seq, {
        numberId: row.number_id,
        providerId: outcome.providerId,
        word: outcome.providerStatus,
        providerAt: outcome.providerAt,
        at,
      })
      return
    }
    // Only what is known to have been out can have come back.
    if (row.own_state !== 'claimed') return
    if (outcome.kind !== 'later') {
      setOwn(row.seq, outcome.kind, outcome.error)
    } else if (row.state === 'claimed') {
      // Nothing has left, so nothing was spent; one writer, so the newest is this one's.
      db.run('DELETE FROM spent WHERE id = (SELECT max(id) FROM spent WHERE number_id = ?)', row.number_id)
      setOwn(row.seq, 'queued', outcome.error)
      db.run(
        'UPDATE messages SET not_before = ?, claimed_at = NULL WHERE seq = ?',
        outcome.notBefore,
        row.seq,
      )
    } else {
      // A callback has told of it already: it did leave, and must not leave again.
      setOwn(row.seq, 'unknown', outcome.error)
    }
  }

  return {
    queue: (draft, at, heldUntil) =>
      db.transaction(() => {
        const known = message(draft.id)
        if (known !== undefined) return { message: known, fresh: false }
        // Taken back or deleted: what comes late must not send it after all.
        if (ledger.knows(draft.id)) throw new TernError('app.notFound')
        if (db.get('SELECT 1 FROM numbers WHERE id = ?', draft.numberId) === undefined)
          throw new TernError('app.notFound')
        const conversation = threads.ensure(draft.numberId, draft.to, at)
        const body = toStored(draft.body)
        db.run(
          `INSERT INTO messages (id, conversation_id, number_id, direction, body, folded, media, state, verified, at,
             read, done, own_state, not_before, held_until)
             VALUES (?, ?, ?, 'outbound', ?, ?, ?, 'queued', 1, ?, 1, 1, 'queued', ?, ?)`,
          draft.id,
          conversation,
          draft.numberId,
          body,
          foldedBeside(draft.body),
          JSON.stringify(draft.mediaUrls),
          threads.timeFor(conversation, at),
          heldUntil ?? 0,
          heldUntil,
        )
        ledger.record(found(own(draft.id)).seq, { by: 'user' })
        threads.refreshLast(conversation)
        // What is queued is no longer a draft, even if the window is gone before it says so.
        db.run(`UPDATE conversations SET draft = '' WHERE id = ? AND draft = ?`, conversation, body)
        return { message: found(message(draft.id)), fresh: true }
      }),

    due: (now) => {
      const row = db.get<MessageRow>(dueSql, now)
      return row === undefined ? undefined : toMessage(row)
    },

    nextDueAt: (now) => db.get<{ at: number | null }>(nextDueSql, now)?.at ?? undefined,

    claim: (id, at, segments) =>
      db.transaction(() => {
        const changed = db.run(
          `UPDATE messages SET state = 'claimed', own_state = 'claimed', error = NULL, own_error = NULL, claimed_at = ?,
             held_until = NULL WHERE id = ? AND state = 'queued'`,
          at,
          id,
        )
        if (changed === 0) return undefined
        const { number_id: numberId } = found(own(id))
        db.run('INSERT INTO spent (number_id, at, segments) VALUES (?, ?, ?)', numberId, at, segments)
        db.run('DELETE FROM spent WHERE number_id = ? AND at < ?', numberId, at - dayMs)
        ledger.append(id, 'claimed', { by: 'tern' })
        return message(id)
      }),

    spent: (numberId, since) =>
      db.all<Spent>('SELECT at, segments FROM spent WHERE number_id = ? AND at > ?', numberId, since),

    defer: (id, error, notBefore) =>
      db.transaction(() => {
        const stored = JSON.stringify(error)
        db.run(
          `UPDATE messages SET error = ?1, own_error = ?1, not_before = ?2, held_until = NULL
             WHERE id = ?3 AND state = 'queued'`,
          stored,
          notBefore,
          id,
        )
        return message(id)
      }),

    list: (limit) => db.all<MessageRow>(waitingSql, limit).map(toMessage),

    cancel: (id) =>
      db.transaction(() => {
        const taken = message(id)
        if (taken?.state !== 'queued') return undefined
        const again = db.get<{ seq: number; ended_as: OutboundState }>(
          'SELECT seq, ended_as FROM messages WHERE id = ? AND attempt > 1',
          id,
        )
        if (again !== undefined) {
          setOwn(again.seq, again.ended_as, again.ended_as === 'unknown' ? noClearAnswer : undefined)
          db.run('UPDATE messages SET attempt = attempt - 1, ended_as = NULL WHERE seq = ?', again.seq)
          statuses.refresh(again.seq, { by: 'user' })
          return { message: found(message(id)), gone: false }
        }
        deletion.messages([id], 'cancelled')
        db.run(
          `UPDATE conversations SET draft = iif(draft = '', ?1, ?1 || char(10) || draft) WHERE id = ?2`,
          toStored(taken.body),
          taken.conversationId,
        )
        return { message: taken, gone: true }
      }),

    release: () =>
      db.run(
        `UPDATE messages SET not_before = 0, held_until = NULL WHERE state = 'queued' AND held_until IS NOT NULL`,
      ),

    settle: (id, outcome, at) =>
      db.transaction(() => {
        const row = found(own(id))
        settle(row, outcome, at)
        statuses.refresh(row.seq, { by: 'answer', ...wordOf(outcome) })
        return found(message(id))
      }),

    recover: () =>
      db.transaction(() => {
        const rows = db.all<{ seq: number; id: string }>(
          `SELECT seq, id FROM messages WHERE own_state = 'claimed' ORDER BY seq`,
        )
        const changed = rows.filter(({ seq }) => {
          setOwn(seq, 'unknown', noClearAnswer)
          return statuses.refresh(seq, { by: 'start' })
        })
        return changed.map(({ id }) => found(message(id)))
      }),

    doubt: (error) =>
      db.transaction(() => {
        const rows = db.all<{ seq: number }>(
          `SELECT seq FROM messages WHERE own_state IN ('queued', 'claimed') ORDER BY seq`,
        )
        for (const { seq } of rows) {
          setOwn(seq, 'unknown', error)
          db.run('UPDATE messages SET held_until = NULL, not_before = 0 WHERE seq = ?', seq)
          statuses.refresh(seq, { by: 'restore' })
        }
        return rows.length
      }),

    requeue: (id) =>
      db.transaction(() => {
        const row = own(id)
        const again: readonly OutboundState[] = ['failed', 'undelivered', 'unknown']
        // Its POST may still be out, even where a callback came first: then it is not ours to send again yet.
        if (row === undefined || row.own_state === 'claimed' || !again.includes(row.state)) return undefined
        setOwn(row.seq, 'queued')
        db.run(
          `UPDATE messages SET attempt = attempt + 1, ended_as = state, not_before = 0,
             claimed_at = iif(state = 'unknown', claimed_at, NULL) WHERE seq = ?`,
          row.seq,
        )
        statuses.refresh(row.seq, { by: 'user', attempt: attemptOf(id) })
        return message(id)
      }),

    markSent: (id) =>
      db.transaction(() => {
        const row = own(id)
        if (row?.state !== 'unknown') return undefined
        setOwn(row.seq, 'sent')
        statuses.refresh(row.seq, { by: 'user' })
        return message(id)
      }),

    waiting: () => {
      const rows = db.all<{ state: OutboundState; count: number }>(
        `SELECT state, count(*) AS count FROM messages WHERE state IN ('queued', 'unknown', 'failed') GROUP BY state`,
      )
      const count = (state: OutboundState) => rows.find((row) => row.state === state)?.count ?? 0
      return { queued: count('queued'), unknown: count('unknown'), failed: count('failed') }
    },
  }
}

/** The provider's word in the answer to a POST. */
function wordOf(outcome: SendOutcome): { readonly word?: string } {
  return outcome.kind === 'accepted' ? { word: outcome.providerStatus } : {}
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new TernError('app.notFound')
  return value
}
