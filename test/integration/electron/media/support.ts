/** Servers on loopback that answer as they are told, and what is fetched from them. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import {
  createFetchMedia,
  type Fetched,
  type FetchMediaOptions,
} from '../../../../electron/media/fetch-media.ts'
import { paintPhoto } from '../../../../electron/practice/photo.ts'
import type { Certificate } from '../../../support/certificate.ts'

export interface Place {
  readonly origin: string
  readonly port: number
  /** How many connections came in. */
  readonly connections: () => number
  readonly requests: IncomingMessage[]
}

export const photo = paintPhoto()
export const asImage = { kind: 'fetched', as: { type: 'image/png', kind: 'image' } }

const servers: Server[] = []

export async function serve(answer: RequestListener, tls?: Certificate): Promise<Place> {
  let connections = 0
  const requests: IncomingMessage[] = []
  const listener: RequestListener = (request, response) => {
    requests.push(request)
    answer(request, response)
  }
  const server: Server =
    tls === undefined ? createHttpServer(listener) : createHttpsServer({ ...tls }, listener)
  server.on('connection', () => (connections += 1))
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return { origin, port, connections: () => connections, requests }
}

export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

/** A resolver of fixed answers, one after the other; with no addresses there is no such name. */
export function createResolver(
  ...answers: (readonly string[])[]
): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = []
  const lookup: LookupFunction = (hostname, _options, done) => {
    asked.push(hostname)
    const addresses = answers.length > 1 ? answers.shift() : answers[0]
    if (addresses === undefined || addresses.length === 0)
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0)
    else
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
  }
  return Object.assign(lookup, { asked })
}

const nobody: LookupFunction = () => {
  throw new Error('the system was asked')
}

export interface Asking extends FetchMediaOptions {
  readonly practiceOrigin?: string | undefined
  readonly signal?: AbortSignal
}

/** Fetches once; the system's resolver is never asked. */
export function fetchFrom(
  url: string,
  { practiceOrigin, signal, ...options }: Asking = {},
): Promise<Fetched> {
  return createFetchMedia({ lookup: nobody, ...options })({
    url,
    practiceOrigin,
    signal: signal ?? new AbortController().signal,
  })
}
