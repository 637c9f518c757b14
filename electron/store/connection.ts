/** One connection to the store's file: prepared statements kept, one kind of transaction, errors as `TernError`. */
import Database from 'libsql'
import { TernError } from '../../shared/errors.ts'
import { storeError } from './failure.ts'
import { forgetFrames, noteClosed } from './released.ts'

/** What a statement takes. No booleans: libsql ends the whole process on one. */
export type Value = string | number | undefined

export interface Connection {
  /** Runs a script of statements. */
  readonly exec: (sql: string) => void
  /** Runs one statement; answers how many rows it changed. */
  readonly run: (sql: string, ...values: Value[]) => number
  /** The first row. `T` is what the statement selects, in its column names. */
  readonly get: <T extends object>(sql: string, ...values: Value[]) => T | undefined
  /** All rows. */
  readonly all: <T extends object>(sql: string, ...values: Value[]) => T[]
  /** Runs `act` in a transaction: all of it or, when it throws, nothing. Inside another one it becomes part of that. */
  readonly transaction: <T>(act: () => T) => T
  /** Runs `act`, which only reads, on the store as it is now, whatever others write meanwhile; it keeps nobody from writing. */
  readonly snapshot: <T>(act: () => T) => T
  /** Has `tell` called after each commit that may have written something. It must not throw. */
  readonly onCommit: (tell: () => void) => void
  /** The file is let go a little later: `released.ts`. */
  readonly close: () => void
}

/** Milliseconds to wait for another process that is just going away. */
export const busyTimeout = 2_000

/**
 * Opens the file; makes it where there is none. A commit is on the disk before it returns.
 * @param key 64 hexadecimal digits
 */
export function connect(path: string, key: string): Connection {
  let closed = false
  const attempt = <T>(act: () => T): T => {
    // libsql ends the whole process when it is asked something after its end.
    if (closed) throw new TernError('app.notReady')
    try {
      return act()
    } catch (thrown) {
      forgetFrames(thrown)
      throw storeError(thrown, path)
    }
  }

  const options = { timeout: busyTimeout, encryptionCipher: 'aes256cbc', encryptionKey: key }
  const db = attempt(() => new Database(path, options))
  const kept = new Map<string, Database.Statement>()

  const prepare = (sql: string): Database.Statement => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    kept.set(sql, statement)
    return statement
  }
  // Always as one array: libsql takes a single null for an object of named values.
  const bind = (values: readonly Value[]) => values.map((value) => value ?? null)

  let inside = false
  let told = (): void => undefined
  /** What is not inside a transaction has been committed by itself. */
  const written = <T>(result: T): T => {
    if (!inside) told()
    return result
  }

  const bracket = <T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', act: () => T): T => {
    if (inside) return act()
    inside = true
    try {
      attempt(() => db.exec(begin))
      const result = act()
      attempt(() => db.exec('COMMIT'))
      return result
    } catch (thrown) {
      rollBack(thrown)
      throw thrown
    } finally {
      inside = false
    }
  }
  const rollBack = (reason: unknown): void => {
    // SQLite has already rolled back by itself after some failures, a full disk among them.
    if (closed || !db.inTransaction) return
    try {
      db.exec('ROLLBACK')
    } catch (thrown) {
      throw new TernError('store.failed', {}, new AggregateError([reason, thrown], 'could not roll back'))
    }
  }

  const close = (): void => {
    closed = true
    noteClosed(kept.values())
    kept.clear()
    db.close()
  }

  try {
    attempt(() => prepare('PRAGMA journal_mode = WAL').get([]))
    attempt(() =>
      db.exec(
        'PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON',
      ),
    )
  } catch (thrown) {
    close()
    throw thrown
  }

  return {
    exec: (sql) => {
      attempt(() => db.exec(sql))
      written(undefined)
    },
    run: (sql, ...values) => written(attempt(() => prepare(sql).run(bind(values)).changes)),
    get: <T extends object>(sql: string, ...values: Value[]) =>
      attempt(() => prepare(sql).get(bind(values)) as T | undefined),
    all: <T extends object>(sql: string, ...values: Value[]) =>
      attempt(() => prepare(sql).all(bind(values)) as T[]),
    transaction: (act) => written(bracket('BEGIN IMMEDIATE', act)),
    snapshot: (act) => bracket('BEGIN', act),
    onCommit: (tell) => {
      told = tell
    },
    close,
  }
}
