/** The callbacks as they came. */
import type { RawEvent } from '../../shared/model/health.ts'
import type { Connection } from './connection.ts'
import type { EventStore } from './store.ts'
import { fromStored } from './text.ts'

interface EventRow {
  readonly id: number
  readonly at: number
  readonly reason: RawEvent['reason']
  readonly event: string | null
  readonly body: string
}

/** How much of a body the page gets, characters. */
const bodyLimit = 4_000

// A token's value in JSON or in a form, whole or cut off.
const tokenValue = /("?token"?\s*[:=]\s*"?)([^"&\s,}]+)/gi
const masked = '•••'

/** A callback's body without secrets. @param secrets the tokens that are known, which go wherever they stand */
export function maskTokens(body: string, secrets: readonly string[]): string {
  const named = body.replace(tokenValue, (_, name: string) => name + masked)
  return secrets.reduce((text, secret) => text.replaceAll(secret, masked), named)
}

export function createEventStore(db: Connection): EventStore {
  return {
    list: (limit) => {
      const secrets = db
        .all<{ token: string }>(`SELECT token FROM numbers WHERE token IS NOT NULL AND token <> ''`)
        .map((row) => fromStored(row.token))
      return db
        .all<EventRow>(
          'SELECT id, at, reason, event, body FROM raw_events WHERE reason IS NOT NULL ORDER BY id DESC LIMIT ?',
          limit,
        )
        .map((row) => ({
          id: row.id,
          at: row.at,
          reason: row.reason,
          body: maskTokens(fromStored(row.body), secrets).slice(0, bodyLimit),
          ...(row.event === null ? {} : { event: fromStored(row.event) }),
        }))
    },
    count: () =>
      db.get<{ count: number }>('SELECT count(*) AS count FROM raw_events WHERE reason IS NOT NULL')?.count ??
      0,
  }
}
