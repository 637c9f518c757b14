import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fetched } from '../../../../electron/media/fetch-media.ts'
import { orphanMs } from '../../../../electron/media/media.ts'
import { ourNumber } from '../../../fixtures/store.ts'
import { createRig, got, type Rig } from './media-rig.ts'
import { photo } from './support.ts'

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('files', () => {
  test('of a deleted text are removed', async () => {
    const message = rig.receive()
    await rig.media.start()
    await rig.becomes(message, 'stored')
    rig.store.numbers.remove(ourNumber.id)
    expect(rig.files()).toHaveLength(1)
    await rig.media.removeDeleted()
    expect(rig.files()).toEqual([])
    expect(rig.store.media.removed()).toEqual([])
    await expect(rig.media.read(rig.idOf(message))).rejects.toMatchObject({ code: 'app.notFound' })
  })

  test('of a text that is deleted while its photo comes do not stay', async () => {
    let written = 0
    let removed = 0
    rig.media = rig.make({
      vault: {
        ...rig.vault,
        write: (bytes) => ((written += 1), rig.vault.write(bytes)),
        remove: async (id) => {
          await rig.vault.remove(id)
          removed += 1
        },
      },
    })
    let arrive: (fetched: Fetched) => void = () => undefined
    rig.answer = () => new Promise((resolve) => (arrive = resolve))
    rig.receive()
    await rig.media.start()
    await expect.poll(() => rig.requests.length).toBe(1)
    rig.store.numbers.remove(ourNumber.id)
    arrive(got)
    await expect.poll(() => removed).toBe(1)
    expect(written).toBe(1)
    expect(rig.files()).toEqual([])
    expect(rig.changed).toEqual([])
  })

  test('that nothing knows are removed at the start once they are old; those that are known stay', async () => {
    const message = rig.receive()
    await rig.media.start()
    await rig.becomes(message, 'stored')
    await rig.media.stop()
    const known = rig.files()
    const young = await rig.vault.write(photo)
    const old = await rig.vault.write(photo)
    // A store that was replaced by its backup of last week may be mended yet.
    const written = (file: string, ms: number): void =>
      utimesSync(join(rig.folder.dir, 'media', file), new Date(ms), new Date(ms))
    for (const file of [...known, old]) written(file, rig.clock.now() - orphanMs - 1000)
    written(young, rig.clock.now() - orphanMs + 1000)
    writeFileSync(join(rig.folder.dir, 'media', `${'a'.repeat(32)}.part`), 'half')
    rig.media = rig.make()
    await rig.media.start()
    expect(rig.files().sort()).toEqual([...known, young].sort())
    expect((await rig.media.read(rig.idOf(message))).bytes.equals(photo)).toBe(true)
  })

  test('that are missing are fetched anew at the start; one that is damaged says so', async () => {
    const message = rig.receive()
    await rig.media.start()
    await rig.becomes(message, 'stored')
    await rig.media.stop()
    writeFileSync(join(rig.folder.dir, 'media', rig.files()[0] ?? ''), 'damaged')
    await expect(rig.media.read(rig.idOf(message))).rejects.toMatchObject({ code: 'media.unreadable' })
    rmSync(join(rig.folder.dir, 'media'), { recursive: true })
    rig.media = rig.make()
    await rig.media.start()
    await rig.becomes(message, 'stored')
    expect(rig.files()).toHaveLength(1)
  })
})
