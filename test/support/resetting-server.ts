/** A raw TCP server that keeps connections open and breaks them on purpose, and counts what arrives. */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface Arrival {
  readonly method: string
  readonly path: string
  readonly headers: string
  readonly body: string
  /** How many requests this connection carried, with this one. */
  readonly nth: number
}

export interface ResettingServer {
  readonly url: string
  readonly arrivals: Arrival[]
  readonly close: () => Promise<void>
}

/**
 * Answers by the path, each request read to its end: `/reset` breaks the connection, `/close` ends it without an
 * answer, `/half` breaks it within the answer, `/hang` never answers, `/big` answers 2 MB, `/redirect` to `/ok`,
 * `/cookie` sets one; anything else gets `ok` on a connection that is kept.
 */
export async function startResettingServer(): Promise<ResettingServer> {
  const arrivals: Arrival[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let nth = 0
    let read = ''
    // Broken connections are what this server is for.
    socket.on('error', () => sockets.delete(socket))
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (data) => {
      // A TLS hello: says, in plain text, that this server does not speak it.
      if (data[0] === 0x16) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      read += data.toString('latin1')
      for (let request = take(); request !== undefined; request = take()) {
        nth += 1
        arrivals.push({ ...request, nth })
        answer(socket, request.path)
      }
    })

    function take(): Omit<Arrival, 'nth'> | undefined {
      const end = read.indexOf('\r\n\r\n')
      if (end === -1) return undefined
      const headers = read.slice(0, end)
      const length = Number(/^content-length: *(\d+)/im.exec(headers)?.[1] ?? 0)
      if (read.length < end + 4 + length) return undefined
      const body = read.slice(end + 4, end + 4 + length)
      read = read.slice(end + 4 + length)
      const [method = '', path = ''] = headers.split(' ', 2)
      return { method, path, headers, body }
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    arrivals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function answer(socket: Socket, path: string): void {
  const say = (status: string, body: string, ...headers: string[]): boolean =>
    socket.write(
      [`HTTP/1.1 ${status}`, `content-length: ${String(body.length)}`, ...headers, '', body].join('\r\n'),
    )
  switch (path) {
    case '/reset':
      socket.resetAndDestroy()
      return
    case '/close':
      socket.end()
      return
    case '/half':
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.resetAndDestroy())
      return
    case '/hang':
      return
    case '/big':
      say('200 OK', 'x'.repeat(2 * 1024 * 1024))
      return
    case '/redirect':
      say('307 Temporary Redirect', '', 'location: /ok')
      return
    case '/cookie':
      say('200 OK', 'ok', 'set-cookie: a=1; path=/', 'cache-control: max-age=600')
      return
    default:
      say('200 OK', 'ok')
  }
}

/** An address of this computer where nobody listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return `http://127.0.0.1:${String(port)}`
}
