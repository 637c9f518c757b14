/**
 * The folder that an export is written into. It has another name until it is whole; what is stopped or fails goes away.
 * Everything is written and read by its owner only.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { TernError, type ErrorCode } from '../../shared/errors.ts'

/** Ends the name of a folder that is not whole. */
export const unfinishedEnding = ' (unfinished)'

/** Room to leave on the disk, bytes: the store may be on it, and has to take replies in. */
export const roomToLeave = 200 * 1024 * 1024

/** What goes to the disk at once, bytes: small, so that a reply that is stored meanwhile does not wait long behind it. */
const chunk = 256 * 1024

export interface TextFile {
  readonly write: (text: string) => void
  /** Writes the rest, and closes. */
  readonly close: () => void
}

export interface ExportFolder {
  /** A file that grows. @param name with `/` between folders */
  readonly open: (name: string) => TextFile
  /** A file, whole. */
  readonly write: (name: string, content: string | Uint8Array) => void
  readonly makeFolder: (name: string) => void
  /** Gives the folder its name; answers where it is. */
  readonly finish: () => string
  /** Closes what is open, and deletes everything. */
  readonly abandon: () => void
}

/** Where a new export goes: a name that is free, also when two were made within a second. */
export function freeFolder(parent: string, name: string): string {
  for (let n = 1; ; n += 1) {
    const folder = join(parent, n === 1 ? name : `${name} ${String(n)}`)
    if (!existsSync(folder) && !existsSync(folder + unfinishedEnding)) return folder
  }
}

/**
 * Makes the folder. It, and each method of what it answers, throws `TernError` `export.diskFull`, `export.noAccess` or
 * `export.failed`.
 * @param final where it is, once whole: {@link freeFolder}
 * @param freeBytes for tests: the free space of the disk
 */
export function makeExportFolder(
  final: string,
  freeBytes: (path: string) => number = askFreeBytes,
): ExportFolder {
  const parent = dirname(final)
  const path = final + unfinishedEnding
  const attempt = <T>(act: () => T): T => {
    try {
      return act()
    } catch (thrown) {
      throw exportError(thrown, parent)
    }
  }
  attempt(() => mkdirSync(path, { mode: 0o700 }))
  const open = new Map<TextFile, number>()
  let unsynced = 0

  const put = (file: number, bytes: Uint8Array): void => {
    if (freeBytes(path) < roomToLeave + bytes.length)
      throw new TernError('export.diskFull', { folder: parent })
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from)
    unsynced += bytes.length
    if (unsynced < chunk) return
    fdatasyncSync(file)
    unsynced = 0
  }
  const create = (inside: string): number => openSync(join(path, inside), 'wx', 0o600)

  return {
    open: (inside) => {
      const file = attempt(() => create(inside))
      let waiting: string[] = []
      let length = 0
      const flush = (): void =>
        attempt(() => {
          put(file, Buffer.from(waiting.join('')))
          waiting = []
          length = 0
        })
      const made: TextFile = {
        write: (text) => {
          waiting.push(text)
          length += text.length
          if (length >= chunk) flush()
        },
        close: () => {
          flush()
          open.delete(made)
          attempt(() => closeSync(file))
        },
      }
      open.set(made, file)
      return made
    },
    write: (inside, content) =>
      attempt(() => {
        const file = create(inside)
        try {
          put(file, typeof content === 'string' ? Buffer.from(content) : content)
        } finally {
          closeSync(file)
        }
      }),
    makeFolder: (inside) => attempt(() => mkdirSync(join(path, inside), { mode: 0o700 })),
    finish: () =>
      attempt(() => {
        if (existsSync(final)) throw new RangeError('the name was taken meanwhile')
        renameSync(path, final)
        return final
      }),
    abandon: () => {
      for (const file of open.values()) closeSync(file)
      open.clear()
      attempt(() => rmSync(path, { recursive: true, force: true }))
    },
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'export.diskFull',
  EDQUOT: 'export.diskFull',
  EFBIG: 'export.diskFull',
  EACCES: 'export.noAccess',
  EPERM: 'export.noAccess',
  EROFS: 'export.noAccess',
}

export function exportError(thrown: unknown, folder: string): TernError {
  if (thrown instanceof TernError) return thrown
  const word = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return new TernError(codes[word] ?? 'export.failed', { folder }, thrown)
}

function askFreeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
