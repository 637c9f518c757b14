/** Binds servers to one port on every loopback address that `localhost` stands for on this computer. */
import { lookup } from 'node:dns/promises'
import type { AddressInfo, Server } from 'node:net'
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

/** A server, and how every connection to it is ended. */
export interface Bindable {
  readonly server: Server
  readonly endConnections: () => void
}

const close = ({ server, endConnections }: Bindable): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    endConnections()
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
export async function bindLoopback(makeServer: () => Bindable, wished: number): Promise<Bound> {
  const addresses = await loopbackAddresses()
  for (let left = 20; ; left -= 1) {
    const servers: Bindable[] = []
    const closeAll = async (): Promise<void> => void (await Promise.all(servers.map(close)))
    try {
      let port = wished
      for (const address of addresses) {
        const made = makeServer()
        try {
          port = await listen(made.server, address, port)
          servers.push(made)
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
