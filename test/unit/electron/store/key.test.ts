import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SecretName, Secrets } from '../../../../electron/ports.ts'
import { ensureStoreKey, keyFits, noteKey } from '../../../../electron/store/key.ts'

function keychain(entry?: string) {
  const entries = new Map<SecretName, string>(entry === undefined ? [] : [['store-key', entry]])
  const secrets: Secrets = {
    get: (name) => Promise.resolve(entries.get(name)),
    set: (name, value) => {
      entries.set(name, value)
      return Promise.resolve()
    },
    delete: (name) => {
      entries.delete(name)
      return Promise.resolve()
    },
  }
  return { entries, secrets }
}
const code = (expected: string) => expect.objectContaining({ code: expected })
const key = 'a1'.repeat(32)

describe('ensureStoreKey', () => {
  it('makes a key of 256 bits at the first start, another each time, and gives it back later', async () => {
    const { secrets } = keychain()
    const made = await ensureStoreKey(secrets, false)
    expect(made).toMatch(/^[0-9a-f]{64}$/)
    expect(await ensureStoreKey(secrets, true)).toBe(made)
    expect(await ensureStoreKey(keychain().secrets, false)).not.toBe(made)
  })

  it('uses the key that is there, also when there is no store yet', async () => {
    expect(await ensureStoreKey(keychain(key).secrets, false)).toBe(key)
  })

  it.each([undefined, '', 'not a key'])('never makes a key over an old store (entry: %j)', async (entry) => {
    const { entries, secrets } = keychain(entry)
    await expect(ensureStoreKey(secrets, true)).rejects.toEqual(code('store.keyMissing'))
    expect(entries.get('store-key')).toBe(entry)
  })

  it('gives no key that the keychain does not give back', async () => {
    const { secrets } = keychain()
    const forgetful = { ...secrets, set: () => Promise.resolve() }
    await expect(ensureStoreKey(forgetful, false)).rejects.toEqual(code('keychain.refused'))
  })

  it('passes on what the keychain rejects with', async () => {
    const { secrets } = keychain()
    const locked = { ...secrets, get: () => Promise.reject(new Error('locked')) }
    await expect(ensureStoreKey(locked, false)).rejects.toThrow('locked')
  })
})

describe('the note of the key', () => {
  it('tells another key from the right one; half written it says nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tern-key-'))
    const path = join(folder, 'tern.db')
    try {
      expect(keyFits(path, key)).toBeUndefined()
      noteKey(path, key)
      expect([keyFits(path, key), keyFits(path, 'b2'.repeat(32))]).toEqual([true, false])
      truncateSync(`${path}.key-check`, 50)
      expect(keyFits(path, key)).toBeUndefined()
      noteKey(path, key)
      expect(keyFits(path, key)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
