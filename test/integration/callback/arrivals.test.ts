import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFakeClock, type FakeClock } from '../../unit/electron/support/clock.ts'
import {
  callbackBody,
  openLine,
  path,
  post,
  postHead,
  rawPost,
  startListener,
  type Line,
  type Rig,
} from './support.ts'

let rig: Rig
let clock: FakeClock
const lines: Line[] = []
beforeEach(async () => {
  clock = createFakeClock()
  rig = await startListener(clock)
})
afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.destroy()
  await rig.listener.stop()
})

async function send(text: string): Promise<Line> {
  const opened = await openLine(rig.port)
  lines.push(opened)
  opened.socket.write(text)
  return opened
}
const told = (...all: string[]): Promise<void> => vi.waitFor(() => expect(rig.told).toEqual(all))

describe('what came is told, with its answer', () => {
  test('a callback, with its token and without', async () => {
    await post(rig.port, callbackBody('Hello'))
    await post(rig.port, callbackBody('Hello', 'a', 'another'))
    await post(rig.port, 'not JSON')
    // The rig's store makes no message of anything.
    expect(rig.told).toEqual(['200 kept', '200 wrongToken', '200 wrongToken'])
    expect(rig.sizes[2]).toBe(8)
  })

  test('one that the store could not take', async () => {
    rig.refuseWith = new Error('disk full')
    await post(rig.port, callbackBody('Hello'))
    await post(rig.port, callbackBody('Hello', 'a', 'another'))
    expect(rig.told).toEqual(['503 storeTrouble', '503 wrongToken'])
  })

  test('a probe, and one that nobody waits for', async () => {
    const { body } = rig.listener.expectProbe(7)
    await post(rig.port, body)
    await post(rig.port, body)
    expect(rig.told).toEqual(['200 probe', '404 oldProbe'])
  })

  test('a wrong path and a wrong method', async () => {
    await post(rig.port, 'x'.repeat(100), '/callback/guess')
    await fetch(`http://127.0.0.1:${rig.port}${path}`)
    expect(rig.told).toEqual(['404 wrongPath', '405 wrongMethod'])
    expect(rig.sizes).toEqual([100, 0])
  })

  test('one that is too large', async () => {
    await send(rawPost(path, 'x'.repeat(300_000)))
    await told('413 tooLarge')
    expect(rig.sizes[0]).toBeGreaterThan(256 * 1024)
  })

  test('one that is too slow, in its body and in its headers', async () => {
    await send(postHead(path, 500) + 'half')
    await post(rig.port, '', '/x')
    // Its time counts from when it was first seen, which on a busy computer is a moment later.
    await vi.waitFor(() => {
      clock.advance(1000)
      expect(rig.told).toContain('408 tooSlow')
    })
    await told('404 wrongPath', '408 tooSlow')
    const { closed } = await send('POST /callback/')
    await post(rig.port, '', '/x')
    let isClosed = false
    void closed.then(() => (isClosed = true))
    await vi.waitFor(() => {
      clock.advance(1000)
      expect(isClosed).toBe(true)
    })
    expect(rig.told.slice(2)).toEqual(['404 wrongPath', '0 tooSlow'])
    expect(rig.sizes.at(-1)).toBe('POST /callback/'.length)
  })

  test('one whose sender goes away in its body, and in its headers', async () => {
    const body = await send(postHead(path, 500) + 'half')
    await post(rig.port, '', '/x')
    body.socket.destroy()
    await told('404 wrongPath', '0 cutOff')
    const headers = await send('POST /callback/')
    headers.socket.end()
    await told('404 wrongPath', '0 cutOff', '400 cutOff')
  })

  test('what is not HTTP, and headers that are too long', async () => {
    await (
      await send('\u0016\u0003\u0001 hello\r\n\r\n')
    ).closed
    await (
      await send(`GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)
    ).closed
    expect(rig.told).toEqual(['400 notHttp', '400 tooLarge'])
  })

  test('a chunk that is none, on the right path, once', async () => {
    const { closed } = await send(
      `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n`,
    )
    await closed
    await told('0 cutOff')
  })

  test('nothing of a connection that only breaks', async () => {
    const { socket } = await send('')
    socket.resetAndDestroy()
    await post(rig.port, '', '/x')
    expect(rig.told).toEqual(['404 wrongPath'])
  })
})
