import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { HttpFailure, type HttpRequest } from '../../../electron/ports.ts'
import { closedAddress, startResettingServer, type ResettingServer } from '../../support/resetting-server.ts'

let server: ResettingServer
beforeEach(async () => void (server = await startResettingServer()))
afterEach(() => server.close())

const http = createNodeHttp()
const request = (
  method: HttpRequest['method'],
  url: string,
  more: Partial<HttpRequest> = {},
): HttpRequest => ({
  method,
  url: url.startsWith('/') ? server.url + url : url,
  headers: {},
  timeoutMs: 5_000,
  ...(method === 'POST' ? { body: 'Grüße 👋' } : {}),
  ...more,
})
const kind = (asked: HttpRequest): Promise<string> =>
  http(asked).then(
    ({ status }) => String(status),
    (thrown: unknown) => (thrown instanceof HttpFailure ? thrown.kind : String(thrown)),
  )

describe('createNodeHttp', () => {
  test('keeps connections, except for a request marked once', async () => {
    for (const once of [false, false, true, true]) await http(request('POST', '/ok', { once }))
    expect(server.arrivals.map(({ nth }) => nth)).toEqual([1, 2, 1, 1])
  })

  test.each(['/reset', '/close'])('a POST to %s on a kept connection arrives once', async (path) => {
    await http(request('GET', '/ok'))
    expect(await kind(request('POST', path))).toBe('unclear')
    expect(server.arrivals.map(({ method, nth }) => `${method} ${nth}`)).toEqual(['GET 1', 'POST 2'])
  })

  test('a kept connection gathers no listeners', async () => {
    const warnings: string[] = []
    const keep = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', keep)
    for (let nth = 0; nth < 15; nth += 1) await http(request('GET', '/ok'))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', keep)
    expect(server.arrivals.at(-1)?.nth).toBe(15)
    expect(warnings).toEqual([])
  })

  test('tells what was surely not sent from what may have been', async () => {
    const nobody = await closedAddress()
    expect(await kind(request('POST', nobody))).toBe('notSent')
    expect(await kind(request('GET', 'http://tern.invalid/'))).toBe('notSent')
    expect(await kind(request('GET', 'not an address'))).toBe('notSent')
    // TLS never stood, so nothing of the request left.
    expect(await kind(request('GET', server.url.replace('http:', 'https:')))).toBe('notSent')
    expect(await kind(request('GET', '/half'))).toBe('unclear')
    expect(await kind(request('GET', '/big'))).toBe('unclear')
    expect(await kind(request('GET', '/hang', { timeoutMs: 100 }))).toBe('timedOut')
    expect(await kind(request('GET', '/redirect'))).toBe('307')
  })

  test('names under localhost are this computer', async () => {
    expect(await kind(request('GET', server.url.replace('127.0.0.1', 'any.thing.localhost')))).toBe('200')
  })

  test('a body keeps its characters', async () => {
    await http(request('POST', '/ok'))
    expect(Buffer.from(server.arrivals[0]?.body ?? '', 'latin1').toString('utf8')).toBe('Grüße 👋')
  })
})
