import type { SecretName, Secrets } from '../../../../electron/ports.ts'
import { TernError, type ErrorCode } from '../../../../shared/errors.ts'

export interface MemorySecrets extends Secrets {
  readonly entries: Map<SecretName, string>
  failWith: ErrorCode | undefined
  /** The only entry that it refuses; all of them when undefined. */
  failFor: SecretName | undefined
}

/** A keychain in memory; it can be made to refuse. */
export function createMemorySecrets(): MemorySecrets {
  const entries = new Map<SecretName, string>()
  const check = (name: SecretName): void => {
    if (secrets.failFor !== undefined && secrets.failFor !== name) return
    if (secrets.failWith !== undefined) throw new TernError(secrets.failWith)
  }
  const secrets: MemorySecrets = {
    entries,
    failWith: undefined,
    failFor: undefined,
    async get(name) {
      check(name)
      return Promise.resolve(entries.get(name))
    },
    async set(name, value) {
      check(name)
      entries.set(name, value)
      return Promise.resolve()
    },
    async delete(name) {
      check(name)
      entries.delete(name)
      return Promise.resolve()
    },
  }
  return secrets
}
