/**
 * Puts a prepared store in the present one's place. Until its note is written the present store counts; from then on
 * the prepared one does, and whoever opens the store first finishes what the note says. So a crash at any point leaves
 * one of the two, never none and never a mixture.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import { makeFolder, preparedFile, sizeOf, syncFolder } from './places.ts'

const Note = v.object({
  /** Where the present store goes, from its own folder. */
  aside: v.string(),
})

const noteFile = (path: string): string => `${path}.swap`
const there = (file: string): boolean => sizeOf(file) !== undefined

/** For tests: told before each step. */
type OnStep = (step: string) => void

/**
 * Swaps the store at `path`, which nobody uses now, for the prepared one.
 * @param aside where the present one goes, from its own folder: `damaged/…`
 */
export function swapIn(path: string, aside: string, onStep: OnStep = () => undefined): void {
  const folder = dirname(path)
  onStep('folder')
  makeFolder(dirname(join(folder, aside)))
  onStep('note')
  const unfinished = `${noteFile(path)}.new`
  const file = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify({ aside } satisfies v.InferOutput<typeof Note>))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  onStep('name the note')
  renameSync(unfinished, noteFile(path))
  syncFolder(folder)
  finishSwap(path, onStep)
}

/** Whether a crash left something to do for {@link finishSwap}. */
export const swapPending = (path: string): boolean =>
  [noteFile(path), `${noteFile(path)}.new`, preparedFile(path)].some(there)

/** Finishes a swap that a crash broke off, or clears away what one had prepared. To be called before the store is opened. */
export function finishSwap(path: string, onStep: OnStep = () => undefined): void {
  const folder = dirname(path)
  const prepared = preparedFile(path)
  if (!there(noteFile(path))) {
    for (const left of [prepared, `${prepared}-wal`, `${prepared}-shm`, `${noteFile(path)}.new`])
      rmSync(left, { force: true })
    return
  }
  const { aside } = v.parse(Note, JSON.parse(readFileSync(noteFile(path), 'utf8')))
  // With no prepared store the swap itself is done: what is at `path` is the new one.
  if (there(prepared)) {
    onStep('move the file')
    moveAside(path, join(folder, aside))
    onStep('move the log')
    moveAside(`${path}-wal`, `${join(folder, aside)}-wal`)
    onStep('drop the index')
    rmSync(`${path}-shm`, { force: true })
    syncFolder(dirname(join(folder, aside)))
    syncFolder(folder)
    onStep('put in place')
    renameSync(prepared, path)
    syncFolder(folder)
  }
  onStep('drop the note')
  rmSync(noteFile(path))
  syncFolder(folder)
}

function moveAside(from: string, to: string): void {
  if (!there(from)) return
  try {
    renameSync(from, to)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EXDEV')) throw thrown
    // The folder is a link to another disk: then it stays on this one.
    renameSync(from, join(dirname(from), basename(to)))
  }
}
