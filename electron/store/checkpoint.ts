/**
 * Moves the store's log (SQLite's WAL) into its file, off the main thread. That writes pages all over a large file and
 * waits for the disk, twice; none of it keeps anybody from reading or writing meanwhile.
 */
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { connect, type Connection } from './connection.ts'

/** How far a checkpoint came. */
export interface Checkpoint {
  /** In the log; those that were moved before are there until it is begun anew. */
  readonly pages: number
  /** Could not be moved, because somebody reads the store as it was before them. */
  readonly left: number
}

/** So few take hardly any time. */
const fewPages = 64
const mostPasses = 5

/** Moves what is there and can be moved. Undefined when somebody else is at it. Throws what the disk says. */
export function checkpoint(db: Connection): Checkpoint | undefined {
  // Waits for nobody, and nobody waits for it.
  const row = db.get<{ busy: number; log: number; checkpointed: number }>('PRAGMA wal_checkpoint(PASSIVE)')
  if (row === undefined || row.busy !== 0) return undefined
  return { pages: row.log, left: row.log - row.checkpointed }
}

/**
 * A job: what is written while it moves the first pages, it moves too, and so on until that is hardly anything. It
 * reports, once, when it has come that far.
 */
export function checkpointStore(
  { path, key }: StoreAt,
  { isStopped, report }: JobContext,
): Checkpoint | undefined {
  const db = connect(path, key)
  try {
    let moved = 0
    let last: Checkpoint | undefined
    for (let pass = 0; pass < mostPasses && !isStopped(); pass += 1) {
      last = checkpoint(db)
      if (last === undefined) return undefined
      // What came while the pass before moved pages; less comes while this one did.
      const before = moved
      moved = last.pages - last.left
      if (moved - before < fewPages) break
    }
    if (last !== undefined && last.left < fewPages) report(last.pages, last.pages)
    return last
  } finally {
    db.close()
  }
}
