import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { damagedFolder, preparedFile } from '../../../../electron/backups/places.ts'
import { asideName, recoverStore, swapLocked } from '../../../../electron/backups/recover.ts'
import { readRecovery } from '../../../../electron/backups/restored.ts'
import type { Store } from '../../../../electron/store/store.ts'
import {
  arrival,
  draft,
  newStore,
  openAt,
  silentLog,
  start,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'
import { backUp, backupNames, besides, bodies, damage, directWork, inBackups, reopen } from './support.ts'

const hour = 3_600_000
let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore())
})
afterEach(() => {
  store.close()
  folder.remove()
})

const receive = (body: string): void =>
  void store.messages.receive(arrival(text(`id of ${body}`, body), { at: start }))
const prepare = (id: string): Promise<void> =>
  directWork.run('prepareRestore', { path: folder.path, key: storeKey, id, recovery: undefined })

async function restore(id: string): Promise<void> {
  await prepare(id)
  store.close()
  await swapLocked(folder.path, asideName(folder.path, 'kept', start + hour))
  store = await reopen(folder.path)
}

describe('restoring', () => {
  it('opens the backup, and keeps the present messages as one', async () => {
    receive('before')
    const { id } = await backUp(folder.path)
    receive('after')
    await restore(id)
    expect(bodies(store)).toEqual(['before'])
    expect(besides(folder.path)).toEqual(['backups'])
    const [, aside] = backupNames(folder.path)
    expect(backupNames(folder.path)).toHaveLength(2)

    await restore(aside ?? '')
    expect(bodies(store)).toEqual(['after', 'before'])
    expect(backupNames(folder.path)).toHaveLength(3)
  })

  it('sends nothing twice: what waited in the backup becomes unknown, once', async () => {
    const queued = store.outbox.queue(draft('waits'), start, undefined).message
    const claimed = store.outbox.queue(draft('on its way', { to: '+13023063030' }), start, undefined).message
    store.outbox.claim(claimed.id, start, 1)
    const done = store.outbox.queue(draft('done', { to: '+13023063031' }), start, undefined).message
    store.outbox.claim(done.id, start, 1)
    store.outbox.settle(done.id, { kind: 'accepted', providerId: 'p1', providerStatus: 'sent' }, start)
    const { id } = await backUp(folder.path)
    await restore(id)
    for (const one of [queued, claimed])
      expect(store.messages.get(one.id)).toMatchObject({
        state: 'unknown',
        error: { code: 'restore.maybeSent' },
      })
    expect(store.messages.get(done.id)?.state).toBe('sent')
    expect(store.outbox.due(start + hour)).toBeUndefined()
    // On the user's word it goes out again, also after the next start.
    store.outbox.requeue(queued.id)
    store.close()
    store = await reopen(folder.path)
    expect(store.messages.get(queued.id)?.state).toBe('queued')
  })

  it('changes nothing when the backup is damaged, or is gone', async () => {
    for (let n = 0; n < 400; n += 1) receive(`text ${n}`)
    const { id } = await backUp(folder.path)
    damage(inBackups(folder.path, id), 0.5, 0.6)
    await expect(prepare(id)).rejects.toMatchObject({ code: 'backup.unsound' })
    await expect(prepare('2026-01-05T09-00-00-001Z.db')).rejects.toMatchObject({ code: 'app.notFound' })
    expect(existsSync(preparedFile(folder.path))).toBe(false)
    expect(store.messages.count()).toBe(400)
  })

  it('opens no file outside the folder of backups', async () => {
    for (const id of ['../tern.db', 'notes.db', '/etc/passwd', '2026-01-05T09-00-00-001Z.db/../../tern.db'])
      await expect(prepare(id)).rejects.toMatchObject({ code: 'app.notFound' })
  })
})

describe('a damaged store', () => {
  it('gives place to the newest sound backup, is kept, and what may be missing is said', async () => {
    for (let n = 0; n < 100; n += 1) receive(`text ${n}`)
    await backUp(folder.path, start)
    receive('later')
    const newer = await backUp(folder.path, start + hour)
    receive('latest')
    store.close()
    damage(inBackups(folder.path, newer.id))
    damage(folder.path)
    const damaged = readFileSync(folder.path)

    const now = Date.now() + hour
    store = await reopen(folder.path, now)
    expect(store.messages.count()).toBe(100)
    const recovery = readRecovery(store.settings)
    expect(recovery).toMatchObject({ at: now, from: start, folder: damagedFolder(folder.path) })
    // Until the file was last written to, and not until now.
    expect(recovery?.to).toBeGreaterThan(start)
    expect(recovery?.to).toBeLessThan(now)
    const [kept] = readdirSync(damagedFolder(folder.path))
    expect(readFileSync(`${damagedFolder(folder.path)}/${kept}`).equals(damaged)).toBe(true)
    expect(besides(folder.path)).toEqual(['backups', 'damaged'])
  })

  it('is left as it is with no backup', async () => {
    receive('only')
    store.close()
    damage(folder.path)
    const damaged = readFileSync(folder.path)
    await expect(reopen(folder.path)).rejects.toMatchObject({ code: 'store.corrupt' })
    expect(readFileSync(folder.path).equals(damaged)).toBe(true)
    expect(besides(folder.path)).toEqual([])
  })

  it('of another key is not taken for a damaged one', async () => {
    receive('before')
    await backUp(folder.path)
    store.close()
    const other = { path: folder.path, key: 'b2'.repeat(32) }
    expect(() => openAt(other.path, other.key)).toThrow(expect.objectContaining({ code: 'store.keyMissing' }))
    const needs = { at: other, work: directWork, clock: { now: () => start }, log: silentLog }
    expect(await recoverStore(needs)).toBe(false)
    expect(besides(folder.path)).toEqual(['backups'])
    store = openAt(folder.path)
  })

  it('does not bring a message file back that the user moved away', async () => {
    receive('before')
    await backUp(folder.path)
    store.close()
    renameSync(folder.path, `${dirname(folder.path)}/mine.db`)
    store = await reopen(folder.path)
    expect(store.messages.count()).toBe(0)
  })
})
