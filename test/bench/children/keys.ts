/** The key of a data folder's store, from the keychain of the desktop. */
import { createKeychain, keychainService, loadKeytar } from '../../../electron/secrets/keychain.ts'
import { ensureStoreKey } from '../../../electron/store/key.ts'
import type { Secrets } from '../../../electron/ports.ts'
import { systemClock } from '../../../electron/system-clock.ts'

export const secretsOf = (dataDir: string): Secrets =>
  createKeychain({
    load: loadKeytar,
    service: keychainService(dataDir, ''),
    clock: systemClock,
    platform: process.platform,
  })

export const keyOf = (dataDir: string): Promise<string> => ensureStoreKey(secretsOf(dataDir), true)
