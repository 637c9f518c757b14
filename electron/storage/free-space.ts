import { statfsSync } from 'node:fs'

/** Free space for this user on the disk of a folder, bytes; undefined where the system does not say. */
export function freeSpace(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    // Not every file system can be asked, and a folder that has gone is told by whoever writes to it.
    return undefined
  }
}
