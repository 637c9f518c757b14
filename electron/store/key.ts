/** The key that the store is encrypted with. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { TernError } from '../../shared/errors.ts'
import type { Secrets } from '../ports.ts'

/** Whether a store is at `path`; a file without content is none. */
export function storeExists(path: string): boolean {
  return [path, `${path}-wal`].some((file) => existsSync(file) && statSync(file).size > 0)
}

/**
 * The store's key from the keychain: 64 hexadecimal digits. Makes one at the first start.
 * Rejects with `TernError` `store.keyMissing` when there is a store but no key: a new key would not open it, and
 * would bury the old one; or with what the keychain rejects with.
 */
export async function ensureStoreKey(secrets: Secrets, exists: boolean): Promise<string> {
  const kept = await secrets.get('store-key')
  if (kept !== undefined && isKey(kept)) return kept
  if (exists) throw new TernError('store.keyMissing')
  const key = randomBytes(32).toString('hex')
  await secrets.set('store-key', key)
  // A store must never be written with a key that the keychain does not give back.
  if ((await secrets.get('store-key')) !== key) throw new TernError('keychain.refused')
  return key
}

/** Whether a text has the form of a store's key. */
export function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

const checkFile = (path: string): string => `${path}.key-check`

/** Notes which key the store at `path` has. */
export function noteKey(path: string, key: string): void {
  if (keyFits(path, key) === true) return
  writeFileSync(checkFile(path), keyNote(key), { mode: 0o600 })
}

/** Whether `key` is the one noted for the store; undefined where nothing is noted. A wrong key and a damaged file look alike to SQLite. */
export function keyFits(path: string, key: string): boolean | undefined {
  if (!existsSync(checkFile(path))) return undefined
  return fitsNote(readFileSync(checkFile(path), 'utf8'), key)
}

/** A note by which a key is known again: a salted hash. From 256 random bits nobody works back. */
export function keyNote(key: string): string {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${digest(salt, key)}`
}

/** Whether a note is of this key. One that a crash left half written says nothing: it must not lock the user out. */
export function fitsNote(note: string, key: string): boolean | undefined {
  const [, salt, hash] = /^([0-9a-f]{32}):([0-9a-f]{64})$/.exec(note) ?? []
  if (salt === undefined || hash === undefined) return undefined
  return digest(salt, key) === hash
}

function digest(salt: string, key: string): string {
  return createHash('sha256').update(`${salt}:${key}`).digest('hex')
}
