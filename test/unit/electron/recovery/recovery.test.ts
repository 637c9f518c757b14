import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KitFiles } from '../../../../electron/recovery/kit-file.ts'
import { createRecovery, type KitPage, type RecoveryService } from '../../../../electron/recovery/recovery.ts'
import type { Kit } from '../../../../electron/recovery/wrap.ts'
import { noteKey } from '../../../../electron/store/key.ts'
import { showCode } from '../../../../shared/core/recovery-code.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Boot } from '../../../../shared/model/app.ts'
import type { KitEnd } from '../../../../shared/model/recovery.ts'
import {
  createMemorySecrets,
  type MemorySecrets,
} from '../../../integration/electron/session/memory-secrets.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const ours = 'a1'.repeat(32)
const theirs = 'b2'.repeat(32)
const error = (code: string) => expect.objectContaining({ code })

let dir: string
let secrets: MemorySecrets
/** The kits on the disk; `undefined` throws as a damaged file does. */
let kits: readonly Kit[] | undefined
/** From which write on the disk is full. */
let writesLeft: number
let storeKey: string | undefined
let boot: Boot
let opened: number
let recovery: RecoveryService
/** What becomes of the next page. */
let deliver: (page: KitPage) => Promise<KitEnd>
let code: string

const files: KitFiles = {
  read() {
    if (kits === undefined) throw new TernError('recovery.kitDamaged')
    return kits
  },
  write(next) {
    if (writesLeft <= 0) throw new TernError('recovery.notKept')
    writesLeft -= 1
    kits = next
  },
  copy: () => undefined,
}
const handOver = async (page: KitPage): Promise<KitEnd> => {
  code = await page.code()
  return 'done'
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tern-recovery-'))
  secrets = createMemorySecrets()
  kits = []
  writesLeft = Number.POSITIVE_INFINITY
  storeKey = ours
  boot = { state: 'ready' }
  opened = 0
  deliver = handOver
  noteKey(join(dir, 'tern.db'), ours)
  recovery = createRecovery({
    path: join(dir, 'tern.db'),
    files,
    paper: {
      savePdf: (page) => deliver(page),
      print: (page) => deliver(page),
      show: (page) => deliver(page),
    },
    secrets,
    storeKey: () => storeKey,
    facts: () => ({ company: 'Acme', number: undefined }),
    boot: () => boot,
    open() {
      opened += 1
      return Promise.resolve({ state: 'ready' })
    },
    onChange: () => undefined,
    clock: createFakeClock(1000),
    log: quietLog,
    strength: { n: 2 ** 14, r: 1, p: 1 },
  })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function lockOut(): void {
  storeKey = undefined
  boot = { state: 'blocked', error: { code: 'store.keyMissing', detail: {} } }
}

describe('a recovery page', () => {
  it('brings the key back into the keychain, and opens', async () => {
    expect(recovery.get()).toEqual({ kit: 'none' })
    expect(await recovery.make('savePdf')).toBe('done')
    expect(recovery.get()).toEqual({ kit: 'ready', madeAt: 1000 })
    lockOut()
    expect(await recovery.unlock(showCode(code))).toEqual({ state: 'ready' })
    expect([...secrets.entries]).toEqual([['store-key', ours]])
    expect(opened).toBe(1)
  })

  it('makes the one before useless, once it got there and not earlier', async () => {
    await recovery.make('print')
    const first = code
    deliver = async (page) => {
      code = await page.code()
      // Tern dies here: both codes work, whichever the user has in hand.
      expect(kits).toHaveLength(2)
      return 'done'
    }
    await recovery.make('savePdf')
    expect(kits).toHaveLength(1)
    lockOut()
    await expect(recovery.unlock(first)).rejects.toEqual(error('recovery.wrongCode'))
    await recovery.unlock(code)
  })

  it.each([
    ['cancelled', () => Promise.resolve('cancelled' as const)],
    [
      'cancelled late',
      async (page: KitPage) => {
        await page.code()
        return 'cancelled' as const
      },
    ],
    [
      'not printed',
      async (page: KitPage) => {
        await page.code()
        throw new TernError('recovery.notPrinted')
      },
    ],
  ])('%s leaves the one before as it was', async (_, end) => {
    await recovery.make('savePdf')
    const before = kits
    deliver = end
    await recovery.make('print').catch(() => undefined)
    expect(kits).toEqual(before)
    lockOut()
    await recovery.unlock(code)
  })

  it('cancelled at the first time leaves none', async () => {
    deliver = async (page) => {
      await page.code()
      return 'cancelled'
    }
    await recovery.make('savePdf')
    expect(recovery.get()).toEqual({ kit: 'none' })
  })

  it('with a full disk: no code is handed out that would not work', async () => {
    writesLeft = 0
    let given: string | undefined
    deliver = async (page) => {
      given = await page.code()
      return 'done'
    }
    await expect(recovery.make('savePdf')).rejects.toEqual(error('recovery.notKept'))
    expect(given).toBeUndefined()
    // Full between the two writes: both work, and that is said.
    writesLeft = 1
    await expect(recovery.make('savePdf')).rejects.toEqual(error('recovery.oldStillOpens'))
    lockOut()
    await recovery.unlock(given ?? '')
  })

  it('is made one at a time, and only while the store is open', async () => {
    const both = await Promise.allSettled([recovery.make('savePdf'), recovery.make('show')])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await recovery.make('show')).toBe('done')
    storeKey = undefined
    await expect(recovery.make('show')).rejects.toEqual(error('app.notReady'))
  })

  it('keeps the kit of a store that lay here before: it may be all that opens it', async () => {
    storeKey = theirs
    await recovery.make('savePdf')
    const old = code
    storeKey = ours
    expect(recovery.get()).toEqual({ kit: 'otherKey' })
    await recovery.make('savePdf')
    await recovery.make('savePdf')
    expect(kits).toHaveLength(2)
    lockOut()
    await expect(recovery.unlock(old)).rejects.toEqual(error('recovery.otherKey'))
    expect(secrets.entries.size).toBe(0)
    await recovery.unlock(code)
  })

  it('makes a new file of a damaged one', async () => {
    kits = undefined
    expect(recovery.get()).toEqual({ kit: 'damaged' })
    await recovery.make('savePdf')
    expect(recovery.get().kit).toBe('ready')
  })
})

