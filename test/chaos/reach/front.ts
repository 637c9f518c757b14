/** What stands before the tunnel server on its public side, and can fail in each way that the internet can. */
import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** `hole` takes what comes and never answers; `slow` answers later than anybody waits. */
export type FrontMode = 'pass' | 'refuse' | 'hole' | 'badGateway' | 'slow'

export interface Front {
  readonly port: number
  readonly lead: (port: number) => void
  /** From now on. Connections that are open are broken. */
  readonly set: (mode: FrontMode) => void
  /** Bytes that went through it so far, both ways. */
  readonly bytes: () => number
  readonly close: () => void
}

const badGateway = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** @param slowMs longer than anybody waits */
export async function startFront(slowMs: number): Promise<Front> {
  const sockets = new Set<Socket>()
  let mode: FrontMode = 'pass'
  let target = 0
  let bytes = 0
  const count = (chunk: Buffer): void => void (bytes += chunk.length)

  function pass(socket: Socket): void {
    const onward = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
    socket.on('data', count)
    onward.on('data', count)
    socket.pipe(onward).pipe(socket)
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    if (mode === 'pass') pass(socket)
    else if (mode === 'refuse') socket.destroy()
    else if (mode === 'badGateway') socket.on('data', () => socket.end(badGateway))
    else if (mode === 'slow') setTimeout(() => pass(socket), slowMs)
    else socket.resume()
  })
  const port = await new Promise<number>((resolve, reject) =>
    server
      .once('error', reject)
      .listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

  return {
    port,
    lead: (to) => void (target = to),
    set(next) {
      mode = next
      for (const socket of sockets) socket.destroy()
    },
    bytes: () => bytes,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
