import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, describe, test, vi } from 'vitest'
import { createLocaltunnel } from '../../../electron/reach/localtunnel.ts'
import type { OpenTunnel } from '../../../electron/ports.ts'
import { quietLog } from '../../unit/electron/support/quiet-log.ts'
import { startTunnelServer, type TunnelServer } from '../../tunnel/tunnel-server.ts'
import { realClock } from '../callback/support.ts'
import { http } from './support.ts'

let tunnels: TunnelServer
const opened: OpenTunnel[] = []
const servers: Server[] = []
const never = new AbortController().signal

beforeAll(async () => {
  tunnels = await startTunnelServer()
})
afterAll(() => tunnels.stop())
afterEach(async () => {
  await Promise.all(opened.splice(0).map((tunnel) => tunnel.close()))
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const make = (host: string, timeoutMs = 5000) =>
  createLocaltunnel({ host, http, clock: realClock, log: quietLog, timeoutMs })

async function open(port: number, host = tunnels.host): Promise<OpenTunnel> {
  const tunnel = await make(host).open(port, never)
  opened.push(tunnel)
  return tunnel
}

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const get = async (url: string): Promise<string> =>
  (await http({ method: 'GET', url, headers: {}, timeoutMs: 5000, once: true })).text

test("makes a local port reachable under the server's address", async () => {
  const port = await serve((req, res) => res.end(`hello from ${String(req.url)}`))
  const tunnel = await open(port)
  expect(new URL(tunnel.url).hostname).toMatch(/^[a-z0-9-]+\.localhost$/)
  expect(await get(`${tunnel.url}/a`)).toBe('hello from /a')
})

test('stays open when local connections break again and again, also in the middle of a request', async () => {
  const port = await serve((req, res) => {
    if (req.url === '/fine') res.end('fine')
    else req.socket.resetAndDestroy()
  })
  const tunnel = await open(port)
  const body = 'x'.repeat(100_000)
  const broken = Array.from({ length: 30 }, () =>
    http({
      method: 'POST',
      url: `${tunnel.url}/break`,
      headers: {},
      body,
      timeoutMs: 1500,
      once: true,
    }).catch(() => undefined),
  )
  await Promise.all(broken)
  await vi.waitFor(async () => expect(await get(`${tunnel.url}/fine`)).toBe('fine'), { timeout: 15_000 })
})

test('ends once when the server is gone, and stays ended when the server is back', async () => {
  const port = await serve((_req, res) => res.end('hello'))
  const tunnel = await open(port)
  await tunnels.down()
  await tunnel.ended
  await tunnels.up()
  await expect(get(tunnel.url)).resolves.not.toBe('hello')
  const next = await open(port)
  expect(await get(next.url)).toBe('hello')
})

test('close ends it, twice too, and leaves no connection to the local port', async () => {
  const port = await serve((_req, res) => res.end('hello'))
  const local = servers.at(-1)
  const tunnel = await open(port)
  await get(tunnel.url)
  await tunnel.close()
  await tunnel.close()
  await tunnel.ended
  await vi.waitFor(async () => {
    const count = await new Promise<number>((resolve) =>
      local?.getConnections((_none, found) => resolve(found)),
    )
    expect(count).toBe(0)
  })
})

describe('a host that is no help', () => {
  test('nobody listens: unanswered', async () => {
    const port = await serve(() => undefined)
    servers.pop()?.close()
    await expect(open(port, `http://localhost:${port}`)).rejects.toMatchObject({
      code: 'tunnel.unanswered',
      detail: { host: `localhost:${port}` },
    })
  })

  test('accepts and never answers: unanswered, after its own time limit', async () => {
    const port = await serve(() => undefined)
    await expect(make(`http://localhost:${port}`, 300).open(1, never)).rejects.toMatchObject({
      code: 'tunnel.unanswered',
    })
  })

  test.each<[string, number, string]>([
    ['HTML', 200, '<html>Welcome</html>'],
    ['JSON of something else', 200, '{"hello":"world"}'],
    ['a port that is none', 200, '{"id":"a","port":70000,"url":"http://a.localhost","max_conn_count":1}'],
    ['a refusal', 403, '{"message":"no"}'],
    ['a bad gateway', 502, '<html>Bad gateway</html>'],
  ])('answers with %s: refused', async (_name, status, text) => {
    const port = await serve((_req, res) => res.writeHead(status).end(text))
    await expect(open(1, `http://localhost:${port}`)).rejects.toMatchObject({
      code: 'tunnel.refused',
      detail: { status },
    })
  })

  const offer = (port: number) =>
    JSON.stringify({ id: 'a', port, url: 'http://a.localhost:1', max_conn_count: 3 })

  test('offers a port that refuses: refused', async () => {
    const closed = await serve(() => undefined)
    servers.pop()?.close()
    const port = await serve((_req, res) => res.end(offer(closed)))
    await expect(open(1, `http://localhost:${port}`)).rejects.toMatchObject({ code: 'tunnel.refused' })
  })

  test('takes connections and closes them at once: the tunnel ends', async () => {
    const local = await serve((_req, res) => res.end('hello'))
    const closer = createTcpServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => closer.listen(0, '127.0.0.1', resolve))
    const port = await serve((_req, res) => res.end(offer((closer.address() as AddressInfo).port)))
    const tunnel = await open(local, `http://localhost:${port}`)
    await tunnel.ended
    closer.close()
  })
})

test('an abort ends the opening at once, with the reason of the signal', async () => {
  const port = await serve(() => undefined)
  const abort = new AbortController()
  const opening = make(`http://localhost:${port}`, 60_000).open(1, abort.signal)
  abort.abort(new Error('no longer wanted'))
  await expect(opening).rejects.toThrow('no longer wanted')
  await expect(make(tunnels.host).open(1, abort.signal)).rejects.toThrow('no longer wanted')
})
