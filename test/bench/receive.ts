/** From a callback to its answer: Tern's listener and store against bare node:http with one INSERT. */
import { Agent } from 'node:http'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { burst, callback, CallbackServer, connections, post } from './callbacks.ts'
import { endChild, startChild } from './children.ts'
import { makeTempFolder } from './places.ts'
import { now } from './processes.ts'
import type { Section } from './report.ts'
import { quantile, type Pair } from './statistics.ts'

/** Milliseconds from a callback to its answer, one at a time and turn by turn, so that a slow disk is slow for both. */
async function inTurn(servers: readonly [CallbackServer, CallbackServer], token: string, count: number) {
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

export async function measureReceive({ quick }: { readonly quick: boolean }): Promise<Section> {
  const [rounds, count] = quick ? [3, 100] : [7, 150]
  const folder = makeTempFolder()
  const token = randomBytes(16).toString('hex')
  const file = (name: string) => ({ path: join(folder.path, `${name}.db`), token })
  const children = []
  try {
    const tern = await startChild('listener', file('tern'), CallbackServer)
    children.push(tern)
    const bare = await startChild('bare', file('bare'), CallbackServer)
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
        tern: (await burst(servers[0], token, count)).rate,
        baseline: (await burst(servers[1], token, count)).rate,
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
