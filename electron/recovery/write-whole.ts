import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file that only this user may read, as one: whatever happens, the old or the new content is there, and the
 * new one is on the disk when it returns.
 */
export function writeWhole(path: string, content: Uint8Array): void {
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const file = openSync(part, 'wx', 0o600)
    try {
      for (let at = 0; at < content.length;) at += writeSync(file, content, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  } catch (thrown) {
    rmSync(part, { force: true })
    throw thrown
  }
  syncFolder(dirname(path))
}

/** The new name is on the disk once its folder is. Windows cannot open folders, and writes names through. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
