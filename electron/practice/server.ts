/** The practice Aircall's HTTP server: reads requests, records them, and plays the faults that it was told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BehaviourSwitch, Trouble } from './behaviour.ts'
import { logCap } from './callbacks.ts'
import type { Route } from './routes.ts'
import { json, page, tooMany, type Answer } from './wire.ts'

/** A request as it arrived, also one that then met a fault. */
export interface RecordedRequest {
  readonly method: string
  /** Below the base address, with the query. */
  readonly path: string
  /** Undefined when a fault struck before it was read. */
  readonly body: string | undefined
}

export interface PracticeServer {
  /** Oldest first; the last 1,000. */
  readonly requests: readonly RecordedRequest[]
  readonly close: () => Promise<void>
}

export const basePath = '/v1'
export const photoPath = '/photo.png'
/** A photo whose time is over. */
export const expiredPhotoPath = '/expired.png'
const requestCap = 256 * 1024

/** Listens on 127.0.0.1. Requests wait until {@link serve} takes them. Rejects when the port cannot be had. */
export async function listenOnLoopback(port: number): Promise<{ server: Server; origin: string }> {
  const server = createServer()
  await listen(server, port)
  return { server, origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}

export function serve(
  { server, origin }: { readonly server: Server; readonly origin: string },
  needs: { readonly behaviour: BehaviourSwitch; readonly photo: () => Buffer; readonly route: Route },
): PracticeServer {
  const { behaviour, route } = needs
  const requests: RecordedRequest[] = []
  const rate = createRate(behaviour)

  function record(request: RecordedRequest): void {
    requests.push(request)
    if (requests.length > logCap) requests.shift()
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const method = request.method ?? ''
    if (url.pathname === photoPath && method === 'GET') {
      response.writeHead(200, { 'content-type': 'image/png' }).end(needs.photo())
      return
    }
    if (url.pathname === expiredPhotoPath) {
      give(response, page(410))
      return
    }
    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : '/none'
    const trouble = behaviour.strike(method, path)
    if (trouble?.kind === 'resetBeforeReading') {
      record({ method, path: path + url.search, body: undefined })
      request.socket.resetAndDestroy()
      return
    }
    const body = await readBody(request)
    record({ method, path: path + url.search, body })
    if (body === undefined) {
      give(response, json(413, { error: 'Payload Too Large' }))
      return
    }
    const ordinary = (): Promise<Answer> =>
      route({ method, path, query: url.searchParams, headers: request.headers, body })
    if (trouble?.takesEffect === true) await ordinary()
    await sleep(behaviour.current().answerDelayMs)
    if (trouble !== undefined) {
      playTrouble(trouble, request, response, rate.headers(true))
      return
    }
    const allowed = rate.take()
    const answer = allowed ? await ordinary() : tooMany
    if (answer.broken === true) {
      request.socket.resetAndDestroy()
      return
    }
    give(response, { ...answer, headers: { ...answer.headers, ...rate.headers(!allowed) } })
  }

  server.on('request', (request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      // The client broke off, or the practice Aircall has a fault of its own: the client sees a broken connection.
      response.destroy(thrown instanceof Error ? thrown : undefined)
    })
  })

  return { requests, close: () => close(server) }
}

function playTrouble(
  trouble: Trouble,
  request: IncomingMessage,
  response: ServerResponse,
  rateHeaders: Record<string, string>,
): void {
  const type = trouble.contentType ?? 'application/json'
  switch (trouble.kind) {
    case 'serverError':
      return give(response, json(trouble.status ?? 500, { error: 'Internal Server Error' }))
    case 'html':
      return give(response, page(200))
    case 'htmlForbidden':
      return give(response, page(403))
    case 'notJson':
      return give(response, { status: 200, body: '{"ping":', headers: { 'content-type': type } })
    case 'emptyBody':
      return give(response, { status: trouble.status ?? 200, body: '' })
    case 'custom':
      return give(response, {
        status: trouble.status ?? 400,
        body: trouble.body,
        headers: { 'content-type': type },
      })
    case 'tooMany':
      return give(response, { ...tooMany, headers: { ...tooMany.headers, ...rateHeaders } })
    case 'hugeBody':
      return give(response, json(200, { ping: 'x'.repeat(3 * 1024 * 1024) }))
    case 'redirect':
      return give(response, { status: 307, body: '', headers: { location: '/v1/ping' } })
    case 'hang':
      return
    case 'resetBeforeReading':
    case 'resetAfterReading':
      request.socket.resetAndDestroy()
      return
    case 'halfAnswer':
      response.writeHead(200, { 'content-type': type, 'content-length': '1000' })
      response.write('{"id":"half', () => request.socket.resetAndDestroy())
  }
}

function give(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, headers).end(body)
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= requestCap) chunks.push(chunk)
  }
  return size > requestCap ? undefined : Buffer.concat(chunks).toString('utf8')
}

/** Counts requests in windows of a minute. */
function createRate(behaviour: BehaviourSwitch): {
  readonly take: () => boolean
  readonly headers: (refused: boolean) => Record<string, string>
} {
  const windowMs = 60_000
  let endsAt = 0
  let used = 0
  return {
    take() {
      if (Date.now() >= endsAt) {
        endsAt = Date.now() + windowMs
        used = 0
      }
      used += 1
      return used <= behaviour.current().limitPerMinute
    },
    headers(refused) {
      const { rateHeaders, resetUnit, limitPerMinute } = behaviour.current()
      if (rateHeaders === 'never' || (rateHeaders === 'onRefusal' && !refused)) return {}
      // A refusal that was asked for may come before any window has begun: it says one second.
      const reset = Math.max(endsAt, Date.now() + 1000)
      const inUnit = {
        secondsFromNow: Math.ceil((reset - Date.now()) / 1000),
        unixSeconds: Math.ceil(reset / 1000),
        unixMilliseconds: reset,
      }
      return {
        'x-aircallapi-limit': String(limitPerMinute),
        'x-aircallapi-remaining': String(refused ? 0 : Math.max(0, limitPerMinute - used)),
        'x-aircallapi-reset': String(inUnit[resetUnit]),
      }
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

const sleep = (ms: number): Promise<void> =>
  ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