describe('a code', () => {
  it('is asked for only when the key is what is missing', async () => {
    await recovery.make('savePdf')
    await expect(recovery.unlock(code)).rejects.toEqual(error('app.notAllowed'))
    lockOut()
    boot = { state: 'blocked', error: { code: 'keychain.missing', detail: {} } }
    await expect(recovery.unlock(code)).rejects.toEqual(error('app.notAllowed'))
  })

  it('that is wrong, half, mistyped, or for nothing says which', async () => {
    lockOut()
    const right = '3AHRZ6DMV29GQY5CKT18FPX4BJS0'
    await expect(recovery.unlock(right)).rejects.toEqual(error('recovery.noKit'))
    await expect(recovery.unlock(right.slice(1))).rejects.toEqual(error('recovery.codeIncomplete'))
    await expect(recovery.unlock(right.replace('Z', 'Y'))).rejects.toEqual(error('recovery.codeMistyped'))
    kits = undefined
    await expect(recovery.unlock(right)).rejects.toEqual(error('recovery.kitDamaged'))
    kits = []
    storeKey = ours
    await recovery.make('savePdf')
    storeKey = undefined
    await expect(recovery.unlock(right)).rejects.toMatchObject({
      code: 'recovery.wrongCode',
      detail: { madeAt: 1000 },
    })
  })

  it('keeps the key that it takes the place of', async () => {
    await recovery.make('savePdf')
    lockOut()
    secrets.entries.set('store-key', theirs)
    await recovery.unlock(code)
    expect(secrets.entries.get('store-key')).toBe(ours)
    expect(secrets.entries.get('store-key-before')).toBe(theirs)
  })

  it('does nothing while the keychain refuses', async () => {
    await recovery.make('savePdf')
    lockOut()
    secrets.failWith = 'keychain.refused'
    await expect(recovery.unlock(code)).rejects.toEqual(error('keychain.refused'))
    expect(opened).toBe(0)
  })
})
