/**
 * One Tern at a time. The lock is on a file of its own, held by the process and gone with it, however it ends.
 * Not on the store's file: there, whoever in this process opens and closes it drops the lock (POSIX), and a second
 * writer could damage it.
 */
import Database from 'libsql'
import { busyTimeout } from './connection.ts'
import { storeError } from './failure.ts'

export interface Lock {
  readonly release: () => void
}

export const lockFile = (path: string): string => `${path}.lock`

/** Takes the lock of the store at `path`. Throws `TernError` `store.inUse` when another process has it. */
export function takeLock(path: string): Lock {
  try {
    const db = new Database(lockFile(path), { timeout: busyTimeout })
    try {
      // `exec` only: a prepared statement would keep the file open after `close`.
      db.exec('BEGIN EXCLUSIVE')
    } catch (thrown) {
      db.close()
      throw thrown
    }
    return {
      release: () => {
        db.close()
      },
    }
  } catch (thrown) {
    throw storeError(thrown, path)
  }
}
