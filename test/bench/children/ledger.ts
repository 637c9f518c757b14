/**
 * Walks the ledger of a store: as *Verify my record* does, or (`bare`) with the least that reads every entry and hashes
 * as many times. Answers how long it took, milliseconds, and the most memory it had, MB.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { connect } from '../../../electron/store/connection.ts'
import { verifyLedger } from '../../../electron/store/verify-ledger.ts'
import { keyOf } from './keys.ts'
import { answer, argument, peakMemory } from './run.ts'

const { dataDir, bare } = v.parse(v.object({ dataDir: v.string(), bare: v.boolean() }), argument())
const at = { path: join(dataDir, 'tern.db'), key: await keyOf(dataDir) }

interface Row {
  readonly seq: number
  readonly hash: string
  readonly body: string
}

/** Each entry with its message, and two hashes for it: of the entry and of the content. */
function walk(): number {
  const db = connect(at.path, at.key)
  let last = 0
  for (;;) {
    const rows = db.all<Row>(
      `SELECT l.*, m.body FROM ledger l LEFT JOIN messages m ON m.id = l.message_id
         WHERE l.seq > ? ORDER BY l.seq LIMIT 2000`,
      last,
    )
    for (const { seq, hash, body } of rows) {
      createHash('sha256').update(hash).digest('base64url')
      createHash('sha256').update(body).digest('base64url')
      last = seq
    }
    if (rows.length === 0) break
  }
  db.close()
  return last
}

const from = performance.now()
if (bare) {
  const entries = walk()
  answer({ ms: performance.now() - from, entries, peak: peakMemory() })
} else {
  const { entries, broken } = verifyLedger(at, { report: () => undefined, isStopped: () => false })
  if (broken !== undefined) throw new Error(`the ledger does not hold: ${JSON.stringify(broken)}`)
  answer({ ms: performance.now() - from, entries, peak: peakMemory() })
}
