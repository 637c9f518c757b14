/**
 * What Aircall says about outbound messages. Everything heard is kept, and a message's state is made anew of all of
 * it each time: so the order in which callbacks and the POST's answer come makes no difference in the end.
 * Each function runs inside a transaction.
 */
import { advance, deliveryState, standing } from '../../shared/core/delivery.ts'
import type { LedgerDetail } from '../../shared/core/ledger.ts'
import type { OutboundState } from '../../shared/model/message.ts'
import type { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import { matchByContent } from './matching.ts'
import { readError } from './rows.ts'
import { fromStored, toStored } from './text.ts'

export interface HeardOf {
  readonly numberId: number
  readonly providerId: string
  readonly word: string
  readonly providerAt: number | undefined
  readonly peer?: string | undefined
  readonly body?: string | undefined
  /** Arrival, epoch milliseconds. */
  readonly at: number
}

export interface Statuses {
  /** A status by callback; undefined when its message is not known (yet): it is kept until an answer brings its id. */
  readonly hear: (heard: HeardOf) => { readonly seq: number; readonly changed: boolean } | undefined
  /** The POST's answer: gives the message its id, and with it what callbacks said under that id before. */
  readonly answer: (seq: number, heard: HeardOf) => void
  /** Makes state and error anew, and records what changed; true when something did. */
  readonly refresh: (seq: number, cause: LedgerDetail) => boolean
}

interface LinkRow {
  readonly seq: number
  readonly attempt: number
  readonly source: 'answer' | 'content'
}
interface StandingRow {
  readonly id: string
  readonly state: OutboundState
  readonly own_state: OutboundState
  readonly own_error: string | null
  readonly attempt: number
  readonly ended_as: OutboundState | null
  readonly claimed_at: number | null
}
interface HeardRow {
  readonly word: string
  readonly provider_at: number | null
  readonly answer: number
}
interface StatusRow extends HeardRow {
  readonly peer: string | null
  readonly body: string | null
  readonly at: number
}

const ofId = 'number_id = ? AND provider_id = ?'

export function createStatuses(db: Connection, ledger: Ledger): Statuses {
  const linkOf = (numberId: number, id: string): LinkRow | undefined =>
    db.get<LinkRow>(`SELECT seq, attempt, source FROM provider_ids WHERE ${ofId}`, numberId, id)

  const message = (seq: number): StandingRow => {
    const sql =
      'SELECT id, state, own_state, own_error, attempt, ended_as, claimed_at FROM messages WHERE seq = ?'
    const row = db.get<StandingRow>(sql, seq)
    if (row === undefined) throw new RangeError('no such message')
    return row
  }

  const link = (numberId: number, id: string, to: LinkRow): void => {
    db.run(
      `INSERT INTO provider_ids (number_id, provider_id, seq, attempt, source) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET seq = excluded.seq, attempt = excluded.attempt, source = excluded.source`,
      numberId,
      id,
      to.seq,
      to.attempt,
      to.source,
    )
    db.run(`UPDATE statuses SET attempt = ? WHERE ${ofId}`, to.attempt, numberId, id)
    db.run(`UPDATE raw_events SET reason = NULL WHERE ${ofId} AND reason = 'unknownMessage'`, numberId, id)
  }

  /** Links an id by what its status says; the message's earlier try when the next one has not left yet. */
  const linkByContent = (heard: HeardOf): LinkRow | undefined => {
    const { peer, body } = heard
    if (peer === undefined || body === undefined) return undefined
    const seq = matchByContent(db, { ...heard, peer, body })
    if (seq === undefined) return undefined
    const { own_state: own, attempt } = message(seq)
    const to: LinkRow = { seq, attempt: own === 'queued' ? attempt - 1 : attempt, source: 'content' }
    link(heard.numberId, toStored(heard.providerId), to)
    return to
  }

  const add = (heard: HeardOf, answer: boolean, attempt: number | undefined): void => {
    db.run(
      `INSERT INTO statuses (number_id, provider_id, word, provider_at, peer, body, at, answer, attempt)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      heard.numberId,
      toStored(heard.providerId),
      toStored(heard.word),
      heard.providerAt,
      heard.peer,
      heard.body === undefined ? undefined : toStored(heard.body),
      heard.at,
      answer ? 1 : 0,
      attempt,
    )
  }

  const wasSaid = ({ numberId, providerId, word }: HeardOf): boolean =>
    db.get(
      `SELECT 1 FROM statuses WHERE ${ofId} AND word = ? LIMIT 1`,
      numberId,
      toStored(providerId),
      toStored(word),
    ) !== undefined

  const refresh = (seq: number, cause: LedgerDetail): boolean => {
    const { id, state: before, own_state: own, own_error: ownError, attempt } = message(seq)
    const rows = db.all<HeardRow>(
      `SELECT s.word, s.provider_at, s.answer FROM provider_ids p
         JOIN statuses s ON s.number_id = p.number_id AND s.provider_id = p.provider_id
         WHERE p.seq = ? AND s.attempt = ?`,
      seq,
      attempt,
    )
    const heard = rows.map((row) => ({
      word: fromStored(row.word),
      providerAt: row.provider_at ?? undefined,
    }))
    const { state, providerStatus } = standing(own, heard)
    const error = state === own ? ownError : null
    const status = providerStatus === undefined ? undefined : toStored(providerStatus)
    const values = [state, error ?? undefined, status, providerTime(rows)] as const
    const changed =
      db.run(
        `UPDATE messages SET state = ?1, error = ?2, provider_status = ?3, provider_at = ?4
           WHERE seq = ?5 AND (state, error, provider_status, provider_at) IS NOT (?1, ?2, ?3, ?4)`,
        ...values,
        seq,
      ) > 0
    if (!changed) return false
    const code = error === null ? undefined : readError(error).code
    ledger.append(id, state === before ? 'heard' : state, {
      ...cause,
      ...(code === undefined ? {} : { code }),
    })
    return true
  }

  /** The id belongs to another message after all: what was said under it looks for its message again. */
  const relink = (numberId: number, id: string): void => {
    db.run(`UPDATE statuses SET attempt = NULL WHERE ${ofId}`, numberId, id)
    const rows = db.all<StatusRow>(`SELECT * FROM statuses WHERE ${ofId} ORDER BY id`, numberId, id)
    for (const row of rows) {
      const found = linkByContent({
        numberId,
        providerId: fromStored(id),
        word: fromStored(row.word),
        providerAt: row.provider_at ?? undefined,
        peer: row.peer ?? undefined,
        body: row.body === null ? undefined : fromStored(row.body),
        at: row.at,
      })
      if (found !== undefined) {
        refresh(found.seq, { by: 'callback', word: fromStored(row.word) })
        return
      }
    }
    db.run(`UPDATE raw_events SET reason = 'unknownMessage' WHERE ${ofId} AND reason IS NULL`, numberId, id)
  }

  return {
    hear: (heard) => {
      const to = linkOf(heard.numberId, toStored(heard.providerId)) ?? linkByContent(heard)
      if (to === undefined) {
        add(heard, false, undefined)
        return undefined
      }
      const { id } = message(to.seq)
      const isNews = !wasSaid(heard)
      add(heard, false, attemptFor(message(to.seq), to.attempt, heard.word))
      const cause = { by: 'callback', word: heard.word } as const
      const changed = refresh(to.seq, cause)
      if (!changed && isNews) ledger.append(id, 'heard', cause)
      return { seq: to.seq, changed }
    },

    answer: (seq, heard) => {
      const { numberId } = heard
      const id = toStored(heard.providerId)
      const { attempt } = message(seq)
      const owner = linkOf(numberId, id)
      // Aircall gave one id to two texts: it stays with the first, this one has none.
      if (owner !== undefined && owner.seq !== seq && owner.source === 'answer') return
      const calledBack =
        db.get(`SELECT 1 FROM statuses WHERE ${ofId} AND answer = 0 LIMIT 1`, numberId, id) !== undefined
      link(numberId, id, { seq, attempt, source: 'answer' })
      add(heard, true, attempt)
      if (owner !== undefined && owner.seq !== seq) refresh(owner.seq, { by: 'answer' })
      if (!calledBack) return
      // Callbacks use the POST's ids: what was taken for this message's under other ids was another's.
      const mistaken = db.all<{ provider_id: string }>(
        `DELETE FROM provider_ids WHERE seq = ? AND attempt = ? AND source = 'content' RETURNING provider_id`,
        seq,
        attempt,
      )
      for (const row of mistaken) relink(numberId, row.provider_id)
    },

    refresh,
  }
}

/**
 * Which try a status counts for. Bad news of an earlier try says nothing about the present one; good news that is
 * new does: the text has arrived, and need not be sent again.
 */
function attemptFor(row: StandingRow, linked: number, word: string): number {
  if (linked === row.attempt) return linked
  const news = deliveryState(word)
  const ended = row.ended_as ?? 'unknown'
  const good = news !== undefined && news !== 'undelivered' && advance(ended, news) !== ended
  return good ? row.attempt : linked
}

/** The provider's time of a message: the answer's, else the earliest that a callback gave. */
function providerTime(rows: readonly HeardRow[]): number | undefined {
  const times = (wanted: readonly HeardRow[]) => wanted.flatMap((row) => row.provider_at ?? [])
  const answered = times(rows.filter((row) => row.answer === 1))
  const all = answered.length > 0 ? answered : times(rows)
  return all.length === 0 ? undefined : Math.min(...all)
}
