import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptFree } from '../../../../electron/media/media.ts'
import { TernError } from '../../../../shared/errors.ts'
import { start } from '../../../fixtures/store.ts'
import { createRig, failed, got, type Rig } from './media-rig.ts'
import { photo } from './support.ts'

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('photos', () => {
  test('are fetched as their text comes, kept, and told of', async () => {
    await rig.media.start()
    const message = rig.receive(2)
    rig.media.wake()
    await rig.becomes(message, 'stored', 'stored')
    expect(rig.requests.map(({ url }) => url)).toEqual(message.mediaUrls)
    expect(rig.changed).toEqual([message.id, message.id])
    const read = await rig.media.read(rig.idOf(message))
    expect(read.bytes.equals(photo)).toBe(true)
    expect(read.media).toMatchObject({ type: 'image/png', kind: 'image', size: photo.length, position: 0 })
  })

  test('that waited when Tern ended are fetched at the next start', async () => {
    const message = rig.receive()
    await rig.media.start()
    await rig.becomes(message, 'stored')
  })

  test('nothing is fetched before the start, and three at a time after it', async () => {
    const messages = Array.from({ length: 8 }, () => rig.receive())
    rig.media.wake()
    expect(rig.requests).toEqual([])
    let most = 0
    let now = 0
    rig.answer = async () => {
      most = Math.max(most, (now += 1))
      await new Promise((done) => setTimeout(done, 5))
      now -= 1
      return got
    }
    await rig.media.start()
    rig.media.wake()
    rig.media.wake()
    for (const message of messages) await rig.becomes(message, 'stored')
    expect(rig.requests).toHaveLength(8)
    expect(most).toBe(3)
  })

  test('the practice origin goes with each', async () => {
    rig.media = rig.make({ practiceOrigin: () => 'http://127.0.0.1:1' })
    rig.receive()
    await rig.media.start()
    await expect.poll(() => rig.requests[0]?.practiceOrigin).toBe('http://127.0.0.1:1')
  })
})

describe('a photo that does not come', () => {
  test('is asked for again later, then is expired', async () => {
    rig.answer = () => Promise.resolve(failed('denied'))
    const message = rig.receive()
    await rig.media.start()
    await expect.poll(() => rig.requests.length).toBe(1)
    await expect.poll(() => rig.store.media.nextDueAt(rig.clock.now())).toBe(start + 7_500)
    // Not before its time, whatever else wakes it.
    rig.media.wake()
    rig.media.online()
    rig.clock.advance(7_499)
    expect(rig.requests).toHaveLength(1)
    rig.clock.advance(1)
    await expect.poll(() => rig.requests.length).toBe(2)
    expect(rig.states(message)).toEqual(['waiting'])
    await expect.poll(() => rig.store.media.nextDueAt(rig.clock.now())).toBeDefined()
    rig.clock.advance(2 * 60_000)
    await rig.becomes(message, 'expired')
    expect(rig.requests).toHaveLength(3)
    rig.clock.advance(24 * 60 * 60_000)
    expect(rig.requests).toHaveLength(3)
    // Late, then expired.
    expect(rig.changed).toEqual([message.id, message.id])
  })

  test('for want of a network comes as soon as there is one', async () => {
    rig.answer = () => Promise.resolve(failed('unreached'))
    const message = rig.receive()
    await rig.media.start()
    await expect.poll(() => rig.store.media.nextDueAt(rig.clock.now())).toBeDefined()
    rig.answer = () => Promise.resolve(got)
    rig.media.online()
    await rig.becomes(message, 'stored')
  })

  test('is refused with its reason, and tried again on the user’s word', async () => {
    rig.answer = () => Promise.resolve({ kind: 'refused', reason: 'private' })
    const message = rig.receive()
    await rig.media.start()
    await rig.becomes(message, 'refused')
    expect(rig.store.messages.get(message.id)?.media).toMatchObject([{ state: 'refused', reason: 'private' }])
    rig.answer = () => Promise.resolve(got)
    rig.media.retry(rig.idOf(message))
    await rig.becomes(message, 'stored')
    // Refused, waiting again, stored.
    expect(rig.changed).toEqual([message.id, message.id, message.id])
    expect(() => rig.media.retry(rig.idOf(message))).toThrow(
      expect.objectContaining({ code: 'app.notFound' }),
    )
  })

  test('because a fetch broke does not hold up the others', async () => {
    rig.answer = ({ url }) =>
      url.endsWith('/0.png') ? Promise.reject(new Error('odd')) : Promise.resolve(got)
    const message = rig.receive(2)
    await rig.media.start()
    await rig.becomes(message, 'waiting', 'stored')
    expect(rig.store.media.nextDueAt(rig.clock.now())).toBeGreaterThan(rig.clock.now())
  })
})

describe('a disk that has no room', () => {
  test('nothing is fetched while little is free; it comes when there is room', async () => {
    rig.free = keptFree - 1
    const message = rig.receive()
    await rig.media.start()
    rig.media.wake()
    expect(rig.requests).toEqual([])
    rig.free = keptFree
    rig.clock.advance(60_000)
    await rig.becomes(message, 'stored')
  })

  test('a write that fails leaves the photo waiting, with no try counted', async () => {
    let full = true
    rig.media = rig.make({
      vault: {
        ...rig.vault,
        write: (bytes) => (full ? Promise.reject(new TernError('store.diskFull')) : rig.vault.write(bytes)),
      },
    })
    const message = rig.receive()
    await rig.media.start()
    await expect.poll(() => rig.requests.length).toBe(1)
    expect(rig.store.media.due(rig.clock.now(), 1)).toMatchObject([{ tries: 0 }])
    full = false
    await expect
      .poll(() => {
        rig.clock.advance(60_000)
        return rig.states(message)
      })
      .toEqual(['stored'])
  })
})

test('after the end nothing is begun any more', async () => {
  rig.receive()
  await rig.media.stop()
  await rig.media.start()
  await rig.media.removeDeleted()
  rig.media.wake()
  expect(rig.requests).toEqual([])
})

test('the end breaks off what is on its way, counts no try, and starts nothing more', async () => {
  rig.answer = ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('trouble'))))
  const messages = [rig.receive(), rig.receive(), rig.receive(), rig.receive()]
  await rig.media.start()
  await expect.poll(() => rig.requests.length).toBe(3)
  await rig.media.stop()
  rig.media.wake()
  rig.media.online()
  rig.clock.advance(60 * 60_000)
  expect(rig.requests).toHaveLength(3)
  expect(rig.changed).toEqual([])
  expect(rig.store.media.due(rig.clock.now(), 10).map(({ tries }) => tries)).toEqual([0, 0, 0, 0])
  expect(messages.map(rig.states)).toEqual(Array(4).fill(['waiting']))
})
