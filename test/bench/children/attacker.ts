/**
 * Bad requests of every kind, as many as this computer can make, from a process of its own. Counted is what the listener
 * has dealt with: answers, and connections that it ended without one.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import * as v from 'valibot'
import { answer, argument } from './run.ts'

const Needs = v.object({ port: v.number(), sockets: v.number(), ms: v.number() })
const { port, sockets, ms } = v.parse(Needs, argument())
const end = Date.now() + ms
const counts = { answers: 0, cutOff: 0, connections: 0 }

const head = (method: string, more = 'Content-Length: 0\r\n'): string =>
  `${method} /callback/${randomBytes(16).toString('hex')} HTTP/1.1\r\nHost: a\r\n${more}\r\n`
const lies = [
  'Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n',
  'Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n',
  'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'Content-Length: -1\r\n\r\n',
]
const some = (list: readonly string[]): string => list[Math.floor(Math.random() * list.length)] ?? ''

/** What is done with a new connection; when it is closed, the next one is opened. */
type Attack = (socket: Socket) => void

/** Sends the next one when the one before is answered, on the same connection. */
const oneByOne: Attack = (socket) => {
  const next = (): void => void socket.write(head(some(['GET', 'POST', 'HEAD'])))
  socket.on('data', next)
  next()
}

/** Hundreds at once, without waiting for the answers. */
const pipelined: Attack = (socket) => {
  const next = (): void => {
    if (!socket.destroyed) socket.write(head('POST').repeat(700), () => setImmediate(next))
  }
  next()
}

const tooLarge: Attack = (socket) => {
  const part = Buffer.alloc(256 * 1024, 'x')
  const next = (): void => {
    if (!socket.destroyed) socket.write(part, () => setImmediate(next))
  }
  socket.write(head('POST', 'Content-Length: 1073741824\r\n'))
  next()
}

const slow: Attack = (socket) => {
  socket.write('POST /callback/')
  const timer = setInterval(() => socket.write('x'), 100)
  socket.once('close', () => clearInterval(timer))
}

const attacks: readonly Attack[] = [
  oneByOne,
  pipelined,
  tooLarge,
  slow,
  (socket) => socket.write(head('GET', 'Connection: close\r\n')),
  (socket) => socket.write(`${head(some(['PUT', 'DELETE', 'PATCH']), 'Content-Length: 10\r\n')}0123456789`),
  (socket) => socket.write(`POST /callback/x HTTP/1.1\r\nHost: a\r\n${some(lies)}`),
  (socket) => socket.end(some(['', 'POST /callback/', head('POST', 'Content-Length: 100\r\n')])),
  (socket) => socket.write(randomBytes(200)),
  (socket) => socket.write(`GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
]

function open(attack: Attack): void {
  if (Date.now() > end) return
  counts.connections += 1
  const socket = connect(port, '127.0.0.1', () => attack(socket))
  let heard = false
  socket.on('data', (bytes) => {
    for (let at = bytes.indexOf('HTTP/1.1 '); at !== -1; at = bytes.indexOf('HTTP/1.1 ', at + 9))
      counts.answers += 1
    heard = true
  })
  // A reset is one of the ways in which the listener may end it.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    if (!heard) counts.cutOff += 1
    setImmediate(open, attack)
  })
}

for (let at = 0; at < sockets; at += 1) open(attacks[at % attacks.length] ?? oneByOne)
setTimeout(() => {
  answer(counts)
  process.exit()
}, ms)
