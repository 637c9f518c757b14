import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVault, type Vault } from '../../../../electron/media/vault.ts'
import { paintPhoto } from '../../../../electron/practice/photo.ts'
import { storeKey, testFolder, type TestFolder } from '../../../fixtures/store.ts'

let place: TestFolder
let folder: string
let vault: Vault
beforeEach(() => {
  place = testFolder()
  folder = join(place.dir, 'media')
  vault = createVault({ folder, key: storeKey })
})
afterEach(() => {
  place.remove()
})

const unreadable = expect.objectContaining({ code: 'media.unreadable' })
const photo = paintPhoto()

describe('what is written', () => {
  test.each([
    ['a photo', photo],
    ['nothing at all', Buffer.alloc(0)],
    ['5 MB', randomBytes(5 * 1024 * 1024)],
  ])('%s comes back as it was, also after a restart', async (_, bytes) => {
    const id = await vault.write(bytes)
    expect((await vault.read(id)).equals(bytes)).toBe(true)
    expect((await createVault({ folder, key: storeKey }).read(id)).equals(bytes)).toBe(true)
    expect(await vault.list()).toEqual([id])
  })

  test('is not in the file in clear, and no two files of the same photo are alike', async () => {
    const ids = [await vault.write(photo), await vault.write(photo)]
    const [one, two] = ids.map((id) => readFileSync(join(folder, id)))
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(false)
    for (const file of [one, two]) {
      expect(file?.includes(photo.subarray(0, 8))).toBe(false)
      expect(file?.includes('IDAT')).toBe(false)
    }
  })

  test.skipIf(process.platform === 'win32')('is for its owner only', async () => {
    const id = await vault.write(photo)
    expect(statSync(join(folder, id)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('leaves nothing half written beside it', async () => {
    await Promise.all([vault.write(photo), vault.write(photo), vault.write(photo)])
    expect(readdirSync(folder)).toHaveLength(3)
    expect(await vault.list()).toHaveLength(3)
  })
})

describe('what is not as it was written is not read', () => {
  test('any changed or missing byte', async () => {
    const id = await vault.write(Buffer.from('a small one'))
    const path = join(folder, id)
    const good = readFileSync(path)
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(path, bad)
      await expect(vault.read(id), `byte ${at}`).rejects.toEqual(unreadable)
      writeFileSync(path, good.subarray(0, at))
      await expect(vault.read(id), `cut at ${at}`).rejects.toEqual(unreadable)
    }
    writeFileSync(path, good)
    expect(String(await vault.read(id))).toBe('a small one')
  })

  test('one file in the place of another', async () => {
    const [one, two] = [await vault.write(Buffer.from('one')), await vault.write(Buffer.from('two'))]
    renameSync(join(folder, one), join(folder, two))
    await expect(vault.read(two)).rejects.toEqual(unreadable)
  })

  test('with another key', async () => {
    const id = await vault.write(photo)
    const other = createVault({ folder, key: 'b2'.repeat(32) })
    await expect(other.read(id)).rejects.toEqual(unreadable)
  })

  test('nothing outside the folder', async () => {
    writeFileSync(join(place.dir, 'secret'), 'x')
    for (const id of ['../secret', '..', '', 'F'.repeat(32), `${'0'.repeat(32)}.part`, '0'.repeat(32)])
      await expect(vault.read(id), id).rejects.toEqual(unreadable)
    await expect(vault.remove('../secret')).rejects.toEqual(unreadable)
    expect(existsSync(join(place.dir, 'secret'))).toBe(true)
  })
})

test('what is removed is gone, and removing it again is no error', async () => {
  const id = await vault.write(photo)
  await vault.remove(id)
  await vault.remove(id)
  expect(await vault.list()).toEqual([])
  await expect(vault.read(id)).rejects.toEqual(unreadable)
})

test('what a crash left half written is no file, and can be cleared away', async () => {
  expect(await vault.list()).toEqual([])
  await vault.removeUnfinished()
  const id = await vault.write(photo)
  writeFileSync(join(folder, `${'a'.repeat(32)}.part`), 'half')
  expect(await vault.list()).toEqual([id])
  await vault.removeUnfinished()
  expect(readdirSync(folder)).toEqual([id])
})

test('a folder that cannot be made says what is wrong, and leaves nothing', async () => {
  writeFileSync(folder, 'a file is in the way')
  await expect(vault.write(photo)).rejects.toMatchObject({ code: 'store.failed' })
  expect(String(readFileSync(folder))).toBe('a file is in the way')
})

test('a write that fails half way leaves no file', async () => {
  mkdirSync(folder)
  const blocked = createVault({ folder, key: storeKey })
  // No bytes at all is what breaks the write here, after the file was opened.
  await expect(blocked.write(undefined as unknown as Uint8Array)).rejects.toMatchObject({
    code: 'store.failed',
  })
  expect(readdirSync(folder)).toEqual([])
})
