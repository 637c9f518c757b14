/**
 * The recovery kit: makes a page with a code that opens the store when the keychain has lost its key, and takes the code
 * back. The code lives only while a page is made: it goes to a window of its own, to the printer or into a PDF, and
 * never to the page that shows texts.
 */
import { randomBytes } from 'node:crypto'
import { makeCode, readCode, recoveryRandom } from '../../shared/core/recovery-code.ts'
import { TernError } from '../../shared/errors.ts'
import type { Boot } from '../../shared/model/app.ts'
import type { KitEnd, Recovery } from '../../shared/model/recovery.ts'
import type { Clock, Log, Secrets } from '../ports.ts'
import { isKey, keyFits } from '../store/key.ts'
import type { KitFiles } from './kit-file.ts'
import { holdsKey, openKit, sealKey, type Kit } from './wrap.ts'

/** What the page says, besides the code. */
export interface KitFacts {
  /** Epoch milliseconds. */
  readonly madeAt: number
  readonly company: string | undefined
  readonly number: { readonly name: string; readonly digits: string } | undefined
}

/** Where a page goes; each answers whether it got there. Rejects with `TernError` `recovery.not…` when it could not. */
export interface KitPaper {
  /** Asks where to, and saves it there for this user only. */
  readonly savePdf: (page: KitPage) => Promise<KitEnd>
  /** Asks for a printer. */
  readonly print: (page: KitPage) => Promise<KitEnd>
  /** Shows it in a window of its own until that is closed. */
  readonly show: (page: KitPage) => Promise<KitEnd>
}

export interface KitPage extends KitFacts {
  /** Makes the code, and whatever makes it count if the page gets there. Called once, as late as can be. */
  readonly code: () => Promise<string>
}

export interface RecoveryService {
  readonly get: () => Recovery
  /** Makes a new page. Once it has got there, the code on the one before is useless. */
  readonly make: (to: keyof KitPaper) => Promise<KitEnd>
  /**
   * Opens what is blocked because the keychain has lost the store's key: puts the key back there, and tries again.
   * Rejects with `TernError` of the subjects `recovery` and `keychain`, or `app.notAllowed` when nothing is blocked so.
   */
  readonly unlock: (typed: string) => Promise<Boot>
  /** Puts the kit's file beside the backups, if they have none or an older one: at the start, and once there is a backup. */
  readonly copyBesideBackups: () => void
}

export interface RecoveryNeeds {
  /** The store's file. */
  readonly path: string
  readonly files: KitFiles
  readonly paper: KitPaper
  readonly secrets: Secrets
  /** The key of the open store; undefined while none is open. */
  readonly storeKey: () => string | undefined
  readonly facts: () => Omit<KitFacts, 'madeAt'>
  readonly boot: () => Boot
  /** Tries again to open what was blocked. */
  readonly open: () => Promise<Boot>
  readonly onChange: (recovery: Recovery) => void
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** For tests. */
  readonly strength?: Kit['strength']
}

export function createRecovery(needs: RecoveryNeeds): RecoveryService {
  const { files, secrets, clock, log, path } = needs
  let busy = false

  /** The kits of other stores go on beside ours: they may be all that opens a store which was moved aside. */
  function read(key: string): { readonly ours: readonly Kit[]; readonly others: readonly Kit[] } {
    const kits = files.read()
    return {
      ours: kits.filter((kit) => holdsKey(kit, key)),
      others: kits.filter((kit) => !holdsKey(kit, key)),
    }
  }

  function get(): Recovery {
    const key = needs.storeKey()
    try {
      const { ours, others } = key === undefined ? { ours: files.read(), others: [] } : read(key)
      const newest = ours.at(-1)
      if (newest !== undefined) return { kit: 'ready', madeAt: newest.madeAt }
      return { kit: others.length > 0 ? 'otherKey' : 'none' }
    } catch {
      // Logged where it was read.
      return { kit: 'damaged' }
    }
  }

  /** What is in the file before a page is made. A damaged one is of no use to any code, and makes room. */
  function readBefore(key: string): ReturnType<typeof read> {
    return get().kit === 'damaged' ? { ours: [], others: [] } : read(key)
  }

  async function makePage(to: keyof KitPaper, key: string): Promise<KitEnd> {
    const { ours, others } = readBefore(key)
    const madeAt = clock.now()
    let made: Kit | undefined
    const page: KitPage = {
      madeAt,
      ...needs.facts(),
      async code() {
        const code = makeCode(randomBytes(recoveryRandom))
        const kit = await sealKey(key, code, madeAt, needs.strength)
        // From here until the end both codes work: what the user has in hand is never useless, whatever happens.
        files.write([...others, ...ours.slice(-1), kit])
        made = kit
        return code
      },
    }
    const end = await needs.paper[to](page).catch((thrown: unknown) => {
      takeBack(made, [...others, ...ours])
      throw thrown
    })
    if (end === 'cancelled') takeBack(made, [...others, ...ours])
    else if (made !== undefined) settleOn([...others, made])
    log.info('recovery: page', { to, end })
    return end
  }

  /** The page did not get there, so that nobody has its code: that it still works for now harms nobody. */
  function takeBack(made: Kit | undefined, before: readonly Kit[]): void {
    if (made === undefined) return
    try {
      files.write(before)
    } catch (thrown) {
      log.error('recovery: a code that nobody has was left in the file', thrown)
    }
  }

  function settleOn(kits: readonly Kit[]): void {
    try {
      files.write(kits)
    } catch (thrown) {
      throw new TernError('recovery.oldStillOpens', {}, thrown)
    }
  }

  async function keyOf(code: string): Promise<string> {
    const kits = files.read()
    const newest = kits.at(-1)
    if (newest === undefined) throw new TernError('recovery.noKit')
    for (const kit of kits.toReversed()) {
      const key = await openKit(kit, code)
      if (key === undefined) continue
      if (keyFits(path, key) === false) throw new TernError('recovery.otherKey', { madeAt: newest.madeAt })
      return key
    }
    throw new TernError('recovery.wrongCode', { madeAt: newest.madeAt })
  }

  async function putBack(key: string): Promise<void> {
    const there = await secrets.get('store-key')
    // It opens some other store: thrown away, that one could never be read again.
    if (there !== undefined && isKey(there) && there !== key) await secrets.set('store-key-before', there)
    await secrets.set('store-key', key)
    if ((await secrets.get('store-key')) !== key) throw new TernError('keychain.refused')
  }

  const isLockedOut = (): boolean => {
    const boot = needs.boot()
    return boot.state === 'blocked' && boot.error.code === 'store.keyMissing'
  }

  return {
    get,
    async make(to) {
      const key = needs.storeKey()
      if (key === undefined) throw new TernError('app.notReady')
      if (busy) throw new TernError('recovery.busy')
      busy = true
      try {
        return await makePage(to, key)
      } finally {
        busy = false
        needs.onChange(get())
      }
    },
    async unlock(typed) {
      if (!isLockedOut()) throw new TernError('app.notAllowed')
      const read = readCode(typed)
      if (!read.ok) throw new TernError(read.error.code, read.error.detail)
      await putBack(await keyOf(read.code))
      log.info('recovery: the key is back in the keychain')
      return needs.open()
    },
    copyBesideBackups: files.copy,
  }
}
