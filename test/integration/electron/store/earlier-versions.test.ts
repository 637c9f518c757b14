/** The stores that earlier versions left behind: test/fixtures/stores, made by each version once and never again. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../../../electron/store/connection.ts'
import { migrateDown, migrations, versionOf } from '../../../../electron/store/migrations.ts'
import { verifyLedgerOf } from '../../../../electron/store/verify-ledger.ts'
import { show } from '../../../fixtures/stores/show.ts'
import { arrival, customer, draft, openAt, storeKey, testFolder, text } from '../../../fixtures/store.ts'
import type { TestFolder } from '../../../fixtures/store.ts'

const kept = resolve(import.meta.dirname, '../../../fixtures/stores')
const versions = readdirSync(kept)
  .flatMap((name) => /^v(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b)
const newest = migrations.at(-1)?.version ?? 0

const unheard = { report: () => undefined, isStopped: () => false }

let folder: TestFolder
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => {
  folder.remove()
})

/** Puts a kept store into the folder; answers what it showed when it was made. */
function bring(version: number): ReturnType<typeof show> {
  copyFileSync(join(kept, `v${version}.db`), folder.path)
  return JSON.parse(readFileSync(join(kept, `v${version}.json`), 'utf8')) as ReturnType<typeof show>
}

const shown = () => {
  const store = openAt(folder.path)
  try {
    return show(store)
  } finally {
    store.close()
  }
}
const down = (to: number): void => {
  const db = connect(folder.path, storeKey)
  try {
    migrateDown(db, migrations, to)
    expect(versionOf(db)).toBe(to)
  } finally {
    db.close()
  }
}

it('there is one of this version: node test/fixtures/run.mjs stores/make test/fixtures/stores', () => {
  expect(versions).toContain(newest)
})

describe.each(versions)('the store of version %i', (version) => {
  let noted: ReturnType<typeof show>
  beforeEach(() => {
    noted = bring(version)
  })

  it('shows what it showed then', () => {
    expect(noted.messages.length).toBeGreaterThan(70)
    expect(shown()).toMatchObject(noted)
    const db = connect(folder.path, storeKey)
    expect(versionOf(db)).toBe(newest)
    expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(verifyLedgerOf(db, unheard).broken).toBeUndefined()
    db.close()
  })

  it('takes texts and replies as a new one does', () => {
    const store = openAt(folder.path)
    const { message } = store.outbox.queue(draft('One more'), Date.now())
    expect(message.state).toBe('queued')
    const reception = store.messages.receive(arrival(text('one-more', 'And a reply 👍')))
    expect(reception).toMatchObject({ kind: 'message', fresh: true, message: { peer: customer } })
    // Aircall says again what the version before knew already.
    expect(store.messages.receive(arrival(text('in-0', 'once more')))).toMatchObject({ fresh: false })
    store.close()
  })
})

it.each(versions.filter((version) => version < newest))(
  'the store of version %i shows the same when it went up, down to its own version, and up again',
  (version) => {
    const noted = bring(version)
    expect(shown()).toMatchObject(noted)
    for (let to = newest - 1; to >= version; to -= 1) {
      down(to)
      expect(shown()).toMatchObject(noted)
    }
  },
)
