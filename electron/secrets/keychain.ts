/** The OS keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. */
import { createHash } from 'node:crypto'
import type * as Keytar from 'keytar'
import { TernError } from '../../shared/errors.ts'
import type { Clock, SecretName, Secrets } from '../ports.ts'

/** What Tern uses of keytar. */
export type KeytarApi = Pick<typeof Keytar, 'getPassword' | 'setPassword' | 'deletePassword'>

export interface KeychainNeeds {
  /** Loads keytar; called at the first use, so that a computer without libsecret still starts Tern. */
  readonly load: () => Promise<KeytarApi>
  /** The name that the entries are filed under: {@link keychainService}. */
  readonly service: string
  readonly clock: Pick<Clock, 'after'>
  readonly platform: NodeJS.Platform
}

/** How long a call may take, milliseconds: the system may be asking the user for the keychain's password. */
export const keychainTimeout = 60_000

const probe = 'probe'

/** Loads keytar, which needs libsecret on Linux. Rejects where it cannot be loaded. */
export async function loadKeytar(): Promise<KeytarApi> {
  const module: KeytarApi & { readonly default?: KeytarApi } = await import('keytar')
  // A CommonJS module: Node puts all of it under `default`, the bundled main process may not.
  return module.default ?? module
}

/** The service name of a data folder. Any folder but the default gets its own, so that tests never touch the user's entries. */
export function keychainService(dataDir: string, defaultDataDir: string): string {
  if (dataDir === defaultDataDir) return 'Tern'
  return `Tern ${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
}

/** Messages of GLib and D-Bus that mean: there is no Secret Service to talk to. */
const noService = [
  /org\.freedesktop\.secrets/i,
  /ServiceUnknown|not provided by any/i,
  /autolaunch|spawn a message bus|Could not connect|Connection refused/i,
  /no such (interface|object path)/i,
]

/** The keychain on keytar; see {@link Secrets} for the errors. */
export function createKeychain({ load, service, clock, platform }: KeychainNeeds): Secrets {
  let loaded: Promise<KeytarApi> | undefined
  // Settles when the last call is over. Parallel calls upset gnome-keyring, so each waits for the one before.
  let last: Promise<unknown> = Promise.resolve()

  const keytar = async (): Promise<KeytarApi> => {
    loaded ??= load()
    try {
      return await loaded
    } catch (cause) {
      // The next try loads again: the user may have installed what was missing.
      loaded = undefined
      throw new TernError('keychain.missing', { platform }, cause)
    }
  }

  const classify = (cause: unknown): TernError => {
    if (cause instanceof TernError) return cause
    const message = cause instanceof Error ? cause.message : String(cause)
    const missing = platform === 'linux' && noService.some((pattern) => pattern.test(message))
    return new TernError(missing ? 'keychain.missing' : 'keychain.refused', { platform }, cause)
  }

  const inTurn = <T>(act: (api: KeytarApi) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let late = false
      const cancel = clock.after(keychainTimeout, () => {
        late = true
        reject(new TernError('keychain.refused', { platform }, new Error('no answer from the keychain')))
      })
      const run = async (): Promise<void> => {
        // Its caller has been told that it failed: it must not happen after all.
        if (late) return
        try {
          resolve(await act(await keytar()))
        } catch (cause) {
          reject(classify(cause))
        } finally {
          cancel()
        }
      }
      last = last.then(run)
    })

  /**
   * libsecret says "no such entry" also for a locked keyring whose prompt was dismissed. Taken at its word, Tern would
   * ask for a key that is there. Writing does fail when locked, so an entry is written and taken away.
   */
  const mustBeUnlocked = async (api: KeytarApi): Promise<void> => {
    await api.setPassword(service, probe, 'unlocked')
    await api.deletePassword(service, probe)
  }

  return {
    get: (name: SecretName) =>
      inTurn(async (api) => {
        const found = await api.getPassword(service, name)
        if (found !== null || platform !== 'linux') return found ?? undefined
        await mustBeUnlocked(api)
        return (await api.getPassword(service, name)) ?? undefined
      }),
    set: (name: SecretName, value: string) => inTurn((api) => api.setPassword(service, name, value)),
    delete: (name: SecretName) =>
      inTurn(async (api) => {
        await api.deletePassword(service, name)
      }),
  }
}
