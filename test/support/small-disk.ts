/** A disk of its own for a test, small enough to be filled. Root on Linux may make one. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly path: string
  /** Leaves no byte free. */
  readonly fill: () => void
  /** Gives back what {@link fill} took. */
  readonly free: () => void
  readonly remount: (option: string) => void
  readonly remove: () => void
}

/** Why there can be none here; undefined when there can. */
export const noSmallDisk = ((): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount a disk of its own'
  const folder = mkdtempSync(join(tmpdir(), 'tern-mount-'))
  try {
    makeSmallDisk(folder, '1m').remove()
    return undefined
  } catch (thrown) {
    return `this root may not mount: ${String(thrown)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()

/** Mounts it on `path`. @param size as tmpfs takes it, such as `64m` */
export function makeSmallDisk(path: string, size: string): SmallDisk {
  mkdirSync(path, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', path])
  const filler = join(path, 'filler')
  return {
    path,
    fill() {
      const file = openSync(filler, 'a')
      try {
        for (let length = 4 * 1024 * 1024; length >= 1; length = Math.floor(length / 4)) {
          const block = Buffer.alloc(length, 1)
          while (takes(file, block));
        }
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    remount: (option) => void execFileSync('mount', ['-o', `remount,${option}`, path]),
    remove: () => void execFileSync('umount', ['-l', path]),
  }
}

function takes(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC') return false
    throw thrown
  }
}
