/** What came to the listener, as far as it is remembered. */
import * as v from 'valibot'
import { Arrival } from '../../shared/model/arrival.ts'
import type { Connection } from './connection.ts'
import type { ArrivalStore } from './store.ts'

export function createArrivalStore(db: Connection): ArrivalStore {
  return {
    list: () =>
      db
        .all<object>('SELECT id, at, status, reason, bytes, times FROM callback_log ORDER BY at, id')
        .flatMap((row) => {
          const parsed = v.safeParse(Arrival, row)
          // One of a newer Tern, whose reason this one does not know.
          return parsed.success ? [parsed.output] : []
        }),
    save: (changed, gone) =>
      db.transaction(() => {
        // Each as one statement: a flood brings hundreds.
        db.run('DELETE FROM callback_log WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(gone))
        db.run(
          `INSERT INTO callback_log (id, at, status, reason, bytes, times)
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)
             WHERE true
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, bytes = excluded.bytes, times = excluded.times`,
          JSON.stringify(
            changed.map((one) => [one.id, one.at, one.status, one.reason, one.bytes, one.times]),
          ),
        )
      }),
  }
}
