/**
 * Stands between Tern and the practice Aircall, byte for byte, and sees what really left and what really came back.
 * It can be down, as a network is.
 */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/** What the answer to a POST told the app, once all of it had been handed over. */
export type Answer = 'none' | 'accepted' | 'refused' | 'later' | 'unclear'

/** A text that left the app whole. */
export interface Post {
  readonly to: string
  readonly body: string
  answer: Answer
}

export type RelayMoment = 'post:arrived' | 'answer:lost' | 'answer:sent'

export interface Relay {
  /** Base address of Aircall as Tern shall know it. */
  readonly url: string
  /** Every text that left, in order. */
  readonly posts: readonly Post[]
  readonly down: () => Promise<void>
  readonly up: () => Promise<void>
  readonly close: () => Promise<void>
}

const sendPath = /^POST \/v1\/numbers\/\d+\/messages\/send HTTP/

export async function startRelay(needs: {
  /** Base address of the practice Aircall. */
  readonly aircall: string
  readonly onMoment: (moment: RelayMoment) => void
}): Promise<Relay> {
  const target = new URL(needs.aircall)
  const posts: Post[] = []
  const sockets = new Set<Socket>()

  const server = createServer((client) => {
    const aircall = connect(Number(target.port), target.hostname)
    let asked = Buffer.alloc(0)
    let answered = Buffer.alloc(0)
    let post: Post | undefined
    for (const [socket, other] of [
      [client, aircall],
      [aircall, client],
    ] as const) {
      sockets.add(socket)
      // A reset is passed on as a reset.
      socket.on('error', () => other.resetAndDestroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroySoon()
      })
    }
    client.on('data', (chunk) => {
      if (post === undefined) {
        asked = Buffer.concat([asked, chunk])
        post = readPost(asked)
        if (post !== undefined) {
          posts.push(post)
          needs.onMoment('post:arrived')
        }
      }
      aircall.write(chunk)
    })
    aircall.on('data', (chunk) => {
      if (post === undefined) return void client.write(chunk)
      answered = Buffer.concat([answered, chunk])
      const told = readAnswer(answered)
      if (told === undefined) return void client.write(chunk)
      const mine = post
      needs.onMoment('answer:lost')
      client.write(chunk, (failed) => {
        if (failed) return
        mine.answer = told
        needs.onMoment('answer:sent')
      })
    })
  })
  const listen = (port: number): Promise<void> =>
    new Promise((done, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', done)
    })
  await listen(0)
  const { port } = server.address() as AddressInfo

  async function down(): Promise<void> {
    if (!server.listening) return
    const closed = new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    posts,
    down,
    async up() {
      if (!server.listening) await listen(port)
    },
    close: down,
  }
}

interface Parts {
  readonly head: string
  readonly body: Buffer
}

function parts(bytes: Buffer): Parts | undefined {
  const at = bytes.indexOf('\r\n\r\n')
  return at < 0 ? undefined : { head: bytes.toString('latin1', 0, at), body: bytes.subarray(at + 4) }
}

/** A whole POST that sends a text. Such a POST is the first and only request of its connection. */
function readPost(bytes: Buffer): Post | undefined {
  const read = parts(bytes)
  if (read === undefined || !sendPath.test(read.head)) return undefined
  const length = Number(/^content-length: (\d+)$/im.exec(read.head)?.[1])
  if (read.body.length < length) return undefined
  const { to, body } = JSON.parse(read.body.toString()) as { to: string; body: string }
  return { to, body, answer: 'none' }
}

/** What an answer says, once it is whole. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const read = parts(bytes)
  if (read === undefined) return undefined
  const length = /^content-length: (\d+)$/im.exec(read.head)?.[1]
  const body = read.body.toString()
  const whole = length === undefined ? body.endsWith('0\r\n\r\n') : read.body.length >= Number(length)
  if (!whole) return undefined
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(read.head)?.[1])
  if (status === 429) return 'later'
  if (status === 200 && /"id":"practiceSM/.test(body)) return 'accepted'
  if (status >= 400 && status < 500 && /^content-type: application\/json/im.test(read.head)) return 'refused'
  return 'unclear'
}
