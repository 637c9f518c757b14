/** From a callback to its answer: Tern's listener and store against bare node:http with one INSERT. */
import { Agent, request } from 'node:http'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { endChild, startChild } from './children.ts'
import { makeTempFolder } from './places.ts'
import { now } from './processes.ts'
import type { Section } from './report.ts'
import { quantile, type Pair } from './statistics.ts'

const Server = v.object({ port: v.number(), path: v.string() })
type Server = v.InferOutput<typeof Server>

/** As many as the tunnel keeps open. */
const connections = 10

const customers = 200
let sent = 0

/** A callback as Aircall sends it. */
function callback(token: string): string {
  sent += 1
  const data = {
    id: randomUUID(),
    status: 'received',
    direction: 'inbound',
    created_at: Date.now(),
    raw_digits: `+1202${String(2_000_000 + (sent % customers))}`,
    body: `Message ${sent}: could you come by on Thursday between 9 and 11? The tap in the kitchen drips again.`,
  }
  return JSON.stringify({
    resource: 'message',
    event_name: 'message.received',
    timestamp: Date.now(),
    token,
    data,
  })
}

function post({ port, path }: Server, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      response.on('error', reject).resume()
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`a callback was answered ${String(response.statusCode)}`))
      })
    })
    asked.on('error', reject).end(body)
  })
}

/** Milliseconds from a callback to its answer, one at a time and turn by turn, so that a slow disk is slow for both. */
async function inTurn(servers: readonly [Server, Server], token: string, count: number) {
  const agents = servers.map(() => new Agent({ keepAlive: true, maxSockets: 1 }))
  const times: [number[], number[]] = [[], []]
  for (let left = count; left > 0; left -= 1) {
    for (const at of [0, 1] as const) {
      const body = callback(token)
      const from = now()
      await post(servers[at], agents[at] ?? new Agent(), body)
      times[at].push(now() - from)
    }
  }
  for (const agent of agents) agent.destroy()
  return times
}

/** Callbacks a second over several connections. */
async function rateOf(server: Server, token: string, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = Array.from({ length: count }, () => callback(token))
  const from = now()
  const line = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await post(server, agent, body)
  }
  await Promise.all(Array.from({ length: connections }, line))
  agent.destroy()
  return (count / (now() - from)) * 1000
}

export async function measureReceive({ quick }: { readonly quick: boolean }): Promise<Section> {
  const [rounds, count] = quick ? [3, 100] : [7, 150]
  const folder = makeTempFolder()
  const token = randomBytes(16).toString('hex')
  const file = (name: string) => ({ path: join(folder.path, `${name}.db`), token })
  const children = []
  try {
    const tern = await startChild('listener', file('tern'), Server)
    children.push(tern)
    const bare = await startChild('bare', file('bare'), Server)
    children.push(bare)
    const p50: Pair[] = []
    const p95: Pair[] = []
    const rate: Pair[] = []
    const servers = [tern.answered, bare.answered] as const
    await inTurn(servers, token, 50)
    for (let round = 0; round < rounds; round += 1) {
      const [a, b] = await inTurn(servers, token, count)
      p50.push({ tern: quantile(a, 0.5), baseline: quantile(b, 0.5) })
      p95.push({ tern: quantile(a, 0.95), baseline: quantile(b, 0.95) })
      rate.push({
        tern: await rateOf(servers[0], token, count),
        baseline: await rateOf(servers[1], token, count),
      })
    }
    const baseline = 'node:http, one INSERT'
    return {
      name: 'receive',
      title: 'Callback to committed answer',
      lines: [
        { what: 'one at a time, p50', baseline, unit: 'ms', pairs: p50 },
        { what: 'one at a time, p95', baseline, unit: 'ms', pairs: p95 },
        { what: `over ${connections} connections`, baseline, unit: '/s', pairs: rate },
      ],
      notes: [`${count} callbacks of each kind in a round; of the last line, more is better`],
    }
  } finally {
    for (const child of children) await endChild(child)
    folder.remove()
  }
}
