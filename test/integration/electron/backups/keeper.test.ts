import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeper, type Keeper } from '../../../../electron/backups/keeper.ts'
import { saveRecovery } from '../../../../electron/backups/restored.ts'
import type { Store } from '../../../../electron/store/store.ts'
import type { Work } from '../../../../electron/work/work.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Keeping, Recovery } from '../../../../shared/model/backup.ts'
import {
  arrival,
  newStore,
  silentLog,
  start,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'
import { createFakeClock, type FakeClock } from '../../../unit/electron/support/clock.ts'
import { backUp, backupNames, directWork } from './support.ts'

const hour = 3_600_000
let store: Store
let folder: TestFolder
let clock: FakeClock
let told: Keeping[]
let recoveries: Recovery[]
let replaced: string[]
let repaired: number
/** Names of the jobs that were run, in order. */
let ran: string[]
/** What a job does instead of its work. */
let instead: Record<string, (args: { readonly extent?: string }) => unknown>
let keeper: Keeper

beforeEach(() => {
  ;({ store, folder } = newStore(true))
  clock = createFakeClock(start)
  told = []
  recoveries = []
  replaced = []
  repaired = 0
  ran = []
  instead = {}
})
afterEach(() => {
  keeper.stop()
  store.close()
  folder.remove()
})

const receive = (): void => void store.messages.receive(arrival(text('1', 'a text')))

function open(): Keeper {
  const work: Work = {
    ...directWork,
    run(name, args, options) {
      ran.push(name)
      const other = instead[name]
      if (other === undefined) return directWork.run(name, args, options)
      return new Promise((resolve) => resolve(other(args as { readonly extent?: string }) as never))
    },
  }
  keeper = createKeeper({
    store,
    at: { path: folder.path, key: storeKey },
    work,
    clock,
    log: silentLog,
    onChange: (keeping) => told.push(keeping),
    onBackup: () => undefined,
    onRecovery: (recovery) => recoveries.push(recovery),
    replace: (aside) => Promise.resolve(void replaced.push(aside)),
    repair: () => Promise.resolve(void (repaired += 1)),
  })
  return keeper
}

/** Lets the time pass, and what is due then be done. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms)
  let before: number
  do {
    before = ran.length
    await new Promise((done) => setTimeout(done, 60))
  } while (keeper.state().busy !== undefined || ran.length !== before)
}

describe('after an opening', () => {
  it('checks the file, through and through when that is due, and makes a backup', async () => {
    receive()
    open().start()
    expect(ran).toEqual([])
    await pass(3_000)
    expect(ran.filter((name) => name === 'checkStore')).toHaveLength(2)
    expect(keeper.state()).toMatchObject({ checkedAt: clock.now(), nextAt: clock.now() + 20 * hour })
    expect(backupNames(folder.path)).toHaveLength(1)
    expect(keeper.state().backups).toMatchObject([{ messages: 1, broken: false }])
    expect(told.some(({ busy }) => busy?.task === 'backup')).toBe(true)
  })

  it('has nothing to back up while there is no text', async () => {
    open().start()
    await pass(3_000)
    expect(ran).not.toContain('makeBackup')
    expect(keeper.state().nextAt).toBeUndefined()
  })

  it('makes the next one a day later, and none before', async () => {
    receive()
    open().start()
    await pass(3_000)
    for (let n = 0; n < 19; n += 1) await pass(hour)
    expect(backupNames(folder.path)).toHaveLength(1)
    await pass(2 * hour)
    expect(backupNames(folder.path)).toHaveLength(2)
  })

  it('looks again when the computer wakes up, and checks the file where it has not yet', async () => {
    receive()
    await backUp(folder.path, start - 24 * hour)
    open().start()
    keeper.wake()
    await pass(3_000)
    expect(ran[0]).toBe('checkStore')
    expect(backupNames(folder.path)).toHaveLength(2)
  })

  it('tells of a recovery once', () => {
    const recovery = { at: start, from: start - hour, to: start, folder: '/damaged' }
    saveRecovery(store.settings, recovery)
    open().start()
    keeper.stop()
    open().start()
    expect(recoveries).toEqual([recovery])
    expect(keeper.state().recovery).toEqual(recovery)
    expect(keeper.forgetRecovery().recovery).toBeUndefined()
  })
})

describe('a backup', () => {
  it('that fails is told, replaces none, and is tried again after an hour', async () => {
    receive()
    const { id } = await backUp(folder.path, start - 24 * hour)
    instead = { makeBackup: () => Promise.reject(new TernError('backup.noSpace', { megabytes: 9 })) }
    open().start()
    await pass(3_000)
    expect(keeper.state()).toMatchObject({ error: { code: 'backup.noSpace' }, nextAt: clock.now() + hour })
    expect(backupNames(folder.path)).toEqual([id])
    instead = {}
    await pass(hour)
    expect(keeper.state().error).toBeUndefined()
    expect(backupNames(folder.path)).toHaveLength(2)
  })

  it('that is not sound has the store checked', async () => {
    receive()
    instead = { makeBackup: () => Promise.reject(new TernError('backup.unsound')) }
    await expect(open().backUp()).rejects.toMatchObject({ code: 'backup.unsound' })
    await vi.waitFor(() => expect(ran).toContain('checkStore'))
  })

  it('makes room by dropping the ones that are not kept', async () => {
    receive()
    const day = 24 * hour
    for (let n = 1; n <= 12; n += 1) await backUp(folder.path, start - n * day)
    open()
    await keeper.backUp()
    // 5 January 2026 is a Monday: today, six days before, and the Sundays before those.
    expect(keeper.state().backups.map(({ at }) => Math.round((start - at) / day))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 8,
    ])
    expect(backupNames(folder.path)).toHaveLength(8)
  })

  it('that is asked for twice is made twice, one after the other', async () => {
    receive()
    open()
    let running = 0
    instead = {
      makeBackup: async () => {
        running += 1
        expect(running).toBe(1)
        await new Promise((done) => setTimeout(done, 20))
        running -= 1
      },
    }
    await Promise.all([keeper.backUp(), keeper.backUp()])
    expect(ran.filter((name) => name === 'makeBackup')).toHaveLength(2)
  })
})

describe('damage', () => {
  it('that a check finds has the newest backup opened in place of the store', async () => {
    receive()
    await backUp(folder.path)
    instead = { checkStore: () => ['row 7 missing'] }
    await open().checkFile()
    expect(ran).toContain('prepareRestore')
    expect(replaced).toEqual([expect.stringMatching(/^damaged\/2026-01-05T.*\.db$/)])
    expect(told.at(-1)?.checkError).toMatchObject({ code: 'store.corrupt' })
  })

  it('with no backup is told, and the store stays', async () => {
    receive()
    instead = { checkStore: () => Promise.reject(new TernError('store.corrupt')) }
    expect((await open().checkFile()).checkError).toMatchObject({ code: 'store.corrupt' })
    expect(replaced).toEqual([])
  })

  it('right after a recovery does not use up the next backup', async () => {
    receive()
    await backUp(folder.path)
    saveRecovery(store.settings, { at: start - 1000, from: 1, to: 2, folder: '' })
    instead = { checkStore: () => ['row 7 missing'] }
    await open().checkFile()
    expect(replaced).toEqual([])
  })

  it('of an index alone is put right with nothing lost; where that does not help, a backup is opened', async () => {
    receive()
    await backUp(folder.path)
    open()
    instead = { checkStore: ({ extent }) => (extent === 'quick' ? [] : ['row 7 missing from index']) }
    await keeper.checkFile()
    expect([repaired, replaced.length]).toEqual([1, 0])
    await keeper.checkFile()
    expect([repaired, replaced.length]).toEqual([1, 1])
  })

  it('that the store itself tells of is looked into', async () => {
    receive()
    open()
    keeper.storeTrouble({ code: 'store.diskFull', detail: {} })
    keeper.storeTrouble({ code: 'store.corrupt', detail: {} })
    await vi.waitFor(() => expect(ran).toEqual(['checkStore']))
  })
})

describe('restoring', () => {
  it('puts a sound store among the backups, and a damaged one apart', async () => {
    receive()
    const { id } = await backUp(folder.path)
    await open().restore(id)
    instead = { checkStore: () => ['row 7 missing'] }
    await keeper.restore(id)
    expect(replaced).toEqual([
      expect.stringMatching(/^backups\/2026-01-05T.*\.aside\.db$/),
      expect.stringMatching(/^damaged\/2026-01-05T.*\.db$/),
    ])
  })

  it('says when the backup cannot be used, and leaves the store open', async () => {
    receive()
    await expect(open().restore('2026-01-04T09-00-00-000Z.db')).rejects.toMatchObject({
      code: 'app.notFound',
    })
    expect(replaced).toEqual([])
    expect(keeper.state().busy).toBeUndefined()
  })

  it('begins nothing once it was stopped', async () => {
    open().start()
    keeper.stop()
    clock.advance(24 * hour)
    await expect(keeper.backUp()).rejects.toMatchObject({ code: 'work.stopped' })
    expect(ran).toEqual([])
  })
})
