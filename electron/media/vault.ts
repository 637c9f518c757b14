/**
 * The folder of photos: each file encrypted and authenticated, with a key derived from the store's. A file's name is
 * random and says nothing; what it belongs to is in the store.
 *
 * A file is on the disk, whole, before {@link Vault.write} answers, and the store is told of it after that. A crash in
 * between leaves a file that nothing knows, which is removed in time; never an entry without its file.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TernError } from '../../shared/errors.ts'
import { storeError } from '../store/failure.ts'

export interface Vault {
  /**
   * Keeps the bytes; answers the new file's id. Rejects with `TernError` `store.diskFull`, `store.readOnly` or
   * `store.failed`; then there is no file.
   */
  readonly write: (bytes: Uint8Array) => Promise<string>
  /** Rejects with `TernError` `media.unreadable` when there is no such file, or it is not as it was written. */
  readonly read: (fileId: string) => Promise<Buffer>
  /** Removes a file; one that is not there is no error. */
  readonly remove: (fileId: string) => Promise<void>
  /** Every file that is there whole. */
  readonly list: () => Promise<string[]>
  /** When a file was written, epoch milliseconds; rejects with `TernError` `media.unreadable` when it is not there. */
  readonly writtenAt: (fileId: string) => Promise<number>
  /** Removes what a crash left half written. Only while nothing is written. */
  readonly removeUnfinished: () => Promise<void>
}

export interface VaultOptions {
  /** Made with the first file. */
  readonly folder: string
  /** The store's key, 64 hexadecimal digits. */
  readonly key: string
}

// mark (with a version), nonce, content, tag
const mark = Buffer.from('tern-media-1\n', 'latin1')
const nonceLength = 12
const tagLength = 16
const ending = '.part'
const idForm = /^[0-9a-f]{32}$/

export function createVault({ folder, key }: VaultOptions): Vault {
  const fileKey = Buffer.from(
    hkdfSync('sha256', Buffer.from(key, 'hex'), Buffer.alloc(0), 'tern: files of photos, 1', 32),
  )

  function pathOf(fileId: string): string {
    if (!idForm.test(fileId)) throw new TernError('media.unreadable')
    return join(folder, fileId)
  }

  async function names(): Promise<string[]> {
    try {
      return await readdir(folder)
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return []
      throw storeError(thrown, pathOf('0'.repeat(32)))
    }
  }

  // The id goes into the authentication: one file put in the place of another is not read as it.
  function seal(fileId: string, bytes: Uint8Array): readonly Buffer[] {
    const nonce = randomBytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonce).setAAD(Buffer.from(fileId, 'latin1'))
    const content = Buffer.concat([cipher.update(bytes), cipher.final()])
    return [mark, nonce, content, cipher.getAuthTag()]
  }

  function unseal(fileId: string, sealed: Buffer): Buffer {
    const start = mark.length + nonceLength
    if (sealed.length < start + tagLength || !sealed.subarray(0, mark.length).equals(mark))
      throw new RangeError('not a file of the vault')
    const decipher = createDecipheriv('aes-256-gcm', fileKey, sealed.subarray(mark.length, start), {
      authTagLength: tagLength,
    })
    decipher.setAAD(Buffer.from(fileId, 'latin1'))
    decipher.setAuthTag(sealed.subarray(-tagLength))
    return Buffer.concat([decipher.update(sealed.subarray(start, -tagLength)), decipher.final()])
  }

  return {
    async write(bytes) {
      const fileId = randomBytes(16).toString('hex')
      const path = pathOf(fileId)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeWhole(path, seal(fileId, bytes))
        await syncFolder(folder)
        return fileId
      } catch (thrown) {
        throw storeError(thrown, path)
      }
    },

    async read(fileId) {
      try {
        return unseal(fileId, await readFile(pathOf(fileId)))
      } catch (thrown) {
        throw thrown instanceof TernError ? thrown : new TernError('media.unreadable', {}, thrown)
      }
    },

    async remove(fileId) {
      const path = pathOf(fileId)
      try {
        await rm(path, { force: true })
      } catch (thrown) {
        throw storeError(thrown, path)
      }
    },

    list: async () => (await names()).filter((name) => idForm.test(name)),

    async writtenAt(fileId) {
      try {
        return (await stat(pathOf(fileId))).mtimeMs
      } catch (thrown) {
        throw thrown instanceof TernError ? thrown : new TernError('media.unreadable', {}, thrown)
      }
    },

    async removeUnfinished() {
      const unfinished = (await names()).filter((name) => name.endsWith(ending))
      await Promise.all(unfinished.map((name) => rm(join(folder, name), { force: true })))
    },
  }
}

/** Under another name until it is whole and on the disk. */
async function writeWhole(path: string, parts: readonly Buffer[]): Promise<void> {
  const file = await open(path + ending, 'wx', 0o600)
  try {
    try {
      await file.writev([...parts])
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(path + ending, path)
  } catch (thrown) {
    await rm(path + ending, { force: true })
    throw thrown
  }
}

/** The new name is in the folder, and a folder is a file of its own. Windows cannot, and need not, sync one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
}
