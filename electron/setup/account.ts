/** The Aircall account that Tern works with: the user's own, by the key in the keychain, or the practice one. */
import * as v from 'valibot'
import { TernError } from '../../shared/errors.ts'
import type { Aircall, AircallKey } from '../aircall/aircall.ts'
import type { Secrets } from '../ports.ts'

/** A practice Aircall that runs inside the app, as far as an account needs it. */
export interface PracticeHost {
  readonly baseUrl: string
  readonly key: AircallKey
  readonly close: () => Promise<void>
}

export interface Account {
  readonly mode: () => 'none' | 'practice' | 'live'
  /** Undefined while there is no key. */
  readonly aircall: () => Aircall | undefined
  /** Where the account's Aircall is, when it is on this computer, as the practice one is: `http://127.0.0.1:4711`. */
  readonly ownOrigin: () => string | undefined
  /** As {@link aircall}; throws `app.notReady` while there is none. */
  readonly needAircall: () => Aircall
  /**
   * Checks a key with Aircall and keeps it in the keychain; answers the company's name.
   * @param before runs once the new key is known to be good, while the one before is still in use; when it rejects,
   *   nothing is changed
   */
  readonly connect: (key: AircallKey, before: (next: Aircall) => Promise<void>) => Promise<string>
  /** Takes up the key that the keychain holds; false when it holds none. */
  readonly resumeLive: () => Promise<boolean>
  /** @param greeting whether a practice customer texts first */
  readonly startPractice: (greeting: boolean) => Promise<void>
  /** Ends practice, or forgets the key. */
  readonly leave: () => Promise<void>
  /** Ends what runs; the key stays. */
  readonly close: () => Promise<void>
}

export interface AccountNeeds {
  readonly secrets: Secrets
  readonly makeAircall: (key: AircallKey, baseUrl: string) => Aircall
  /** Base of the real API, or of another one on loopback. */
  readonly liveUrl: string
  readonly startPractice: (greeting: boolean) => Promise<PracticeHost>
}

const StoredKey = v.object({ apiId: v.string(), apiToken: v.string() })

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

type Current =
  | { readonly mode: 'none' }
  | { readonly mode: 'live'; readonly aircall: Aircall }
  | { readonly mode: 'practice'; readonly aircall: Aircall; readonly host: PracticeHost }

export function createAccount(needs: AccountNeeds): Account {
  let current: Current = { mode: 'none' }

  const aircall = (): Aircall | undefined => (current.mode === 'none' ? undefined : current.aircall)

  async function close(): Promise<void> {
    const ended = current
    current = { mode: 'none' }
    if (ended.mode === 'practice') await ended.host.close()
  }

  return {
    mode: () => current.mode,
    aircall,
    ownOrigin() {
      if (current.mode === 'none') return undefined
      const { origin } = new URL(current.mode === 'practice' ? current.host.baseUrl : needs.liveUrl)
      return loopback.test(origin) ? origin : undefined
    },
    needAircall() {
      const there = aircall()
      if (there === undefined) throw new TernError('app.notReady')
      return there
    },
    async connect(typed, before) {
      const key = { apiId: typed.apiId.trim(), apiToken: typed.apiToken.trim() }
      if (key.apiId === '' || key.apiToken === '') throw new TernError('key.incomplete')
      const candidate = needs.makeAircall(key, needs.liveUrl)
      await candidate.ping()
      const { name } = await candidate.company()
      await before(candidate)
      await needs.secrets.set('aircall-key', JSON.stringify(key))
      await close()
      current = { mode: 'live', aircall: candidate }
      return name
    },
    async resumeLive() {
      const stored = await needs.secrets.get('aircall-key')
      if (stored === undefined) return false
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StoredKey), stored)
      if (!parsed.success) return false
      current = { mode: 'live', aircall: needs.makeAircall(parsed.output, needs.liveUrl) }
      return true
    },
    async startPractice(greeting) {
      const host = await needs.startPractice(greeting)
      await close()
      current = { mode: 'practice', host, aircall: needs.makeAircall(host.key, host.baseUrl) }
    },
    async leave() {
      // Also a key that could not be read: what is to be forgotten must not stay.
      if (current.mode !== 'practice') await needs.secrets.delete('aircall-key')
      await close()
    },
    close,
  }
}
