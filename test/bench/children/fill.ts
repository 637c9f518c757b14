/**
 * Makes a data folder of somebody who has used Tern for long: an account and a number in use, and many messages.
 * The store makes the file; the messages go in by SQL, because one by one they would take longer than all else here.
 * The store's key goes into the keychain and nowhere else.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { connect } from '../../../electron/store/connection.ts'
import { ensureStoreKey } from '../../../electron/store/key.ts'
import { recordOlder } from '../../../electron/store/ledger.ts'
import { openStore } from '../../../electron/store/open.ts'
import { practiceCompany, practiceKey, practiceNumbers } from '../../../electron/practice/practice.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { secretsOf } from './keys.ts'
import { answer, argument, errorLog } from './run.ts'

const { dataDir, messages } = v.parse(v.object({ dataDir: v.string(), messages: v.number() }), argument())

const customers = 2_000
const unread = 40
const minute = 60_000
const words = ': could you come by on Thursday between 9 and 11? The tap in the kitchen drips again.'

const number = practiceNumbers[0]
if (number === undefined) throw new Error('the practice Aircall has no number')

const path = join(dataDir, 'tern.db')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })
const secrets = secretsOf(dataDir)
const key = await ensureStoreKey(secrets, false)
await secrets.set('aircall-key', JSON.stringify(practiceKey))

const open = () => openStore({ path, key, clock: systemClock, log: errorLog })
const store = open()
store.numbers.save({ ...number, practice: false })
store.settings.setValue('mode', 'live')
store.settings.setValue('company', practiceCompany)
store.settings.setValue('keyHint', practiceKey.apiId.slice(-4))
store.settings.setValue('numberId', String(number.id))
store.settings.setValue('finished', 'yes')
store.close()

const begin = Date.now() - messages * minute

// Message n, oldest first: of three texts two come in. The last ones do, unread, so that the list has rows.
const rows = `
  WITH RECURSIVE counted (n) AS (SELECT 0 WHERE ?1 > 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?1),
  made AS (
    SELECT n, n % ${customers} AS customer, ${begin} + n * ${minute} AS at, n >= ?1 - ${unread} AS fresh,
      n % 3 <> 1 OR n >= ?1 - ${unread} AS inbound, 'Message ' || n || '${words}' AS body FROM counted)`

const db = connect(path, key)
// Rows go in all over the file: with few pages in memory they would be read and encrypted again and again.
db.exec('PRAGMA cache_size = -400000')
db.transaction(() => {
  db.run(
    `${rows} INSERT INTO people (peer) SELECT DISTINCT '+1202' || (2000000 + customer) FROM made`,
    messages,
  )
  db.exec(`
    INSERT INTO conversations (id, number_id, peer, at)
      SELECT lower(hex(randomblob(16))), ${number.id}, peer, ${begin} FROM people`)
  db.run(
    `${rows} INSERT INTO messages
        (id, conversation_id, number_id, direction, body, media, state, verified, at, read, done, provider_id, own_state)
      SELECT lower(hex(randomblob(16))), c.id, c.number_id, iif(inbound, 'inbound', 'outbound'), body, '[]',
        iif(inbound, 'received', 'delivered'), 1, made.at, NOT fresh, 0, iif(inbound, 'id-' || n, NULL),
        iif(inbound, NULL, 'accepted')
      FROM made JOIN conversations c ON c.peer = '+1202' || (2000000 + customer) ORDER BY n`,
    messages,
  )
  db.exec(`
    UPDATE conversations SET
      (last_seq, at) =
        (SELECT seq, at FROM messages m WHERE m.conversation_id = conversations.id ORDER BY at DESC LIMIT 1),
      unread = (SELECT count(*) FROM messages m WHERE m.conversation_id = conversations.id AND read = 0);
    INSERT INTO raw_events (at, number_id, provider_id, event, body)
      SELECT at, number_id, provider_id, 'message.received',
        json_object('event_name', 'message.received', 'data', json_object('id', provider_id, 'body', body))
      FROM messages WHERE direction = 'inbound'`)
  recordOlder(db, systemClock)
})
db.close()

const filled = open()
answer({
  messages: filled.messages.count(),
  unread: filled.messages.unread(),
  newest: `Message ${messages - 1}${words}`,
})
filled.close()
