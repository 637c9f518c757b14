import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Aircall, AircallKey } from '../../../electron/aircall/aircall.ts'
import { createAircall } from '../../../electron/aircall/client.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import type { Clock, Http, Log } from '../../../electron/ports.ts'
import {
  createPracticeAircall,
  type PracticeAircall,
  type PracticeOptions,
} from '../../../electron/practice/practice.ts'

/** Real time, but every wait is over at once; what was to be waited for is noted. */
export function createHurriedClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => Date.now(),
    after(ms, act) {
      waits.push(ms)
      const timer = setTimeout(act, 0)
      return () => clearTimeout(timer)
    },
  }
}

export interface LogLine {
  readonly what: string
  readonly rest: unknown
}

/** A log that keeps its lines. */
export function createKeptLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const keep = (what: string, rest?: unknown): void => void lines.push({ what, rest })
  return { lines, info: keep, warn: keep, error: keep }
}

/** Node's HTTP with time limits that a test can wait for. */
export function createHastyHttp(timeoutMs: number, http: Http = createNodeHttp()): Http {
  return (request) => http({ ...request, timeoutMs: Math.min(request.timeoutMs, timeoutMs) })
}

export interface World {
  readonly practice: PracticeAircall
  readonly aircall: Aircall
  readonly clock: ReturnType<typeof createHurriedClock>
  readonly log: ReturnType<typeof createKeptLog>
  /** Requests that arrived, as `METHOD /path`. */
  readonly asked: () => string[]
}

/** A practice Aircall and a client of it; ends with the test. */
export async function createWorld(
  options: PracticeOptions = {},
  { http = createHastyHttp(5_000), key }: { http?: Http; key?: AircallKey } = {},
): Promise<World> {
  const delays = { sent: 5, delivered: 10, reply: 15, slowReply: 30, greeting: 5 }
  const practice = await createPracticeAircall({ delays, ...options })
  onTestFinished(() => practice.close())
  const clock = createHurriedClock()
  const log = createKeptLog()
  const aircall = createAircall({
    http,
    key: key ?? practice.key,
    baseUrl: practice.baseUrl,
    clock,
    log,
    random: () => 0.5,
  })
  return { practice, aircall, clock, log, asked: () => practice.requests.map((r) => `${r.method} ${r.path}`) }
}

export interface Listener {
  readonly url: string
  readonly bodies: string[]
}

/** Takes callbacks and answers 200 (or another status); ends with the test. */
export async function createCallbackListener(status = 200): Promise<Listener> {
  const bodies: string[] = []
  const read = async (request: IncomingMessage): Promise<void> => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body += chunk
    bodies.push(body)
  }
  const server = createServer((request, response) => {
    read(request).then(
      () => response.writeHead(status).end(),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/callback/0123`, bodies }
}
