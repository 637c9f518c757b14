/** What a failure of SQLite or of the file system means, as a {@link TernError}. */
import { dirname } from 'node:path'
import { TernError, type ErrorCode } from '../../shared/errors.ts'
import { freeSpace } from '../storage/free-space.ts'

/** SQLite's result codes (https://www.sqlite.org/rescode.html) and Node's; the longer ones of a family count as the family. */
const codes: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_BUSY', 'store.inUse'],
  ['SQLITE_LOCKED', 'store.inUse'],
  ['SQLITE_FULL', 'store.diskFull'],
  ['SQLITE_READONLY', 'store.readOnly'],
  ['SQLITE_PERM', 'store.readOnly'],
  ['SQLITE_CORRUPT', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['ENOSPC', 'store.diskFull'],
  ['EDQUOT', 'store.diskFull'],
  ['EACCES', 'store.readOnly'],
  ['EPERM', 'store.readOnly'],
  ['EROFS', 'store.readOnly'],
]

/** Less free space than this, and an input/output error is taken for a full disk, bytes. */
const nothingFree = 64 * 1024

/** The error for what was thrown while working on the store at `path`. A {@link TernError} stays as it is. */
export function storeError(thrown: unknown, path: string): TernError {
  if (thrown instanceof TernError) return thrown
  const folder = dirname(path)
  const word = codeOf(thrown)
  const known = codes.find(([prefix]) => word.startsWith(prefix))?.[1]
  if (known !== undefined) return new TernError(known, { folder }, thrown)
  const full = word.startsWith('SQLITE_IOERR') && (freeSpace(folder) ?? nothingFree) < nothingFree
  return new TernError(full ? 'store.diskFull' : 'store.failed', { folder }, thrown)
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return ''
  return typeof thrown.code === 'string' ? thrown.code : ''
}
