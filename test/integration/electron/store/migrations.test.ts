import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type Connection } from '../../../../electron/store/connection.ts'
import {
  copiesFolder,
  copiesKept,
  migrate,
  migrateDown,
  migrations,
  readMigrations,
  versionOf,
  type Migration,
} from '../../../../electron/store/migrations.ts'
import { openStore } from '../../../../electron/store/open.ts'
import {
  arrival,
  openAt,
  ourNumber,
  silentLog,
  start,
  storeKey,
  testFolder,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let folder: TestFolder
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => {
  folder.remove()
})

const newest = migrations.at(-1)?.version ?? 0
const next: Migration = { version: newest + 1, up: 'CREATE TABLE extra (a) STRICT', down: 'DROP TABLE extra' }
const good: Migration = { ...next, up: 'CREATE TABLE extra (a TEXT) STRICT; INSERT INTO extra VALUES (1)' }
const open = (steps: readonly Migration[], now = start) =>
  openStore({ path: folder.path, key: storeKey, clock: { now: () => now }, log: silentLog, steps })
const onConnection = <T>(act: (db: Connection) => T): T => {
  const db = connect(folder.path, storeKey)
  try {
    return act(db)
  } finally {
    db.close()
  }
}
const tables = (db: Connection) =>
  db
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    .map(({ name }) => name)

function makeWithText(): void {
  const store = openAt(folder.path)
  store.numbers.save(ourNumber)
  store.messages.receive(arrival(text('p1', 'Hi')))
  store.close()
}

describe('the files', () => {
  it('are numbered without a gap and each has a way back', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
    expect(() => readMigrations({ './0001-a.up.sql': '' })).toThrow(RangeError)
  })

  it('run up, down to nothing, and up again', () => {
    onConnection((db) => {
      const needs = { db, path: folder.path, clock: { now: () => start }, log: silentLog, steps: migrations }
      migrate(needs)
      const all = tables(db)
      expect(all).toContain('messages')
      migrateDown(db, migrations, 0)
      expect(tables(db)).toEqual([])
      expect(versionOf(db)).toBe(0)
      migrate(needs)
      expect(tables(db)).toEqual(all)
    })
  })
})

describe('a migration', () => {
  it('makes a copy first, which opens with the same key', () => {
    makeWithText()
    open([...migrations, good]).close()
    const [copy = ''] = readdirSync(copiesFolder(folder.path))
    expect(copy).toMatch(new RegExp(`^tern\\.db\\..*\\.v${newest}$`))
    const old = openAt(join(copiesFolder(folder.path), copy))
    expect(old.messages.count()).toBe(1)
    old.close()
    onConnection((db) => {
      expect(versionOf(db)).toBe(newest + 1)
      expect(tables(db)).toContain('extra')
    })
  })

  it('makes no copy of a new store', () => {
    openAt(folder.path).close()
    expect(readdirSync(folder.dir)).not.toContain('copies')
  })

  it('that fails leaves the store as it was, to the last table', () => {
    makeWithText()
    const bad = { ...next, up: 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)' }
    expect(() => open([...migrations, good, { ...bad, version: newest + 2 }])).toThrow(
      expect.objectContaining({ code: 'store.failed' }),
    )
    onConnection((db) => {
      // The step before it is done for good: each is a transaction of its own.
      expect(versionOf(db)).toBe(newest + 1)
      expect(tables(db)).not.toContain('half')
      migrateDown(db, [...migrations, good], newest)
    })
    const store = openAt(folder.path)
    expect(store.messages.count()).toBe(1)
    store.close()
  })

  it('does not start when the copy cannot be made', () => {
    makeWithText()
    writeFileSync(copiesFolder(folder.path), 'a file is in the way')
    expect(() => open([...migrations, good])).toThrow(expect.objectContaining({ code: 'store.failed' }))
    onConnection((db) => {
      expect(versionOf(db)).toBe(newest)
    })
  })

  it('keeps the last few copies', () => {
    makeWithText()
    mkdirSync(copiesFolder(folder.path))
    for (let round = 0; round < copiesKept + 2; round += 1) {
      open([...migrations, good], start + round * 1_000).close()
      onConnection((db) => {
        migrateDown(db, [...migrations, good], newest)
      })
    }
    const copies = readdirSync(copiesFolder(folder.path))
    expect(copies.length).toBe(copiesKept)
    const last = new Date(start + (copiesKept + 1) * 1_000).toISOString().replace(/[:.]/g, '-')
    expect(copies.some((name) => name.includes(last))).toBe(true)
  })
})
