/** When replies could not reach this computer, and how the way in went from state to state. */
import * as v from 'valibot'
import { hasOptedOut } from '../../shared/core/opt-out.ts'
import type { Conversation } from '../../shared/model/conversation.ts'
import type { Gap, GapReason } from '../../shared/model/gap.ts'
import { ReachChange } from '../../shared/model/reach.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore, GapStore, Proofs } from './store.ts'
import { fromStored } from './text.ts'

interface GapRow {
  readonly id: number
  readonly number_id: number
  readonly from_at: number
  readonly to_at: number | null
  readonly reason: GapReason
  readonly done: number
  readonly asked_at: number | null
  readonly asked_people: number
}

const select =
  'SELECT g.id, g.number_id, g.from_at, g.to_at, g.reason, g.done, g.asked_at, g.asked_people FROM gaps g'

/** How long before a gap a conversation counts as active, milliseconds. */
const activeMs = 86_400_000

/** Later than every time there is: where an open gap ends for now. */
const never = 8.64e15

/** No proof takes longer, milliseconds. */
const longestProofMs = 10_000

/** How many moves of the way in are kept. */
const changesKept = 500

/** An answer to an opt-out is short; longer texts are not read. */
const longestOptOut = 60

/** @param conversations where the people of a gap are read */
export function createGapStore(db: Connection, conversations: Pick<ConversationStore, 'get'>): GapStore {
  const one = (sql: string, ...values: number[]): Gap | undefined => {
    const row = db.get<GapRow>(sql, ...values)
    return row === undefined ? undefined : toGap(row)
  }
  const get = (id: number): Gap | undefined => one(`${select} WHERE g.id = ?`, id)
  const open = (numberId: number): Gap | undefined =>
    one(`${select} WHERE g.number_id = ? AND g.to_at IS NULL`, numberId)
  const end = (numberId: number, to: number): Gap | undefined =>
    db.transaction(() => {
      const gap = open(numberId)
      if (gap === undefined) return undefined
      // A clock that was set back must not make it end before it began.
      db.run('UPDATE gaps SET to_at = max(from_at, ?) WHERE id = ?', to, gap.id)
      return get(gap.id)
    })

  function change(id: number, sql: string, ...values: number[]): Gap | undefined {
    db.run(`UPDATE gaps SET ${sql} WHERE id = ?`, ...values, id)
    return get(id)
  }

  function insert(numberId: number, from: number, reason: GapReason): Gap {
    const again = db.get<{ id: number }>(
      // The last proof both ended that one and begins this one; when it came back and when it left are a moment apart.
      `SELECT id FROM gaps WHERE number_id = ? AND to_at BETWEEN ? AND ? AND reason = ? ORDER BY id DESC`,
      numberId,
      from,
      from + longestProofMs,
      reason,
    )
    if (again !== undefined) {
      db.run('UPDATE gaps SET to_at = NULL, done = 0 WHERE id = ?', again.id)
      return needGap(get(again.id))
    }
    db.run('INSERT INTO gaps (number_id, from_at, reason) VALUES (?, ?, ?)', numberId, from, reason)
    return needGap(open(numberId))
  }

  return {
    proofs: (numberId) => {
      const row = db.get<{ first_at: number; last_at: number; held_at: number }>(
        'SELECT first_at, last_at, held_at FROM proofs WHERE number_id = ?',
        numberId,
      )
      return row === undefined ? undefined : toProofs(row)
    },
    proven: (numberId, at) => {
      db.run(
        `INSERT INTO proofs (number_id, first_at, last_at, held_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (number_id) DO UPDATE SET last_at = excluded.last_at`,
        numberId,
        at,
        at,
        at,
      )
    },
    held: (numberId, at) => {
      db.run('UPDATE proofs SET held_at = ? WHERE number_id = ?', at, numberId)
    },
    forgetProofs: (numberId, at) =>
      db.transaction(() => {
        db.run('DELETE FROM proofs WHERE number_id = ?', numberId)
        return end(numberId, at)
      }),
    open,
    begin: (numberId, from, reason) =>
      db.transaction(() => {
        const gap = open(numberId)
        const isSame = gap !== undefined && (gap.reason === 'handedBack') === (reason === 'handedBack')
        if (isSame) return gap
        if (gap !== undefined) end(numberId, from)
        return insert(numberId, from, reason)
      }),
    end,
    get,
    list: (limit) => db.all<GapRow>(`${select} ORDER BY g.from_at DESC, g.id DESC LIMIT ?`, limit).map(toGap),
    between: (numberId, from, to) =>
      db
        .all<GapRow>(
          `${select} WHERE g.number_id = ? AND g.from_at < ? AND coalesce(g.to_at, ${never}) > ? ORDER BY g.from_at`,
          numberId,
          to,
          from,
        )
        .map(toGap),
    ofConversation: (conversationId, limit) =>
      db
        .all<GapRow>(
          `${select} JOIN conversations c ON c.number_id = g.number_id WHERE c.id = ? AND EXISTS (
             SELECT 1 FROM messages m WHERE m.conversation_id = c.id
               AND m.at BETWEEN g.from_at - ${activeMs} AND coalesce(g.to_at, ${never}))
           ORDER BY g.from_at DESC, g.id DESC LIMIT ?`,
          conversationId,
          limit,
        )
        .reverse()
        .map(toGap),
    unanswered: (id) => {
      const gap = get(id)
      if (gap === undefined) return []
      return db
        .all<{ id: string }>(
          `SELECT c.id FROM conversations c WHERE c.number_id = ? AND c.at >= ? AND NOT EXISTS (
             SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'inbound' AND m.at >
               (SELECT max(o.at) FROM messages o WHERE o.conversation_id = c.id AND o.direction = 'outbound'
                  AND o.state IN ('accepted', 'sent', 'delivered', 'unknown') AND o.at BETWEEN ? AND ?))
             AND EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = c.id AND o.direction = 'outbound'
                AND o.state IN ('accepted', 'sent', 'delivered', 'unknown') AND o.at BETWEEN ? AND ?)
           ORDER BY c.at DESC, c.id DESC`,
          gap.numberId,
          gap.from - activeMs,
          gap.from - activeMs,
          gap.to ?? never,
          gap.from - activeMs,
          gap.to ?? never,
        )
        .filter((row) => !optedOut(db, row.id))
        .map((row) => conversations.get(row.id))
        .filter((conversation): conversation is Conversation => conversation !== undefined)
    },
    setDone: (id, done) => change(id, 'done = ?', done ? 1 : 0),
    setAsked: (id, people, at) => change(id, 'asked_at = ?, asked_people = asked_people + ?', at, people),
    addChange: ({ at, from, to, reason, code }) =>
      db.transaction(() => {
        db.run(
          'INSERT INTO reach_changes (at, from_state, to_state, reason, code) VALUES (?, ?, ?, ?, ?)',
          at,
          from,
          to,
          reason,
          code,
        )
        db.run('DELETE FROM reach_changes WHERE id <= (SELECT max(id) FROM reach_changes) - ?', changesKept)
      }),
    changes: (limit) =>
      db
        .all<Record<string, unknown>>(
          `SELECT at, from_state AS "from", to_state AS "to", reason, code FROM reach_changes ORDER BY id DESC LIMIT ?`,
          limit,
        )
        .map(({ code, ...row }) => v.parse(ReachChange, code === null ? row : { ...row, code })),
  }
}

/** Whether the person's last word on it was that they want no more texts. */
function optedOut(db: Connection, conversationId: string): boolean {
  const short = db.all<{ body: string }>(
    `SELECT body FROM messages WHERE conversation_id = ? AND direction = 'inbound' AND length(body) <= ${longestOptOut}
       ORDER BY at DESC, id DESC`,
    conversationId,
  )
  return hasOptedOut(short.map(({ body }) => fromStored(body)))
}

function needGap(gap: Gap | undefined): Gap {
  if (gap === undefined) throw new Error('a gap that was just stored is not there')
  return gap
}

const toProofs = (row: { first_at: number; last_at: number; held_at: number }): Proofs => ({
  first: row.first_at,
  last: row.last_at,
  held: row.held_at,
})

const toGap = (row: GapRow): Gap => ({
  id: row.id,
  numberId: row.number_id,
  from: row.from_at,
  reason: row.reason,
  done: row.done === 1,
  ...(row.to_at === null ? {} : { to: row.to_at }),
  ...(row.asked_at === null ? {} : { askedAt: row.asked_at, askedPeople: row.asked_people }),
})
