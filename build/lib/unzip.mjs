/**
 * Unpacks a zip with what Node has: the systems that need it may have no `unzip`. Reads the central directory; knows
 * stored and deflated entries, modes and links; no zip64, no encryption. For archives whose hash was checked.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, symlink } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

const endMark = 0x06054b50
const entryMark = 0x02014b50
const linkMode = 0o120000

/** @typedef {{ name: string, mode: number, method: number, packed: number, size: number, offset: number }} Entry */

/**
 * @param {string} archive
 * @param {string} dir
 * @param {(name: string) => string | undefined} [place] where an entry goes in `dir`; nowhere for undefined
 */
export async function unzip(archive, dir, place = (name) => name) {
  const file = await open(archive)
  try {
    for (const entry of await entries(file)) {
      const name = place(entry.name)
      if (name === undefined || entry.name.endsWith('/')) continue
      const target = resolve(dir, name)
      if (!target.startsWith(resolve(dir) + sep)) throw new Error(`${entry.name} lies outside the archive`)
      await mkdir(dirname(target), { recursive: true })
      await unpack(archive, file, entry, target)
    }
  } finally {
    await file.close()
  }
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} length @param {number} position */
async function read(file, length, position) {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead !== length) throw new Error('the archive ends too early')
  return bytes
}

/** @param {import('node:fs/promises').FileHandle} file @returns {Promise<Entry[]>} */
async function entries(file) {
  const { size } = await file.stat()
  // The end record is followed by nothing but a comment of at most 65535 bytes.
  const tail = await read(file, Math.min(size, 65_557), Math.max(0, size - 65_557))
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endMark) end--
  if (end < 0) throw new Error('not a zip archive')
  const directory = await read(file, tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16))

  /** @type {Entry[]} */
  const found = []
  for (let at = 0; at < directory.length;) {
    if (directory.readUInt32LE(at) !== entryMark) throw new Error('the directory of the archive is broken')
    const nameLength = directory.readUInt16LE(at + 28)
    found.push({
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return found
}

/**
 * @param {string} archive
 * @param {import('node:fs/promises').FileHandle} file
 * @param {Entry} entry
 * @param {string} target
 */
async function unpack(archive, file, { name, mode, method, packed, size, offset }, target) {
  const head = await read(file, 30, offset)
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if ((mode & linkMode) === linkMode) {
    await symlink((await read(file, packed, start)).toString('utf8'), target)
    return
  }
  const output = createWriteStream(target)
  if (packed === 0) output.end()
  else {
    const input = createReadStream(archive, { start, end: start + packed - 1 })
    if (method === 0) await pipeline(input, output)
    else if (method === 8) await pipeline(input, createInflateRaw(), output)
    else throw new Error(`${name} is packed in a way that is not known here: ${method}`)
    if (output.bytesWritten !== size) throw new Error(`${name} is broken in the archive`)
  }
  if ((mode & 0o777) !== 0) await chmod(target, mode & 0o777)
}
