/** The photos of inbound texts: what of them is where, and what is still to be fetched. The files are in `media/vault.ts`. */
import { randomUUID } from 'node:crypto'
import type { MediaRefusal } from '../../shared/model/media.ts'
import type { MediaFailure } from '../../shared/core/media-retry.ts'
import type { Connection } from './connection.ts'
import { readMedia } from './rows.ts'

/** A photo that is to be fetched. */
export interface WaitingMedia {
  readonly id: string
  readonly messageId: string
  readonly url: string
  /** How often it was tried. */
  readonly tries: number
  /** When its text came, epoch milliseconds. */
  readonly at: number
}

/** A photo that is there. */
export interface StoredMedia {
  readonly id: string
  readonly messageId: string
  /** When its text came, epoch milliseconds. */
  readonly at: number
  /** Its place among those of its text, from 0. */
  readonly position: number
  /** Id of its file in the vault. */
  readonly file: string
  readonly kind: 'image' | 'file'
  readonly type: string
  readonly size: number
}

/** How a try ended. */
export type MediaOutcome =
  | {
      readonly kind: 'stored'
      readonly file: string
      readonly as: Pick<StoredMedia, 'kind' | 'type' | 'size'>
    }
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused'; readonly reason: MediaRefusal }
  | { readonly kind: 'again'; readonly failure: MediaFailure; readonly notBefore: number }

export interface MediaStore {
  /** What is to be fetched now, the longest due first. */
  readonly due: (now: number, limit: number) => WaitingMedia[]
  /** When the next one that is not due yet becomes due. */
  readonly nextDueAt: (now: number) => number | undefined
  /** Commits how a try ended. False: the photo has gone meanwhile, or is not waiting, and nothing was changed. */
  readonly settle: (id: string, outcome: MediaOutcome) => boolean
  /** One that is stored. */
  readonly get: (id: string) => StoredMedia | undefined
  /** On the user's word: to be fetched now, as if for the first time. Answers its message; undefined when it is stored, or gone. */
  readonly retry: (id: string) => string | undefined
  /** There is a network again: those that failed for want of one are due now. */
  readonly hurry: () => void
  /** Every file that an entry needs. */
  readonly files: () => string[]
  /** Files are gone: their photos are to be fetched anew. Answers the messages. */
  readonly lost: (files: readonly string[]) => string[]
  /** The files of entries that were deleted. */
  readonly removed: () => string[]
  /** They are removed. */
  readonly forgetRemoved: (files: readonly string[]) => void
}

/**
 * Notes the photos of a new inbound message, inside its transaction.
 * @param state `expired`: they are not fetched by themselves
 */
export function addMedia(
  db: Connection,
  seq: number,
  count: number,
  state: 'waiting' | 'expired' = 'waiting',
): void {
  for (let position = 0; position < count; position += 1)
    db.run(
      'INSERT INTO media (id, seq, position, state) VALUES (?, ?, ?, ?)',
      randomUUID(),
      seq,
      position,
      state,
    )
}

interface WaitingRow {
  readonly id: string
  readonly message_id: string
  readonly position: number
  readonly media: string
  readonly tries: number
  readonly at: number
}

interface StoredRow extends Omit<StoredMedia, 'messageId'> {
  readonly message_id: string
}

/** The statements whose cost must not grow with the number of photos. */
export const mediaSql = {
  due: `SELECT x.id, m.id AS message_id, x.position, m.media, x.tries, m.at FROM media x CROSS JOIN messages m ON m.seq = x.seq
    WHERE x.state = 'waiting' AND x.next_at <= ? ORDER BY x.next_at, x.seq LIMIT ?`,
  nextDue: `SELECT min(next_at) AS at FROM media WHERE state = 'waiting' AND next_at > ?`,
}

export function createMediaStore(db: Connection): MediaStore {
  const column = (sql: string, ...values: (string | number)[]): string[] =>
    db.all<{ value: string }>(sql, ...values).map(({ value }) => value)

  return {
    due: (now, limit) =>
      db.all<WaitingRow>(mediaSql.due, now, limit).map((row) => ({
        id: row.id,
        messageId: row.message_id,
        url: readMedia(row.media)[row.position] ?? '',
        tries: row.tries,
        at: row.at,
      })),

    nextDueAt: (now) => db.get<{ at: number | null }>(mediaSql.nextDue, now)?.at ?? undefined,

    settle: (id, outcome) => {
      const where = `WHERE id = ? AND state = 'waiting'`
      if (outcome.kind === 'stored') {
        const { kind, type, size } = outcome.as
        const set = `state = 'stored', file = ?, kind = ?, type = ?, size = ?, reason = NULL`
        return db.run(`UPDATE media SET ${set} ${where}`, outcome.file, kind, type, size, id) > 0
      }
      if (outcome.kind === 'again') {
        const set = 'tries = tries + 1, next_at = ?, reason = ?'
        return db.run(`UPDATE media SET ${set} ${where}`, outcome.notBefore, outcome.failure, id) > 0
      }
      const reason = outcome.kind === 'refused' ? outcome.reason : undefined
      return db.run(`UPDATE media SET state = ?, reason = ? ${where}`, outcome.kind, reason, id) > 0
    },

    get: (id) => {
      const row = db.get<StoredRow>(
        `SELECT x.id, m.id AS message_id, m.at, x.position, x.file, x.kind, x.type, x.size
           FROM media x JOIN messages m ON m.seq = x.seq WHERE x.id = ? AND x.state = 'stored'`,
        id,
      )
      if (row === undefined) return undefined
      const { message_id: messageId, at, position, file, kind, type, size } = row
      return { id, messageId, at, position, file, kind, type, size }
    },

    retry: (id) =>
      db.transaction(() => {
        const again = `state = 'waiting', tries = 0, next_at = 0, reason = NULL`
        if (db.run(`UPDATE media SET ${again} WHERE id = ? AND state <> 'stored'`, id) === 0) return undefined
        return column(
          'SELECT m.id AS value FROM media x JOIN messages m ON m.seq = x.seq WHERE x.id = ?',
          id,
        )[0]
      }),

    hurry: () => {
      db.run(`UPDATE media SET next_at = 0 WHERE state = 'waiting' AND reason = 'unreached'`)
    },

    files: () => column('SELECT file AS value FROM media WHERE file IS NOT NULL'),

    lost: (files) =>
      db.transaction(() =>
        files.flatMap((file) => {
          const messages = column(
            'SELECT m.id AS value FROM media x JOIN messages m ON m.seq = x.seq WHERE x.file = ?',
            file,
          )
          const anew = `state = 'waiting', file = NULL, kind = NULL, type = NULL, size = NULL, tries = 0, next_at = 0`
          db.run(`UPDATE media SET ${anew} WHERE file = ?`, file)
          return messages
        }),
      ),

    removed: () => column('SELECT file AS value FROM media_removed'),

    forgetRemoved: (files) => {
      db.transaction(() => {
        for (const file of files) db.run('DELETE FROM media_removed WHERE file = ?', file)
      })
    },
  }
}
