/** Binds servers to one port on every loopback address that `localhost` stands for on this computer. */
import { lookup } from 'node:dns/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TernError } from '../../shared/errors.ts'

/**
 * The tunnel client connects to `localhost`, which may mean `::1` first. An address that we left free could be taken
 * by another program with our port number, and it would get the callbacks.
 */
async function loopbackAddresses(): Promise<string[]> {
  const found = await lookup('localhost', { all: true }).catch(() => [])
  const loopback = found.map(({ address }) => address).filter((a) => a === '::1' || a.startsWith('127.'))
  return [...new Set(['127.0.0.1', ...loopback])]
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

export interface Bound {
  readonly port: number
  /** Ends the servers and every connection to them. */
  readonly close: () => Promise<void>
}

/**
 * @param wished a port, or 0 for any free one
 * @throws TernError `listener.portTaken` when a wished one is not to be had; else `listener.failed`, with the system's code
 */
export async function bindLoopback(makeServer: () => Server, wished: number): Promise<Bound> {
  const addresses = await loopbackAddresses()
  for (let left = 20; ; left -= 1) {
    const servers: Server[] = []
    const closeAll = async (): Promise<void> => void (await Promise.all(servers.map(close)))
    try {
      let port = wished
      for (const address of addresses) {
        const server = makeServer()
        try {
          port = await listen(server, address, port)
          servers.push(server)
        } catch (thrown) {
          // The name says so, but this computer has no such address.
          if (servers.length > 0 && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(thrown))) continue
          throw thrown
        }
      }
      return { port, close: closeAll }
    } catch (thrown) {
      await closeAll()
      // A free port on one address may be taken on the other: another one is chosen, unless it was wished for.
      if (codeOf(thrown) === 'EADDRINUSE' && wished === 0 && left > 0) continue
      // The second is how Windows says that it keeps a port for itself.
      const taken = wished !== 0 && ['EADDRINUSE', 'EACCES'].includes(codeOf(thrown))
      if (taken) throw new TernError('listener.portTaken', { port: wished }, thrown)
      throw new TernError('listener.failed', { reason: codeOf(thrown) }, thrown)
    }
  }
}
