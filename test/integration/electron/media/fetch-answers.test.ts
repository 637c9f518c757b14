import type { IncomingMessage, RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fetched } from '../../../../electron/media/fetch-media.ts'
import {
  asImage,
  closeServers,
  createResolver,
  fetchFrom,
  photo,
  serve,
  type Asking,
  type Place,
} from './support.ts'

let practice: Place
let answer: RequestListener
beforeEach(async () => {
  answer = (_, response) => response.end(photo)
  practice = await serve((request, response) => answer(request, response))
})
afterEach(closeServers)

/** From the practice Aircall's own origin. */
const fetchHere = (path: string, options: Asking = {}): Promise<Fetched> =>
  fetchFrom(practice.origin + path, { practiceOrigin: practice.origin, ...options })

describe('what a server answers', () => {
  test.each([
    [410, 'gone'],
    [401, 'denied'],
    [403, 'denied'],
    [404, 'denied'],
    [400, 'trouble'],
    [429, 'trouble'],
    [500, 'trouble'],
    [503, 'trouble'],
    [204, 'trouble'],
    [206, 'trouble'],
  ])('%i is %s', async (status, failure) => {
    answer = (_, response) => response.writeHead(status).end(status === 204 ? undefined : photo)
    expect(await fetchHere('/')).toEqual({ kind: 'failed', failure })
  })

  test.each([
    ['a page, said to be a photo', '<!doctype html><h1>Expired</h1>'],
    ['a program', 'MZ\x90\0\x03\0\0\0'],
    ['a photo in an encoding that was not asked for', '\x1f\x8b\x08\0'],
  ])('%s is refused', async (_, body) => {
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(body)
    expect(await fetchHere('/')).toEqual({ kind: 'refused', reason: 'wrongType' })
  })

  test('a photo, said to be a page, is a photo', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(photo)
    expect(await fetchHere('/')).toMatchObject(asImage)
  })

  test('nothing at all is no photo', async () => {
    answer = (_, response) => response.end()
    expect(await fetchHere('/')).toEqual({ kind: 'failed', failure: 'trouble' })
  })

  test('one byte over the limit is too much, said or not', async () => {
    answer = (_, response) => response.end(photo)
    expect(await fetchHere('/', { sizeLimit: photo.length })).toMatchObject(asImage)
    expect(await fetchHere('/', { sizeLimit: photo.length - 1 })).toEqual({
      kind: 'refused',
      reason: 'tooLarge',
    })
    answer = (_, response) => {
      response.write(photo.subarray(0, 10))
      response.end(photo.subarray(10))
    }
    expect(await fetchHere('/', { sizeLimit: photo.length - 1 })).toEqual({
      kind: 'refused',
      reason: 'tooLarge',
    })
  })

  test('one that never ends is not read to its end', async () => {
    let sent = 0
    let closed = false
    answer = (_, response) => {
      response.on('close', () => (closed = true))
      const more = (): void => {
        while (!closed && sent < 200_000_000 && response.write(Buffer.alloc(64 * 1024))) sent += 64 * 1024
      }
      response.on('drain', more)
      more()
    }
    expect(await fetchHere('/', { sizeLimit: 100_000 })).toEqual({ kind: 'refused', reason: 'tooLarge' })
    await expect.poll(() => closed).toBe(true)
    expect(sent).toBeLessThan(200_000_000)
  })

  test.each([
    ['a connection that breaks before the answer', (request: IncomingMessage) => request.socket.destroy()],
    ['what is no HTTP', (request: IncomingMessage) => request.socket.end('220 mail.example ESMTP\r\n\r\n')],
    [
      'endless headers',
      (request: IncomingMessage) =>
        request.socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`),
    ],
    [
      'less than was promised',
      (request: IncomingMessage) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nGIF89a'),
    ],
  ])('%s is trouble', async (_, strike) => {
    answer = (request) => void strike(request)
    expect(await fetchHere('/')).toEqual({ kind: 'failed', failure: 'trouble' })
  })

  test.each([
    ['says nothing', () => undefined],
    [
      'drips',
      (_: IncomingMessage, response: { write: (part: string) => unknown }) => void response.write('GIF89a'),
    ],
  ] as const)('one that %s is given up in time', async (_, strike) => {
    answer = strike
    expect(await fetchHere('/', { timeoutMs: 300 })).toEqual({ kind: 'failed', failure: 'trouble' })
  })

  test('nobody there, or no such name', async () => {
    const lookup = createResolver([])
    expect(await fetchFrom('https://photos.example/', { lookup })).toEqual({
      kind: 'failed',
      failure: 'unreached',
    })
    const origin = practice.origin
    await closeServers()
    expect(await fetchFrom(`${origin}/`, { practiceOrigin: origin })).toEqual({
      kind: 'failed',
      failure: 'unreached',
    })
  })
})

test('it ends at once when it is told to', async () => {
  const stop = new AbortController()
  answer = () => stop.abort()
  expect((await fetchHere('/', { signal: stop.signal })).kind).toBe('failed')
  expect((await fetchHere('/', { signal: stop.signal })).kind).toBe('failed')
})
