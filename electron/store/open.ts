/** Opens the store: one file, encrypted, used by one Tern at a time. */
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import { createArrivalStore } from './arrivals.ts'
import { checkpoint } from './checkpoint.ts'
import { connect, type Connection } from './connection.ts'
import { createConversationStore } from './conversations.ts'
import { createDeletion } from './deletion.ts'
import { createEventStore } from './events.ts'
import { storeError } from './failure.ts'
import { createGapStore } from './gaps.ts'
import { keyFits, noteKey, storeExists } from './key.ts'
import { createLedger } from './ledger.ts'
import { lockFile, takeLock } from './lock.ts'
import { createMediaStore } from './media.ts'
import { createMessageStore } from './messages.ts'
import { migrate, migrations, type Migration } from './migrations.ts'
import { createNumberStore } from './numbers.ts'
import { createOutboxStore } from './outbox.ts'
import { createReceive } from './receive.ts'
import { createSettingsStore } from './settings.ts'
import { createStatuses } from './statuses.ts'
import type { Store } from './store.ts'
import { createThreads } from './threads.ts'

export interface OpenNeeds {
  /** The store's file; its folder is made where there is none. */
  readonly path: string
  /** 64 hexadecimal digits: `ensureStoreKey`. */
  readonly key: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** For tests of migrations. */
  readonly steps?: readonly Migration[]
}

/**
 * Opens the store, making it at the first start. Throws `TernError`: `store.inUse`, `store.corrupt`,
 * `store.readOnly`, `store.diskFull`, `store.newer`, `store.keyMissing` (the key is another one) or `store.failed`;
 * then nothing stays open, and the files are as they were.
 */
export function openStore(needs: OpenNeeds): Store {
  const { path, key, log } = needs
  prepareFiles(path)
  const lock = takeLock(path)
  let db: Connection | undefined
  try {
    if (storeExists(path) && keyFits(path, key) === false)
      throw new TernError('store.keyMissing', { folder: dirname(path) })
    db = connect(path, key)
    migrate({ ...needs, db, steps: needs.steps ?? migrations })
    noteKey(path, key)
    const open = db
    return assemble(open, needs, () => {
      close(open, log)
      lock.release()
    })
  } catch (thrown) {
    if (db !== undefined) db.close()
    lock.release()
    throw storeError(thrown, path)
  }
}

/**
 * Makes folder and files, or throws because they may not be written to. Made here and not by SQLite, so that no other
 * user can read them even for a moment; SQLite gives the files beside them the same rights.
 */
function prepareFiles(path: string): void {
  const folder = dirname(path)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    for (const file of [path, lockFile(path)]) {
      // Only asked, not opened: closing a file that this process has locked would drop the lock.
      if (existsSync(file)) accessSync(file, constants.W_OK)
      else writeFileSync(file, '', { flag: 'a', mode: 0o600 })
    }
  } catch (thrown) {
    throw storeError(thrown, path)
  }
}

function close(db: Connection, log: Log): void {
  try {
    // Everything is committed already; this only leaves one file instead of two.
    db.get('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (thrown) {
    log.warn('store.notCheckpointed', { code: thrown instanceof TernError ? thrown.code : String(thrown) })
  }
  db.close()
}

/** When SQLite moves the log by itself, pages of 4 kB: its own number, and where somebody else moves it. */
const [usualPages, mostPages] = [1_000, 65_536]

/** The store's parts on one connection. */
function assemble(db: Connection, { clock, log }: OpenNeeds, onClose: () => void): Store {
  const ledger = createLedger(db, clock)
  const threads = createThreads(db)
  const statuses = createStatuses(db, ledger)
  const deletion = createDeletion(db, threads, ledger)
  const receive = createReceive({ db, threads, statuses, ledger })
  const conversations = createConversationStore(db, ledger, deletion)
  let closed = false
  return {
    numbers: createNumberStore(db, ledger),
    outbox: createOutboxStore({ db, threads, statuses, ledger, deletion }),
    messages: createMessageStore({ db, threads, ledger, deletion, receive }),
    media: createMediaStore(db),
    conversations,
    events: createEventStore(db),
    settings: createSettingsStore(db, log),
    gaps: createGapStore(db, conversations),
    arrivals: createArrivalStore(db),
    wal: {
      onCommit: db.onCommit,
      handOver: (isMoved) => void db.get(`PRAGMA wal_autocheckpoint = ${isMoved ? mostPages : usualPages}`),
      moveRest: () => void checkpoint(db),
    },
    close: () => {
      if (closed) return
      closed = true
      onClose()
    },
  }
}
