import type { SecretName, Secrets } from '../../../../electron/ports.ts'
import { TernError, type ErrorCode } from '../../../../shared/errors.ts'

export interface MemorySecrets extends Secrets {
  readonly entries: Map<SecretName, string>
  failWith: ErrorCode | undefined
}

/** A keychain in memory; it can be made to refuse. */
export function createMemorySecrets(): MemorySecrets {
  const entries = new Map<SecretName, string>()
  const check = (): void => {
    if (secrets.failWith !== undefined) throw new TernError(secrets.failWith)
  }
  const secrets: MemorySecrets = {
    entries,
    failWith: undefined,
    async get(name) {
      check()
      return Promise.resolve(entries.get(name))
    },
    async set(name, value) {
      check()
      entries.set(name, value)
      return Promise.resolve()
    },
    async delete(name) {
      check()
      entries.delete(name)
      return Promise.resolve()
    },
  }
  return secrets
}
