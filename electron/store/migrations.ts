/** The store's versions: numbered SQL files, each run in a transaction of its own, a copy of the store made first. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import type { Connection } from './connection.ts'
import { storeError } from './failure.ts'
import { recordOlder } from './ledger.ts'

export interface Migration {
  readonly version: number
  readonly up: string
  readonly down: string
  /** What SQL alone cannot do; part of the same transaction as `up`. */
  readonly after?: (db: Connection, clock: Pick<Clock, 'now'>) => void
}

/** Reads migrations out of `path -> SQL` of files named `0001-what.up.sql` and `0001-what.down.sql`. */
export function readMigrations(
  files: Readonly<Record<string, string>>,
  after: Readonly<Record<number, Migration['after']>> = {},
): Migration[] {
  const versions = Object.keys(files).filter((file) => file.endsWith('.up.sql'))
  return versions
    .map((file) => {
      const down = files[file.replace(/\.up\.sql$/, '.down.sql')]
      const up = files[file]
      if (up === undefined || down === undefined) throw new RangeError(`${file} has no way back`)
      const version = Number.parseInt(basename(file), 10)
      const then = after[version]
      return { version, up, down, ...(then === undefined ? {} : { after: then }) }
    })
    .sort((a, b) => a.version - b.version)
}

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = readMigrations(
  import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true }),
  { 2: recordOlder },
)

/** How many copies from before a migration are kept. */
export const copiesKept = 3

export interface MigrateNeeds {
  readonly db: Connection
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'info'>
  readonly steps: readonly Migration[]
}

/** Brings the store to the newest version. Throws `TernError` `store.newer` where it is beyond that already. */
export function migrate({ db, path, clock, log, steps }: MigrateNeeds): void {
  const from = versionOf(db)
  const newest = steps.at(-1)?.version ?? 0
  if (from > newest) throw new TernError('store.newer', { version: from })
  if (from === newest) return
  if (from > 0) copyStore(db, path, from, clock.now())
  upgrade(db, steps, clock)
  log.info('store.migrated', { from, to: newest })
}

/** Runs what is missing, with no copy made first: for a store that is a copy itself. */
export function upgrade(db: Connection, steps: readonly Migration[], clock: Pick<Clock, 'now'>): void {
  const from = versionOf(db)
  for (const step of steps.filter(({ version }) => version > from))
    run(db, step.up, step.version, () => step.after?.(db, clock))
}

/** Takes the store back to an older version. */
export function migrateDown(db: Connection, steps: readonly Migration[], to: number): void {
  const from = versionOf(db)
  const back = steps.filter(({ version }) => version > to && version <= from).reverse()
  for (const step of back) {
    const before = steps.filter(({ version }) => version < step.version).at(-1)
    run(db, step.down, before?.version ?? 0)
  }
}

export function versionOf(db: Connection): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

function run(db: Connection, sql: string, version: number, after?: () => void): void {
  db.transaction(() => {
    db.exec(sql)
    after?.()
    db.exec(`PRAGMA user_version = ${version}`)
  })
}

/** Where the copies from before a migration are. */
export const copiesFolder = (path: string): string => join(dirname(path), 'copies')

/** A whole copy, encrypted with the same key. */
function copyStore(db: Connection, path: string, version: number, now: number): void {
  const folder = copiesFolder(path)
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const copy = join(folder, `${basename(path)}.${stamp}.v${version}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    rmSync(copy, { force: true })
    db.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
  } catch (thrown) {
    rmSync(copy, { force: true })
    throw storeError(thrown, path)
  }
  const copies = readdirSync(folder).sort()
  for (const old of copies.slice(0, -copiesKept)) rmSync(join(folder, old))
}
