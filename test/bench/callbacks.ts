/** Callbacks as Aircall sends them, and how they are posted. */
import { Agent, request } from 'node:http'
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { now } from './processes.ts'

export const CallbackServer = v.object({ port: v.number(), path: v.string() })
export type CallbackServer = v.InferOutput<typeof CallbackServer>

/** As many as the tunnel keeps open. */
export const connections = 10

const customers = 200
let sent = 0

export function callback(token: string): string {
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

/** Rejects when it is not answered with 200. */
export function post({ port, path }: CallbackServer, agent: Agent, body: string): Promise<void> {
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

export interface Burst {
  /** Callbacks a second. */
  readonly rate: number
  /** From each callback to its answer, milliseconds. */
  readonly times: readonly number[]
}

/** Many callbacks over several connections, each as soon as the one before is answered. */
export async function burst(server: CallbackServer, token: string, count: number): Promise<Burst> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = Array.from({ length: count }, () => callback(token))
  const times: number[] = []
  const from = now()
  const line = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const asked = now()
      await post(server, agent, body)
      times.push(now() - asked)
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
  agent.destroy()
  return { rate: (count / (now() - from)) * 1000, times }
}
