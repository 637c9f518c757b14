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

async function line(): Promise<Line> {
  const opened = await openLine(rig.port)
  lines.push(opened)
  return opened
}
const statuses = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => String(match[1]))
/** A right callback still gets through, on a connection of its own. */
async function getsThrough(): Promise<void> {
  expect(await post(rig.port, callbackBody('still here'))).toBe(200)
  expect(rig.arrivals.at(-1)?.event).toMatchObject({ kind: 'text', body: 'still here' })
}

describe('on one connection', () => {
  test('pipelined callbacks are answered in order, each committed', async () => {
    const { socket, text } = await line()
    socket.write(['one', 'two', 'three'].map((body) => rawPost(path, callbackBody(body))).join(''))
    await vi.waitFor(() => expect(statuses(text())).toEqual(['200', '200', '200']))
    expect(rig.arrivals.map(({ event }) => event.kind === 'text' && event.body)).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  test('a wrong path without a body leaves the connection good for the next callback', async () => {
    const { socket, text } = await line()
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\n\r\n${rawPost(path, callbackBody('next'))}`)
    await vi.waitFor(() => expect(statuses(text())).toEqual(['404', '200']))
  })

  test('a wrong path with a body ends the connection: no second answer goes out on it', async () => {
    const { socket, text, closed } = await line()
    const next = rawPost(path, callbackBody('next'))
    socket.write(`${postHead('/x', 10)}0123456789${next}`)
    await closed
    expect(statuses(text())).toEqual(['404'])
    expect(text()).toContain('connection: close')
    // It named the secret path, so it is kept, although its sender is told nothing.
    expect(rig.arrivals).toHaveLength(1)
    await getsThrough()
  })

  test('a request to speak another protocol ends the connection', async () => {
    const { socket, text, closed } = await line()
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    await closed
    expect(statuses(text())).toEqual(['404'])
  })

  test('a chunked callback in single bytes, split in an emoji, arrives whole', async () => {
    const { socket, text } = await line()
    const body = Buffer.from(callbackBody('See you at 5 😀👍🏽 — ça va?'))
    socket.setNoDelay(true)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`)
    for (const byte of body)
      socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]))
    socket.write('0\r\n\r\n')
    await vi.waitFor(() => expect(statuses(text())).toEqual(['200']))
    expect(rig.arrivals[0]?.event).toMatchObject({ body: 'See you at 5 😀👍🏽 — ça va?' })
  })

  test('an idle connection is never answered and never closed', async () => {
    const { socket, text } = await line()
    clock.advance(3_600_000)
    await getsThrough()
    socket.write(rawPost(path, callbackBody('after an hour')))
    await vi.waitFor(() => expect(statuses(text())).toEqual(['200']))
    // Node says so in the answer when it means to close an idle connection.
    expect(text().toLowerCase()).not.toContain('keep-alive: timeout')
    clock.advance(3_600_000)
    await getsThrough()
    socket.write(rawPost(path, callbackBody('after two')))
    await vi.waitFor(() => expect(statuses(text())).toEqual(['200', '200']))
    expect(rig.arrivals.filter(({ event }) => event.kind === 'text')).toHaveLength(4)
  })
})

describe('too large', () => {
  test.each([
    ['announced', 10 * 1024 * 1024],
    ['just over', 256 * 1024 + 1],
  ])('%s: 413, the connection ends, the start is kept', async (_name, size) => {
    const { socket, text, closed } = await line()
    socket.write(rawPost(path, 'x'.repeat(size)))
    await vi.waitFor(() => expect(statuses(text())).toEqual(['413']))
    await closed
    expect(rig.arrivals).toHaveLength(1)
    expect(rig.arrivals[0]?.raw).toBe('x'.repeat(4000))
    expect(rig.arrivals[0]?.event.kind).toBe('unreadable')
    await getsThrough()
  })

  test('a body that just fits is taken', async () => {
    const body = callbackBody('y'.repeat(256 * 1024 - Buffer.byteLength(callbackBody('', 'id'))), 'id')
    expect(Buffer.byteLength(body)).toBe(256 * 1024)
    expect(await post(rig.port, body)).toBe(200)
  })

  test('headers that are too long get a 400', async () => {
    const { socket, text, closed } = await line()
    socket.write(`POST ${path} HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)
    await closed
    expect(statuses(text())).toEqual(['400'])
    await getsThrough()
  })
})

describe('too slow', () => {
  test('a half-sent callback is cut off after 5 s, and its part is kept', async () => {
    const { socket, text, closed } = await line()
    socket.write(postHead(path, 500) + callbackBody('half').slice(0, 60))
    await vi.waitFor(() => expect(rig.listener.port()).toBeDefined())
    await getsThrough()
    clock.advance(4999)
    await getsThrough()
    expect(text()).toBe('')
    clock.advance(1)
    await vi.waitFor(() => expect(statuses(text())).toEqual(['408']))
    expect(rig.arrivals.at(-1)).toMatchObject({
      raw: callbackBody('half').slice(0, 60),
      event: { kind: 'unreadable' },
    })
    clock.advance(1000)
    await closed
    await getsThrough()
  })

  test('a body byte by byte does not put the limit off', async () => {
    const { socket, text } = await line()
    socket.write(postHead(path, 500))
    for (let second = 0; second < 5; second += 1) {
      socket.write('x')
      await getsThrough()
      clock.advance(1000)
    }
    await vi.waitFor(() => expect(statuses(text())).toEqual(['408']))
  })

  test('a callback that is cut off by its sender: what came is kept', async () => {
    const { socket } = await line()
    const whole = callbackBody('cut off')
    socket.write(postHead(path, 5000) + whole)
    await getsThrough()
    socket.destroy()
    // All of the JSON had come, so it is a message.
    await vi.waitFor(() =>
      expect(rig.arrivals.at(-1)?.event).toMatchObject({ kind: 'text', body: 'cut off' }),
    )
  })

  test('headers without an end are cut off, without an answer that the next callback could get', async () => {
    const { socket, text, closed } = await line()
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nX-`)
    await getsThrough()
    for (let second = 0; second < 7; second += 1) clock.advance(1000)
    await closed
    expect(text()).toBe('')
    await getsThrough()
  })
})

