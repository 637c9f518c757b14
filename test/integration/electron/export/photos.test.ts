import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mediaFolder } from '../../../../electron/media/folder.ts'
import { createVault, type Vault } from '../../../../electron/media/vault.ts'
import { paintPhoto } from '../../../../electron/practice/photo.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { exportTo, fileOf, filesOf, importFrom, linesOf } from '../../../fixtures/exports.ts'
import {
  arrival,
  newStore,
  openAt,
  start,
  storeKey,
  testFolder,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

const photo = paintPhoto()
const card = Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n')

let store: Store
let folder: TestFolder
let vault: Vault
let other: TestFolder
let here: Store
beforeEach(async () => {
  ;({ store, folder } = newStore(true))
  vault = createVault({ folder: mediaFolder(folder.dir), key: storeKey })
  other = testFolder(true)
  here = openAt(other.path)
  const mediaUrls = ['a', 'b', 'c'].map((name) => `https://example.com/${name}`)
  store.messages.receive(arrival(text('in', 'Look', { mediaUrls })))
  const [one, two] = store.media.due(start, 9)
  const keep = async (id: string | undefined, bytes: Buffer, type: string, kind: 'image' | 'file') =>
    store.media.settle(id ?? '', {
      kind: 'stored',
      file: await vault.write(bytes),
      as: { kind, type, size: bytes.length },
    })
  expect(await keep(one?.id, photo, 'image/png', 'image')).toBe(true)
  expect(await keep(two?.id, card, 'text/vcard', 'file')).toBe(true)
})
afterEach(() => {
  store.close()
  here.close()
  folder.remove()
  other.remove()
})

const photosOf = (of: Store) =>
  of.messages.notifications('all', '', undefined, 9).items[0]?.message.media ?? []
const wayTo = (made: string, n: number): string =>
  join(made, 'media', readdirSync(join(made, 'media')).sort()[n] ?? '')

it('photos are in an export in clear, under harmless names, and come back', async () => {
  const made = await exportTo(folder.dir, folder)
  expect(made.photos).toBe(2)
  const [line] = linesOf(made.folder)
  const id = String(line?.['id'])
  expect(line?.['photos']).toEqual([
    { url: 'https://example.com/a', file: `media/${id}-1.png`, kind: 'image' },
    { url: 'https://example.com/b', file: `media/${id}-2.vcf`, kind: 'file' },
    { url: 'https://example.com/c' },
  ])
  expect(readFileSync(join(made.folder, `media/${id}-1.png`)).equals(photo)).toBe(true)
  expect(statSync(join(made.folder, `media/${id}-1.png`)).mode & 0o777).toBe(0o600)
  const page = fileOf(made.folder, 'conversations/0001.html')
  expect(page.match(/<img src="[^"]*"/g)).toEqual([`<img src="../media/${id}-1.png"`])
  expect(page).toContain(`<a href="../media/${id}-2.vcf">A file that came with it</a>`)
  expect(page).toContain(
    'Photo, not in this export. Its address was <bdi dir="ltr">https://example.com/c</bdi>',
  )

  const counts = await importFrom(made.folder, other)
  expect(counts).toMatchObject({ imported: 1, photos: 2, photosMissing: 0 })
  expect(photosOf(here)).toMatchObject([
    { state: 'stored', kind: 'image', type: 'image/png', size: photo.length },
    { state: 'stored', kind: 'file', type: 'text/vcard' },
    { state: 'expired' },
  ])
  // Nothing is fetched from an address of an export.
  expect(here.media.due(start + 1e9, 9)).toEqual([])
  const there = createVault({ folder: mediaFolder(other.dir), key: storeKey })
  const kept = here.media.get(photosOf(here)[0]?.id ?? '')
  expect((await there.read(kept?.file ?? '')).equals(photo)).toBe(true)
  const second = await exportTo(other.dir, other)
  expect(linesOf(second.folder)[0]).toEqual({ ...line, read: true })
  expect(filesOf(second.folder)).toEqual(filesOf(made.folder))
  // Once more: nothing is doubled, in the vault neither.
  expect(await importFrom(made.folder, other)).toMatchObject({ imported: 0, there: 1, photos: 0 })
  expect(await there.list()).toHaveLength(2)
})

it('a photo that is damaged or gone is not in the export, and all else is', async () => {
  const [first = ''] = await vault.list()
  writeFileSync(join(mediaFolder(folder.dir), first), 'damaged')
  const made = await exportTo(folder.dir, folder)
  expect(made).toMatchObject({ messages: 1, photos: 1 })
})

it('what an export passes off as a photo is judged by its content', async () => {
  const made = await exportTo(folder.dir, folder)
  writeFileSync(wayTo(made.folder, 0), '<script>alert(1)</script>')
  rmSync(wayTo(made.folder, 1))
  expect(await importFrom(made.folder, other)).toMatchObject({ imported: 1, photos: 0, photosMissing: 2 })
  expect(photosOf(here).map(({ state }) => state)).toEqual(['expired', 'expired', 'expired'])
  expect(await createVault({ folder: mediaFolder(other.dir), key: storeKey }).list()).toEqual([])
})

it('a photo that could not be read comes with the next import', async () => {
  const made = await exportTo(folder.dir, folder)
  const name = wayTo(made.folder, 0)
  rmSync(name)
  expect(await importFrom(made.folder, other)).toMatchObject({ imported: 1, photos: 1, photosMissing: 1 })
  writeFileSync(name, photo)
  expect(await importFrom(made.folder, other)).toMatchObject({ there: 1, photos: 1, photosMissing: 0 })
})
