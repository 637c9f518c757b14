import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fetched, FetchRequest } from '../../../../electron/media/fetch-media.ts'
import {
  createMedia,
  keptFree,
  type MediaNeeds,
  type MediaService,
} from '../../../../electron/media/media.ts'
import { createVault, type Vault } from '../../../../electron/media/vault.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Message } from '../../../../shared/model/message.ts'
import {
  arrival,
  newStore,
  ourNumber,
  silentLog,
  start,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'
import { createFakeClock, type FakeClock } from '../../../unit/electron/support/clock.ts'
import { photo } from './support.ts'

let store: Store
let folder: TestFolder
let vault: Vault
let clock: FakeClock
let media: MediaService
let changed: string[]
let requests: FetchRequest[]
/** What each fetch comes to; by default a photo. */
let answer: (request: FetchRequest) => Promise<Fetched>
let free: number

const got: Fetched = { kind: 'fetched', bytes: photo, as: { type: 'image/png', kind: 'image' } }
const failed = (failure: 'gone' | 'denied' | 'trouble' | 'unreached'): Fetched => ({
  kind: 'failed',
  failure,
})

function make(parts: Partial<MediaNeeds> = {}): MediaService {
  return createMedia({
    store: store.media,
    vault,
    fetch(request) {
      requests.push(request)
      return answer(request)
    },
    practiceOrigin: () => undefined,
    freeBytes: () => free,
    clock,
    log: silentLog,
    chance: () => 0.5,
    onChange: (messageId) => changed.push(messageId),
    ...parts,
  })
}

beforeEach(() => {
  ;({ store, folder } = newStore())
  vault = createVault({ folder: join(folder.dir, 'media'), key: storeKey })
  clock = createFakeClock(start)
  changed = []
  requests = []
  answer = () => Promise.resolve(got)
  free = keptFree
  media = make()
})
afterEach(async () => {
  await media.stop()
  store.close()
  folder.remove()
})

let count = 0
function receive(photos = 1): Message {
  count += 1
  const mediaUrls = Array.from({ length: photos }, (_, n) => `https://a.example/${count}/${n}.png`)
  const reception = store.messages.receive(arrival(text(`p${count}`, 'Look', { mediaUrls })))
  if (reception.kind !== 'message') throw new Error(reception.kind)
  return reception.message
}
const states = (message: Message) => store.messages.get(message.id)?.media?.map(({ state }) => state)
const idOf = (message: Message): string => message.media?.[0]?.id ?? ''
const files = (): string[] => readdirSync(join(folder.dir, 'media'))
const becomes = (message: Message, ...all: string[]) => expect.poll(() => states(message)).toEqual(all)

describe('photos', () => {
  test('are fetched as their text comes, kept, and told of', async () => {
    await media.start()
    const message = receive(2)
    media.wake()
    await becomes(message, 'stored', 'stored')
    expect(requests.map(({ url }) => url)).toEqual(message.mediaUrls)
    expect(changed).toEqual([message.id, message.id])
    const read = await media.read(idOf(message))
    expect(read.bytes.equals(photo)).toBe(true)
    expect(read.media).toMatchObject({ type: 'image/png', kind: 'image', size: photo.length, position: 0 })
  })

  test('that waited when Tern ended are fetched at the next start', async () => {
    const message = receive()
    await media.start()
    await becomes(message, 'stored')
  })

  test('nothing is fetched before the start, and three at a time after it', async () => {
    const messages = Array.from({ length: 8 }, () => receive())
    media.wake()
    expect(requests).toEqual([])
    let most = 0
    let now = 0
    answer = async () => {
      most = Math.max(most, (now += 1))
      await new Promise((done) => setTimeout(done, 5))
      now -= 1
      return got
    }
    await media.start()
    media.wake()
    media.wake()
    for (const message of messages) await becomes(message, 'stored')
    expect(requests).toHaveLength(8)
    expect(most).toBe(3)
  })

  test('the practice origin goes with each', async () => {
    media = make({ practiceOrigin: () => 'http://127.0.0.1:1' })
    receive()
    await media.start()
    await expect.poll(() => requests[0]?.practiceOrigin).toBe('http://127.0.0.1:1')
  })
})

describe('a photo that does not come', () => {
  test('is asked for again later, then is expired', async () => {
    answer = () => Promise.resolve(failed('denied'))
    const message = receive()
    await media.start()
    await expect.poll(() => requests.length).toBe(1)
    await expect.poll(() => store.media.nextDueAt(clock.now())).toBe(start + 7_500)
    // Not before its time, whatever else wakes it.
    media.wake()
    media.online()
    clock.advance(7_499)
    expect(requests).toHaveLength(1)
    clock.advance(1)
    await expect.poll(() => requests.length).toBe(2)
    expect(states(message)).toEqual(['waiting'])
    await expect.poll(() => store.media.nextDueAt(clock.now())).toBeDefined()
    clock.advance(2 * 60_000)
    await becomes(message, 'expired')
    expect(requests).toHaveLength(3)
    clock.advance(24 * 60 * 60_000)
    expect(requests).toHaveLength(3)
    // Late, then expired.
    expect(changed).toEqual([message.id, message.id])
  })

  test('for want of a network comes as soon as there is one', async () => {
    answer = () => Promise.resolve(failed('unreached'))
    const message = receive()
    await media.start()
    await expect.poll(() => store.media.nextDueAt(clock.now())).toBeDefined()
    answer = () => Promise.resolve(got)
    media.online()
    await becomes(message, 'stored')
  })

  test('is refused with its reason, and tried again on the user’s word', async () => {
    answer = () => Promise.resolve({ kind: 'refused', reason: 'private' })
    const message = receive()
    await media.start()
    await becomes(message, 'refused')
    expect(store.messages.get(message.id)?.media).toMatchObject([{ state: 'refused', reason: 'private' }])
    answer = () => Promise.resolve(got)
    media.retry(idOf(message))
    await becomes(message, 'stored')
    // Refused, waiting again, stored.
    expect(changed).toEqual([message.id, message.id, message.id])
    expect(() => media.retry(idOf(message))).toThrow(expect.objectContaining({ code: 'app.notFound' }))
  })

  test('because a fetch broke does not hold up the others', async () => {
    answer = ({ url }) => (url.endsWith('/0.png') ? Promise.reject(new Error('odd')) : Promise.resolve(got))
    const message = receive(2)
    await media.start()
    await becomes(message, 'waiting', 'stored')
    expect(store.media.nextDueAt(clock.now())).toBeGreaterThan(clock.now())
  })
})

describe('a disk that has no room', () => {
  test('nothing is fetched while little is free; it comes when there is room', async () => {
    free = keptFree - 1
    const message = receive()
    await media.start()
    media.wake()
    expect(requests).toEqual([])
    free = keptFree
    clock.advance(60_000)
    await becomes(message, 'stored')
  })

  test('a write that fails leaves the photo waiting, with no try counted', async () => {
    let full = true
    media = make({
      vault: {
        ...vault,
        write: (bytes) => (full ? Promise.reject(new TernError('store.diskFull')) : vault.write(bytes)),
      },
    })
    const message = receive()
    await media.start()
    await expect.poll(() => requests.length).toBe(1)
    expect(store.media.due(clock.now(), 1)).toMatchObject([{ tries: 0 }])
    full = false
    await expect
      .poll(() => {
        clock.advance(60_000)
        return states(message)
      })
      .toEqual(['stored'])
  })
})

describe('files', () => {
  test('of a deleted text are removed', async () => {
    const message = receive()
    await media.start()
    await becomes(message, 'stored')
    store.numbers.remove(ourNumber.id)
    expect(files()).toHaveLength(1)
    await media.removeDeleted()
    expect(files()).toEqual([])
    expect(store.media.removed()).toEqual([])
    await expect(media.read(idOf(message))).rejects.toMatchObject({ code: 'app.notFound' })
  })

  test('of a text that is deleted while its photo comes do not stay', async () => {
    let written = 0
    let removed = 0
    media = make({
      vault: {
        ...vault,
        write: (bytes) => ((written += 1), vault.write(bytes)),
        remove: async (id) => {
          await vault.remove(id)
          removed += 1
        },
      },
    })
    let arrive: (fetched: Fetched) => void = () => undefined
    answer = () => new Promise((resolve) => (arrive = resolve))
    receive()
    await media.start()
    await expect.poll(() => requests.length).toBe(1)
    store.numbers.remove(ourNumber.id)
    arrive(got)
    await expect.poll(() => removed).toBe(1)
    expect(written).toBe(1)
    expect(files()).toEqual([])
    expect(changed).toEqual([])
  })

  test('that a crash left are removed at the start, those that are known stay', async () => {
    const message = receive()
    await media.start()
    await becomes(message, 'stored')
    await media.stop()
    const known = files()
    await vault.write(photo)
    writeFileSync(join(folder.dir, 'media', `${'a'.repeat(32)}.part`), 'half')
    media = make()
    await media.start()
    expect(files()).toEqual(known)
    expect((await media.read(idOf(message))).bytes.equals(photo)).toBe(true)
  })

  test('that are missing are fetched anew at the start; one that is damaged says so', async () => {
    const message = receive()
    await media.start()
    await becomes(message, 'stored')
    await media.stop()
    writeFileSync(join(folder.dir, 'media', files()[0] ?? ''), 'damaged')
    await expect(media.read(idOf(message))).rejects.toMatchObject({ code: 'media.unreadable' })
    rmSync(join(folder.dir, 'media'), { recursive: true })
    media = make()
    await media.start()
    await becomes(message, 'stored')
    expect(files()).toHaveLength(1)
  })
})

test('the end breaks off what is on its way, counts no try, and starts nothing more', async () => {
  answer = ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('trouble'))))
  const messages = [receive(), receive(), receive(), receive()]
  await media.start()
  await expect.poll(() => requests.length).toBe(3)
  await media.stop()
  media.wake()
  media.online()
  clock.advance(60 * 60_000)
  expect(requests).toHaveLength(3)
  expect(changed).toEqual([])
  expect(store.media.due(clock.now(), 10).map(({ tries }) => tries)).toEqual([0, 0, 0, 0])
  expect(messages.map(states)).toEqual(Array(4).fill(['waiting']))
})
