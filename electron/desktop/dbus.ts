/**
 * A small client of the D-Bus session bus over its socket: enough to ask who is there. Command-line tools for this
 * (`gdbus`, `dbus-send`) are not on every desktop, and a native module would have to be built for each system.
 */
import { connect, type Socket } from 'node:net'
import {
  decodeMessage,
  encodeCall,
  messageLength,
  messageLimit,
  type BusCall,
  type BusMessage,
} from './dbus-wire.ts'

export interface Bus {
  /** The reply, also when it is a D-Bus error. Rejects when the connection ends or there is no answer in time. */
  readonly call: (call: BusCall) => Promise<BusMessage>
  readonly onSignal: (listener: (signal: BusMessage) => void) => void
  /** Settles when the connection is gone. Never rejects. */
  readonly closed: Promise<void>
  readonly close: () => void
}

/** Longest wait for the bus and for each answer, milliseconds. */
const patience = 1500

/** Sockets of the session bus, by the environment: the address's `unix:` entries, then the usual place. */
export function busSockets(env: Readonly<Record<string, string | undefined>>): string[] {
  const sockets: string[] = []
  for (const entry of (env['DBUS_SESSION_BUS_ADDRESS'] ?? '').split(';')) {
    if (!entry.startsWith('unix:')) continue
    for (const pair of entry.slice('unix:'.length).split(',')) {
      const [key, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (key === 'path') sockets.push(unescapeValue(value))
      if (key === 'abstract') sockets.push(`\0${unescapeValue(value)}`)
    }
  }
  const runtime = env['XDG_RUNTIME_DIR']
  if (sockets.length === 0 && runtime !== undefined) sockets.push(`${runtime}/bus`)
  return sockets
}

/** Undoes the `%2f` escapes of an address's value. */
const unescapeValue = (value: string): string =>
  value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Connects, proves who we are (the socket itself carries our user id) and says hello. */
export async function connectBus(socketPath: string, userId: number): Promise<Bus> {
  const socket = await openSocket(socketPath)
  try {
    await authorize(socket, userId)
    const bus = createBus(socket)
    const hello = await bus.call({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'Hello',
      args: [],
    })
    if (hello.type !== 'return') throw new Error('the session bus refused us')
    return bus
  } catch (thrown) {
    socket.destroy()
    throw thrown
  }
}

function openSocket(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    const timer = setTimeout(() => socket.destroy(new Error('the session bus does not answer')), patience)
    socket.once('error', (why) => {
      clearTimeout(timer)
      reject(why)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

/** The text part of the protocol: one line out, one line back, then binary. */
function authorize(socket: Socket, userId: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let line = ''
    const finish = (why?: Error): void => {
      clearTimeout(timer)
      socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close')
      if (why !== undefined) return reject(why)
      socket.write('BEGIN\r\n')
      resolve()
    }
    const timer = setTimeout(() => finish(new Error('the session bus does not answer')), patience)
    socket.on('error', finish)
    socket.on('close', () => finish(new Error('the session bus hung up')))
    socket.on('data', (chunk) => {
      line += chunk.toString('latin1')
      if (line.endsWith('\r\n'))
        finish(line.startsWith('OK ') ? undefined : new Error('the session bus refused us'))
      else if (line.length > 1024) finish(new Error('not a session bus'))
    })
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(userId)).toString('hex')}\r\n`)
  })
}

interface Waiting {
  readonly resolve: (message: BusMessage) => void
  readonly reject: (why: Error) => void
  readonly timer: NodeJS.Timeout
}

function createBus(socket: Socket): Bus {
  const waiting = new Map<number, Waiting>()
  const listeners: ((signal: BusMessage) => void)[] = []
  let serial = 0
  let received: Buffer = Buffer.alloc(0)

  const take = (message: BusMessage): void => {
    if (message.type === 'signal') for (const listener of listeners) listener(message)
    const call = message.replyTo === undefined ? undefined : waiting.get(message.replyTo)
    if (call === undefined || message.replyTo === undefined) return
    waiting.delete(message.replyTo)
    clearTimeout(call.timer)
    call.resolve(message)
  }

  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    try {
      for (let length = messageLength(received); length !== undefined; length = messageLength(received)) {
        if (length > messageLimit) throw new Error('a message of the session bus is too long')
        if (received.length < length) break
        const whole = received.subarray(0, length)
        received = received.subarray(length)
        take(decodeMessage(whole))
      }
    } catch (thrown) {
      socket.destroy(thrown instanceof Error ? thrown : new Error('not a message', { cause: thrown }))
    }
  })

  const closed = new Promise<void>((resolve) => {
    let why = new Error('the session bus hung up')
    socket.on('error', (cause) => (why = cause))
    socket.on('close', () => {
      for (const call of waiting.values()) {
        clearTimeout(call.timer)
        call.reject(why)
      }
      waiting.clear()
      resolve()
    })
  })

  return {
    call: (call) =>
      new Promise((resolve, reject) => {
        serial += 1
        const own = serial
        const timer = setTimeout(() => {
          waiting.delete(own)
          reject(new Error(`no answer to ${call.member}`))
        }, patience)
        waiting.set(own, { resolve, reject, timer })
        if (socket.destroyed) reject(new Error('the session bus hung up'))
        else socket.write(encodeCall(call, own))
      }),
    onSignal: (listener) => void listeners.push(listener),
    closed,
    close: () => void socket.destroy(),
  }
}
