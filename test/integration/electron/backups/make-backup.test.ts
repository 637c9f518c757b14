import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBackup } from '../../../../electron/backups/make-backup.ts'
import { backupsFolder, unfinishedName } from '../../../../electron/backups/places.ts'
import { readBackups, removeBackups } from '../../../../electron/backups/read-backups.ts'
import { connect } from '../../../../electron/store/connection.ts'
import { released } from '../../../../electron/store/released.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { checkStore } from '../../../../electron/work/check-store.ts'
import { arrival, newStore, openAt, start, storeKey, text, type TestFolder } from '../../../fixtures/store.ts'
import { backUp, backupNames, bodies, calm, damage, inBackups } from './support.ts'

let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore(true))
})
afterEach(() => {
  store.close()
  folder.remove()
})

const receive = (n: number): void =>
  void store.messages.receive(arrival(text(`id-${n}`, `text ${n}`), { at: start + n }))
const at = (): { path: string; key: string } => ({ path: folder.path, key: storeKey })

describe('a backup', () => {
  it('has everything that the store has, and is one file of this user alone', async () => {
    for (let n = 0; n < 50; n += 1) receive(n)
    const made = await backUp(folder.path)
    expect(made).toMatchObject({ at: start, kind: 'regular', messages: 50, broken: false })
    expect(backupNames(folder.path)).toEqual([made.id])
    const file = inBackups(folder.path, made.id)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(backupsFolder(folder.path)).mode & 0o777).toBe(0o700)
    const copy = openAt(file)
    expect(bodies(copy)).toEqual(bodies(store))
    copy.close()
    expect(readBackups(at(), calm)).toEqual([{ ...made, bytes: statSync(file).size }])
  })

  it('is encrypted with the key of the store', async () => {
    receive(1)
    const { id } = await backUp(folder.path)
    const file = inBackups(folder.path, id)
    const wrong = 'b2'.repeat(32)
    expect(() => connect(file, wrong).get('SELECT * FROM messages')).toThrow(
      expect.objectContaining({ code: 'store.corrupt' }),
    )
    expect(readBackups({ ...at(), key: wrong }, calm)).toMatchObject([{ id, broken: true }])
  })

  it('is whole while the store is written to, whatever moment it is of', async () => {
    for (let n = 0; n < 200; n += 1) receive(n)
    let n = 200
    let writing = true
    // Enough for the WAL to be moved into the file, and to be started anew, more than once.
    const write = async (): Promise<void> => {
      while (writing) {
        for (const end = n + 10; n < end; n += 1) receive(n)
        await sleep(5)
      }
    }
    const written = write()
    try {
      for (let round = 0; round < 3; round += 1) {
        const before = store.messages.count()
        const made = await backUp(folder.path, start + round)
        expect(made.messages).toBeGreaterThanOrEqual(before)
        const problems = checkStore({ path: inBackups(folder.path, made.id), key: storeKey, extent: 'full' })
        expect(problems).toEqual([])
      }
    } finally {
      writing = false
      await written
    }
  })

  it('that is stopped leaves nothing, and the ones before it stay', async () => {
    receive(1)
    const first = await backUp(folder.path)
    let steps = 0
    const context = { ...calm, isStopped: () => (steps += 1) > 1 }
    await expect(makeBackup({ ...at(), at: start + 1 }, context)).rejects.toMatchObject({
      code: 'work.stopped',
    })
    expect(backupNames(folder.path)).toEqual([first.id])
  })

  it('does not count when the store is damaged', async () => {
    for (let n = 0; n < 400; n += 1) receive(n)
    store.close()
    damage(folder.path, 0.4, 0.6)
    await expect(backUp(folder.path)).rejects.toMatchObject({ code: 'backup.unsound' })
    expect(backupNames(folder.path)).toEqual([])
  })

  it('clears away what a crash left', async () => {
    mkdirSync(backupsFolder(folder.path))
    const left = inBackups(folder.path, unfinishedName(start - 1))
    writeFileSync(left, 'half of it')
    const { id } = await backUp(folder.path)
    expect(backupNames(folder.path)).toEqual([id])
  })

  it('says when the folder cannot be used', async () => {
    writeFileSync(backupsFolder(folder.path), 'not a folder')
    await expect(backUp(folder.path)).rejects.toMatchObject({ code: 'backup.failed' })
  })
})

describe('the list', () => {
  it('names one that cannot be opened, and leaves other files alone', async () => {
    receive(1)
    const old = await backUp(folder.path, start - 1000)
    const made = await backUp(folder.path)
    writeFileSync(inBackups(folder.path, 'notes.txt'), 'mine')
    damage(inBackups(folder.path, old.id))
    expect(readBackups(at(), calm)).toMatchObject([
      { id: made.id, messages: 1, broken: false },
      { id: old.id, broken: true },
    ])
    await removeBackups({ path: folder.path, ids: [old.id] })
    await released()
    expect(backupNames(folder.path)).toEqual([made.id, 'notes.txt'])
    expect(existsSync(inBackups(folder.path, old.id))).toBe(false)
  })
})
