import { connect, type Socket } from 'node:net'
import type { NewArrival } from '../../../shared/core/arrivals.ts'
import { readCallback } from '../../../shared/core/callback.ts'
import { createListener, type Listener } from '../../../electron/callback/listener.ts'
import type { Clock, Log } from '../../../electron/ports.ts'
import type { Arrival, Reception } from '../../../electron/store/store.ts'

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

export const secret = '00112233445566778899aabbccddeeff'
export const path = `/callback/${secret}`
export const token = 'token-of-the-number'

/** A callback as Aircall sends it. */
export const callbackBody = (body: string, id = `id-${body.slice(0, 20)}`, carried = token): string =>
  JSON.stringify({
    resource: 'message',
    event_name: 'message.received',
    timestamp: 1722604989549,
    token: carried,
    data: {
      id,
      status: 'received',
      direction: 'inbound',
      created_at: 1722604989549,
      raw_digits: '18704575426',
      body,
    },
  })

export interface Rig {
  readonly listener: Listener
  readonly port: number
  readonly arrivals: Arrival[]
  readonly receptions: Reception[]
  /** What it told of each request: `404 wrongPath`. */
  readonly told: string[]
  readonly sizes: NewArrival['bytes'][]
  readonly logged: string[]
  /** Makes the store refuse with this, until undefined. */
  refuseWith: Error | undefined
}

/** A listener that keeps what arrives in memory; the real store has its own tests. */
export async function startListener(clock: Clock = realClock): Promise<Rig> {
  const arrivals: Arrival[] = []
  const receptions: Reception[] = []
  const told: string[] = []
  const sizes: number[] = []
  const logged: string[] = []
  const say = (what: string, facts?: unknown): void =>
    void logged.push(`${what} ${JSON.stringify(facts) ?? ''}`)
  const log: Log = { info: say, warn: say, error: say }
  const listener = createListener({
    receive(arrival) {
      if (rig.refuseWith !== undefined) throw rig.refuseWith
      arrivals.push(arrival)
      return { kind: 'kept', reason: 'unknownEvent' }
    },
    read: readCallback,
    onReception: (reception) => receptions.push(reception),
    onArrival({ status, reason, bytes }) {
      told.push(`${status} ${reason}`)
      sizes.push(bytes)
    },
    clock,
    log,
  })
  const port = await listener.start()
  listener.setRoute({ numberId: 7, secret, tokens: [token] })
  const rig: Rig = { listener, port, arrivals, receptions, told, sizes, logged, refuseWith: undefined }
  return rig
}

/** A raw connection that collects what comes back. */
export interface Line {
  readonly socket: Socket
  readonly text: () => string
  readonly closed: Promise<void>
}

export async function openLine(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  // A reset is one of the ways in which the listener may end a connection.
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise((resolve) => socket.once('connect', resolve))
  return { socket, text: () => text, closed }
}

export const postHead = (target: string, length: number): string =>
  `POST ${target} HTTP/1.1\r\nHost: anything\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`

export const rawPost = (target: string, body: string): string =>
  postHead(target, Buffer.byteLength(body)) + body

/** Posts over a connection of its own; answers the status. */
export async function post(
  port: number,
  body: string | Uint8Array<ArrayBuffer>,
  target = path,
): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', body, headers })
  await response.text()
  return response.status
}
