/** The world around one story's Tern: the practice Aircall behind the relay, its customers, and what they have seen. */
import { request } from 'node:http'
import { createNodeHttp } from '../../electron/http/node-http.ts'
import type { Http } from '../../electron/ports.ts'
import {
  createPracticeAircall,
  practiceNumbers,
  type PracticeAircall,
} from '../../electron/practice/practice.ts'
import { startRelay, type Relay, type RelayMoment } from './relay.ts'
import { readDelivery, type Delivery, type Witness } from './witness.ts'

export type Moment = RelayMoment | 'callback:half' | 'callback:acknowledged'

export interface Outside {
  readonly aircall: PracticeAircall
  readonly relay: Relay
  readonly witness: Witness
  /** Told of each moment; may end Tern in it. */
  watch: (moment: Moment) => void
  /** Whether the next reply shall be cut off in its middle. */
  cutsOff: boolean
  readonly close: () => Promise<void>
}

export const ourNumber = practiceNumbers[0] as (typeof practiceNumbers)[number]

/** Soon enough for a short life, and one after the other. */
const delays = { sent: 60, delivered: 120, reply: 200, slowReply: 300, greeting: 0 }

export async function startOutside(statusIds: 'same' | 'different'): Promise<Outside> {
  const http = createNodeHttp()
  const deliveries: Delivery[] = []

  const carry: Http = async (asked) => {
    const delivery = readDelivery(asked.body ?? '')
    deliveries.push(delivery)
    if (outside.cutsOff && delivery.event === 'message.received') {
      outside.cutsOff = false
      await sendHalf(asked.url, asked.body ?? '')
      outside.watch('callback:half')
    }
    const answer = await http(asked)
    delivery.answer = answer.status
    if (answer.status === 200 && delivery.event === 'message.received') outside.watch('callback:acknowledged')
    return answer
  }

  const aircall = await createPracticeAircall({
    delays,
    behaviour: { limitPerMinute: 1_000_000, callbacks: { statusIds } },
    http: carry,
  })
  const relay = await startRelay({
    aircall: aircall.baseUrl,
    onMoment: (moment) => outside.watch(moment),
  })
  const outside: Outside = {
    aircall,
    relay,
    witness: {
      texts: new Map(),
      posts: relay.posts,
      taken: () => aircall.sends.map(({ body }) => body),
      deliveries,
    },
    watch: () => undefined,
    cutsOff: false,
    async close() {
      await relay.close()
      await aircall.close()
    },
  }
  await configure(aircall, http)
  return outside
}

/** As after an earlier life: the number is in API-only texting, at an address where nobody listens any more. */
async function configure({ baseUrl, key }: PracticeAircall, http: Http): Promise<void> {
  const credentials = Buffer.from(`${key.apiId}:${key.apiToken}`).toString('base64')
  const { status } = await http({
    method: 'POST',
    url: `${baseUrl}/numbers/${ourNumber.id}/messages/configuration`,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify({ callbackUrl: 'http://127.0.0.1:9/callback/nobody' }),
    timeoutMs: 5_000,
  })
  if (status !== 200) throw new Error(`the practice number could not be configured: ${status}`)
}

/** The first half of a callback's body, and then nothing for a moment. */
function sendHalf(url: string, body: string): Promise<void> {
  const bytes = Buffer.from(body)
  return new Promise((done) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length }
    const { port, hostname, pathname } = new URL(url)
    const asked = request({
      host: '127.0.0.1',
      port,
      path: pathname,
      method: 'POST',
      headers: { ...headers, host: `${hostname}:${port}` },
    })
    asked.on('error', () => undefined)
    asked.write(bytes.subarray(0, bytes.length / 2))
    setTimeout(() => {
      done()
      setTimeout(() => asked.destroy(), 50)
    }, 150)
  })
}
