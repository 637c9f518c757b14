/** Commits by turns: Tern's transaction for a reply, and one INSERT of the same bytes in a file that is opened the same way. */
import { randomBytes, randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { practiceNumbers } from '../../../electron/practice/practice.ts'
import { connect } from '../../../electron/store/connection.ts'
import { openStore } from '../../../electron/store/open.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { readCallback } from '../../../shared/core/callback.ts'
import { callback } from '../callbacks.ts'
import { answer, argument, errorLog } from './run.ts'

const { tern, bare, count } = v.parse(
  v.object({ tern: v.string(), bare: v.string(), count: v.number() }),
  argument(),
)
const [number] = practiceNumbers
if (number === undefined) throw new Error('the practice Aircall has no number')
const numberId = number.id

const key = randomBytes(32).toString('hex')
const store = openStore({ path: tern, key, clock: systemClock, log: errorLog })
store.numbers.save({ ...number, practice: false })
const db = connect(bare, key)
db.exec('CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT')

const times: { readonly tern: number[]; readonly bare: number[] } = { tern: [], bare: [] }
const token = randomUUID()
for (let left = count; left > 0; left -= 1) {
  const raw = callback(token)
  const event = readCallback(raw)
  const from = performance.now()
  store.messages.receive({ at: Date.now(), raw, numberId, verified: true, event })
  const between = performance.now()
  db.run('INSERT INTO events (at, body) VALUES (?, ?)', Date.now(), raw)
  times.tern.push(between - from)
  times.bare.push(performance.now() - between)
}
db.close()
store.close()
answer(times)
