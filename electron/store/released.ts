/**
 * libsql lets go of a file not when it is closed, but when the last statement on it has been collected as garbage. Until
 * then the connection lives on, with the WAL beside the file and, on Windows, a hold on its name. So whoever moves a
 * store's file waits here first.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { TernError } from '../../shared/errors.ts'

let closed: WeakRef<object>[] = []
const tries = 20

/** Told of the statements of a connection that has been closed. */
export function noteClosed(statements: Iterable<object>): void {
  for (const statement of statements) closed.push(new WeakRef(statement))
}

/** An error remembers what its frames worked on, statements among it, until its stack is first read. */
export function forgetFrames(thrown: unknown): void {
  if (thrown instanceof Error) String(thrown.stack)
}

/** Resolves once every closed file has been let go. Rejects with `TernError` `store.failed` when that does not come. */
export async function released(): Promise<void> {
  if (closed.length === 0) return
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < tries; round += 1) {
    const wereGone = closed.length === 0
    // A weak reference that was just made or asked keeps its statement until the next turn.
    await nextTurn()
    collect()
    closed = closed.filter((statement) => statement.deref() !== undefined)
    // What is collected is let go in a turn of its own.
    await nextTurn()
    // Once more after that: a statement's rows go with it, or a round later.
    if (wereGone) return
  }
  throw new TernError('store.failed', {}, new Error('libsql keeps a closed file open'))
}
