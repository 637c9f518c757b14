/**
 * A copy of a store that is in use, page for page. SQLite's own ways write as fast as they can, and have the main
 * thread's commits wait for the disk.
 *
 * Why the copy is whole. While the copying connection reads, SQLite moves nothing from the WAL into the file beyond
 * what that reader sees, and does not start the WAL anew while it is needed. So a page of the file that changes under
 * the copy's eyes is in the WAL too, and the WAL, copied after it, puts it right. One case is left: where everything is
 * in the file already, the next commit may start the WAL anew, once. Its header then changes, and the WAL is copied
 * again. It is copied as far as it went when its turn came; what that ends with may be half a commit, which SQLite finds by
 * its checksums and leaves out.
 */
import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import type { Connection } from '../store/connection.ts'
import type { JobContext } from '../work/jobs.ts'
import { copyPaced } from './paced.ts'
import { sizeOf } from './places.ts'

const headerBytes = 32

/** @param db a connection to the store at `path` that is used for nothing else meanwhile */
export async function copyStore(
  db: Connection,
  path: string,
  target: string,
  context: JobContext,
): Promise<void> {
  const wal = `${path}-wal`
  const targetWal = `${target}-wal`
  // Only a read begins the snapshot; BEGIN alone waits for one.
  db.exec('BEGIN')
  db.get('SELECT count(*) FROM sqlite_schema')
  try {
    await copyPaced(path, target, context)
    let copied: string | undefined
    while (copied !== walHeader(wal)) {
      copied = walHeader(wal)
      rmSync(targetWal, { force: true })
      if (copied !== undefined) await copyPaced(wal, targetWal, context)
    }
  } finally {
    db.exec('COMMIT')
  }
  // What piled up in the WAL meanwhile is moved here, and not by the main thread's next commit.
  db.get('PRAGMA wal_checkpoint(PASSIVE)')
}

/** Changes whenever the WAL is started anew; undefined where it is empty. */
function walHeader(wal: string): string | undefined {
  if ((sizeOf(wal) ?? 0) < headerBytes) return undefined
  const file = openSync(wal, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    readSync(file, header, 0, headerBytes, 0)
    return header.toString('hex')
  } finally {
    closeSync(file)
  }
}
