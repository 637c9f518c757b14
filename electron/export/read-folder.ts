/**
 * Reads the folder of an export. Whoever made it may not mean well: only plain files that lie where an export has them
 * are opened, nothing that a link leads to, and no more of them is held than a line or a photo may have.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import { mediaFolder, messagesFile } from './format.ts'

/** The longest line that an export has, bytes: the largest text, each sign of it escaped. */
export const longestLine = 4 * 1024 * 1024
/** The largest photo that Tern keeps, bytes. */
const largestPhoto = 16 * 1024 * 1024

const chunk = 64 * 1024
const newline = 0x0a

export interface ExportLine {
  /** From 1. */
  readonly number: number
  /** Undefined where it is too long, or no UTF-8. */
  readonly text: string | undefined
}

export interface ExportReader {
  readonly lines: () => Generator<ExportLine>
  /** Bytes of the lines, and those read so far. */
  readonly size: number
  readonly position: () => number
  /** A photo by its name in the lines; undefined where it is no file of this export. */
  readonly photo: (name: string) => Buffer | undefined
  readonly close: () => void
}

/** Throws `TernError` `import.notAnExport`; reading throws `import.failed`. */
export function readExportFolder(folder: string): ExportReader {
  const opened = openPlain(join(folder, messagesFile))
  if (opened === undefined) throw new TernError('import.notAnExport')
  const { file, size } = opened
  let position = 0

  const read = (buffer: Buffer): number => {
    try {
      const length = readSync(file, buffer)
      position += length
      return length
    } catch (thrown) {
      throw new TernError('import.failed', {}, thrown)
    }
  }

  function* lines(): Generator<ExportLine> {
    const buffer = Buffer.alloc(chunk)
    let parts: Buffer[] = []
    let length = 0
    let number = 1
    const take = (): ExportLine => {
      const text = length > longestLine ? undefined : decode(Buffer.concat(parts))
      const line = { number, text }
      parts = []
      length = 0
      number += 1
      return line
    }
    const add = (bytes: Buffer): void => {
      length += bytes.length
      // What is too long is counted, not kept.
      if (length > longestLine) parts = []
      else parts.push(Buffer.from(bytes))
    }
    for (let got = read(buffer); got > 0; got = read(buffer)) {
      let from = 0
      for (let end = find(buffer, from, got); end !== -1; end = find(buffer, from, got)) {
        add(buffer.subarray(from, end))
        yield take()
        from = end + 1
      }
      add(buffer.subarray(from, got))
    }
    if (length > 0) yield take()
  }

  return {
    lines,
    size,
    position: () => position,
    photo: (name) => {
      if (!photoName.test(name) || !isFolder(join(folder, mediaFolder))) return undefined
      const photo = openPlain(join(folder, name))
      if (photo === undefined) return undefined
      try {
        return photo.size > largestPhoto ? undefined : readWhole(photo.file, photo.size)
      } finally {
        closeSync(photo.file)
      }
    },
    close: () => closeSync(file),
  }
}

const photoName = new RegExp(`^${mediaFolder}/[0-9a-f-]{36}-\\d{1,3}\\.[a-z0-9]{1,5}$`)

/** Opens a file that is one, not a link, a device or a pipe. */
function openPlain(path: string): { readonly file: number; readonly size: number } | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined
    // Windows has neither.
    const {
      O_RDONLY,
      O_NOFOLLOW = 0,
      O_NONBLOCK = 0,
    } = constants as Partial<typeof constants> & { O_RDONLY: number }
    const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stat = fstatSync(file)
    if (stat.isFile()) return { file, size: stat.size }
    closeSync(file)
    return undefined
  } catch {
    // Not there, or not to be read: the caller says what that means.
    return undefined
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function readWhole(file: number, size: number): Buffer {
  const content = Buffer.alloc(size)
  let length = 0
  for (let got = 1; got > 0 && length < size; length += got)
    got = readSync(file, content, length, size - length, null)
  return content.subarray(0, length)
}

function find(buffer: Buffer, from: number, end: number): number {
  const at = buffer.indexOf(newline, from)
  return at >= end ? -1 : at
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // No UTF-8 is no line of an export; the caller counts it.
    return undefined
  }
}