describe('lies and floods', () => {
  test.each([
    ['a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a negative length', 'Content-Length: -1\r\n\r\n'],
  ])('%s ends the connection', async (_name, rest) => {
    const { socket, text, closed } = await line()
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\n${rest}`)
    await closed
    expect(statuses(text())).not.toContain('200')
    await getsThrough()
  })

  test('thousands of wrong requests over 50 connections: each is answered, and a right one gets through', async () => {
    const each = 60
    const sockets = await Promise.all(Array.from({ length: 50 }, line))
    const flood = `POST /callback/${'f'.repeat(32)} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`.repeat(
      each,
    )
    for (const { socket } of sockets) socket.write(flood)
    await getsThrough()
    await vi.waitFor(
      () => {
        for (const { text } of sockets) expect(statuses(text())).toHaveLength(each)
      },
      { timeout: 15_000, interval: 100 },
    )
    expect(sockets.every(({ text }) => statuses(text()).every((status) => status === '404'))).toBe(true)
    await getsThrough()
  })

  test('hundreds of wrong requests at once on each of 100 connections do not keep a right one waiting', async () => {
    const each = 300
    const sockets = await Promise.all(Array.from({ length: 100 }, line))
    const reply = await line()
    let bytes = 0
    for (const { socket } of sockets) socket.on('data', (text: string) => (bytes += text.length))
    const flood = `POST /callback/${'f'.repeat(32)} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`
    for (const { socket } of sockets) socket.write(flood.repeat(each))
    await vi.waitFor(() => expect(bytes).toBeGreaterThan(0), { interval: 1 })
    reply.socket.write(rawPost(path, callbackBody('in between')))
    const before = await new Promise((resolve) => reply.socket.once('data', () => resolve(bytes)))
    expect(statuses(reply.text())).toEqual(['200'])
    const answered = (): number => sockets.reduce((sum, { text }) => sum + statuses(text()).length, 0)
    await vi.waitFor(() => expect(answered()).toBe(100 * each), { timeout: 50_000, interval: 200 })
    // However fast or busy the computer is: most of what was sent before it was answered after it.
    expect(before).toBeLessThan(bytes / 2)
  }, 60_000)

  test('a stranger who goes on sending is cut off soon', async () => {
    const { socket, closed, text } = await line()
    socket.write(postHead('/callback/guess', 100 * 1024 * 1024))
    await vi.waitFor(() => expect(statuses(text())).toEqual(['404']))
    const part = 'x'.repeat(64 * 1024)
    for (let sent = 0; sent < 20 && !socket.destroyed; sent += 1) {
      socket.write(part)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    // The clock of this test stands still, so it was not the time.
    await closed
    await getsThrough()
  })

  test('thousands of right callbacks over 50 connections: every one is committed', async () => {
    const each = 40
    const sockets = await Promise.all(Array.from({ length: 50 }, line))
    sockets.forEach(({ socket }, index) => {
      for (let turn = 0; turn < each; turn += 1) socket.write(rawPost(path, callbackBody(`${index} ${turn}`)))
    })
    await vi.waitFor(() => expect(rig.arrivals).toHaveLength(50 * each), { timeout: 15_000, interval: 100 })
    const bodies = new Set(rig.arrivals.map(({ event }) => (event.kind === 'text' ? event.body : '')))
    expect(bodies.size).toBe(50 * each)
  })

  test('many half-sent bodies at once: memory stays within its limit, and a right one gets through', async () => {
    const part = 'x'.repeat(200 * 1024)
    const sockets = await Promise.all(Array.from({ length: 200 }, line))
    for (const { socket } of sockets) socket.write(postHead(path, 250 * 1024) + part)
    // 200 times 200 KB are more than all bodies may take together: those beyond are told to come back.
    await vi.waitFor(
      () =>
        expect(sockets.filter(({ text }) => text().startsWith('HTTP/1.1 503')).length).toBeGreaterThan(30),
      { timeout: 15_000 },
    )
    await vi.waitFor(
      () => {
        clock.advance(5000)
        expect(sockets.every(({ text }) => /^HTTP\/1\.1 (408|503)/.test(text()))).toBe(true)
      },
      { timeout: 15_000 },
    )
    await getsThrough()
  })
})
