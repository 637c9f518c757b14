/**
 * Large files written and deleted in small steps, each on the disk before the next, with pauses. A commit of the main
 * thread waits for whatever the file system has to write before it: a gigabyte in one go makes it wait for hundreds of
 * milliseconds, and so does the deletion of one. The figures are in docs/performance.md.
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { TernError } from '../../shared/errors.ts'
import type { JobContext } from '../work/jobs.ts'
import { sizeOf } from './places.ts'

const chunkBytes = 256 * 1024
const cutBytes = 2 * 1024 * 1024

/** A pause as long as the step took: half of the disk's time is left to the others. */
async function step<T>(act: () => T): Promise<T> {
  const start = performance.now()
  const result = act()
  await sleep(Math.max(1, performance.now() - start))
  return result
}

/**
 * Copies a file, as long as it is now, to a new one that only this user can read.
 * Rejects with `work.stopped`, or what the file system throws; then the target may be there in part.
 */
export async function copyPaced(from: string, to: string, context: JobContext): Promise<void> {
  const source = openSync(from, 'r')
  try {
    const target = openSync(to, 'wx', 0o600)
    try {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      // What grows faster than it is copied would never end.
      const total = fstatSync(source).size
      const copyChunk = (at: number): number => {
        const read = readSync(source, chunk, 0, Math.min(chunkBytes, total - at), at)
        writeAll(target, chunk.subarray(0, read), at)
        fdatasyncSync(target)
        return read
      }
      for (let at = 0, read = -1; read !== 0; at += read) {
        if (context.isStopped()) throw new TernError('work.stopped')
        read = await step(() => copyChunk(at))
        context.report(at + read, total)
      }
      fsyncSync(target)
    } finally {
      closeSync(target)
    }
  } finally {
    closeSync(source)
  }
}

function writeAll(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, at + done)
}

/** Deletes a file, if it is there, from its end. */
export async function removePaced(file: string): Promise<void> {
  let left = sizeOf(file)
  if (left === undefined) return
  const handle = openSync(file, 'r+')
  try {
    while (left > 0) {
      left = Math.max(0, left - cutBytes)
      const size = left
      await step(() => {
        ftruncateSync(handle, size)
        fsyncSync(handle)
      })
    }
  } finally {
    closeSync(handle)
  }
  rmSync(file)
}
