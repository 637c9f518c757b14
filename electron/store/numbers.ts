/** The numbers Tern texts from, and what is known of their configuration at Aircall. */
import type { OurNumber } from '../../shared/model/number.ts'
import type { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import type { NumberStore, Registration } from './store.ts'
import { fromStored, toStored } from './text.ts'

interface NumberRow {
  readonly id: number
  readonly name: string
  readonly digits: string
  readonly e164: string
  readonly country: string | null
  readonly time_zone: string | null
  readonly practice: number
}

interface RegistrationRow {
  readonly id: number
  readonly callback_url: string
  readonly token: string
  readonly registered_at: number
}

const select = 'SELECT id, name, digits, e164, country, time_zone, practice FROM numbers'

/** Every number, by id. */
export const readNumbers = (db: Connection): OurNumber[] =>
  db.all<NumberRow>(`${select} ORDER BY id`).map(toNumber)

export function createNumberStore(db: Connection, ledger: Ledger): NumberStore {
  return {
    save: (number) => {
      db.run(
        `INSERT INTO numbers (id, name, digits, e164, country, time_zone, practice) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, digits = excluded.digits, e164 = excluded.e164,
             country = excluded.country, time_zone = excluded.time_zone, practice = excluded.practice`,
        number.id,
        toStored(number.name),
        toStored(number.digits),
        number.e164,
        number.country,
        number.timeZone,
        number.practice ? 1 : 0,
      )
    },
    get: (id) => {
      const row = db.get<NumberRow>(`${select} WHERE id = ?`, id)
      return row === undefined ? undefined : toNumber(row)
    },
    list: () => readNumbers(db),
    remove: (id) =>
      db.transaction(() => {
        const gone = db.all<{ id: string }>('SELECT id FROM conversations WHERE number_id = ?', id)
        const messages = db.all<{ id: string }>(
          'SELECT id FROM messages WHERE number_id = ? ORDER BY seq',
          id,
        )
        for (const message of messages) ledger.append(message.id, 'deleted', { by: 'user' })
        db.run('DELETE FROM raw_events WHERE number_id = ?', id)
        // Conversations, messages and statuses go with the number.
        db.run('DELETE FROM numbers WHERE id = ?', id)
        db.run(
          'DELETE FROM people WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.peer = people.peer)',
        )
        return gone.map((row) => row.id)
      }),
    registration: (id) => {
      const row = db.get<RegistrationRow>(
        'SELECT id, callback_url, token, registered_at FROM numbers WHERE id = ? AND callback_url IS NOT NULL',
        id,
      )
      return row === undefined ? undefined : toRegistration(row)
    },
    saveRegistration: ({ numberId, callbackUrl, token, registeredAt }) => {
      db.run(
        'UPDATE numbers SET callback_url = ?, token = ?, registered_at = ? WHERE id = ?',
        toStored(callbackUrl),
        toStored(token),
        registeredAt,
        numberId,
      )
    },
    forgetRegistration: (id) => {
      db.run('UPDATE numbers SET callback_url = NULL, token = NULL, registered_at = NULL WHERE id = ?', id)
    },
  }
}

function toNumber(row: NumberRow): OurNumber {
  return {
    id: row.id,
    name: fromStored(row.name),
    digits: fromStored(row.digits),
    e164: row.e164,
    practice: row.practice === 1,
    ...(row.country === null ? {} : { country: row.country }),
    ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
  }
}

function toRegistration(row: RegistrationRow): Registration {
  return {
    numberId: row.id,
    callbackUrl: fromStored(row.callback_url),
    token: fromStored(row.token),
    registeredAt: row.registered_at,
  }
}
