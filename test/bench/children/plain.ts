/** The least that can do what Tern does with a callback: bare node:http, and the very statements of Tern's own transaction. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { practiceNumbers } from '../../../electron/practice/practice.ts'
import { openStore } from '../../../electron/store/open.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { answer, argument, errorLog, onEnd } from './run.ts'

const { path } = v.parse(v.object({ path: v.string() }), argument())
const [number] = practiceNumbers
if (number === undefined) throw new Error('the practice Aircall has no number')
const numberId = number.id

const key = randomBytes(32).toString('hex')
const store = openStore({ path, key, clock: systemClock, log: errorLog })
store.numbers.save({ ...number, practice: false })

interface Body {
  readonly token: string
  readonly data: {
    readonly id: string
    readonly raw_digits: string
    readonly body: string
    readonly created_at: number
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const raw = Buffer.concat(chunks).toString('utf8')
    const { token, data } = JSON.parse(raw) as Body
    store.messages.receive({
      at: Date.now(),
      raw,
      numberId,
      verified: true,
      event: {
        kind: 'text',
        providerId: data.id,
        numberId: undefined,
        peer: data.raw_digits,
        body: data.body,
        mediaUrls: [],
        providerAt: data.created_at,
        token,
      },
    })
    response.end('ok')
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => answer({ port: (server.address() as AddressInfo).port, path: '/' }))
onEnd(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  store.close()
})
