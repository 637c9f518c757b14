/** Right callbacks while strangers do what they can to the listener, beside the same listener left in peace. */
import { Agent } from 'node:http'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import type { BenchOptions } from './bench.ts'
import { callback, CallbackServer, post } from './callbacks.ts'
import { endChild, startChild } from './children.ts'
import { makeTempFolder } from './places.ts'
import { now } from './processes.ts'
import type { Section } from './report.ts'
import { quantile } from './statistics.ts'

/** A right callback shall be answered within this, also then; p95, milliseconds. */
const target = 100
const sockets = 200
/** Between two right callbacks, milliseconds. */
const pauseMs = 25

const Attacked = v.object({ answers: v.number(), cutOff: v.number(), connections: v.number() })

/** What a process has in memory, and the most that it has had, MB. */
function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
  return { now: field('VmRSS'), peak: field('VmHWM') }
}

/** From each callback to its answer, milliseconds: over a connection that stands, and each over a new one. */
interface Times {
  readonly kept: number[]
  readonly fresh: number[]
}

/** One callback after the other, until `isOver`. */
async function timesUntil(isOver: () => boolean, server: CallbackServer, token: string): Promise<Times> {
  const agents = { kept: new Agent({ keepAlive: true, maxSockets: 1 }), fresh: new Agent() }
  const times: Times = { kept: [], fresh: [] }
  try {
    while (!isOver())
      for (const kind of ['kept', 'fresh'] as const) {
        const body = callback(token)
        const from = now()
        await post(server, agents[kind], body)
        times[kind].push(now() - from)
        await sleep(pauseMs)
      }
  } finally {
    agents.kept.destroy()
  }
  return times
}

async function quiet(ms: number, server: CallbackServer, token: string): Promise<Times> {
  const end = now() + ms
  return timesUntil(() => now() > end, server, token)
}

async function attacked(ms: number, server: CallbackServer, token: string) {
  let over = false
  const needs = { port: server.port, sockets, ms }
  const attack = startChild('attacker', needs, Attacked, ms + 60_000).finally(() => (over = true))
  const times = await timesUntil(() => over, server, token)
  const attacker = await attack
  await endChild(attacker)
  return { times, ...attacker.answered }
}

export async function measureAttack({ quick }: BenchOptions): Promise<Section> {
  const ms = quick ? 10_000 : 60_000
  const folder = makeTempFolder()
  const token = randomBytes(16).toString('hex')
  const tern = await startChild('listener', { path: join(folder.path, 'tern.db'), token }, CallbackServer)
  try {
    // What is loaded at the first callbacks is no matter here.
    await quiet(2_000, tern.answered, token)
    const peace = await quiet(ms / 4, tern.answered, token)
    const before = memoryOf(tern.group.pid).now
    const war = await attacked(ms, tern.answered, token)
    await sleep(2_000)
    const after = memoryOf(tern.group.pid)
    const pairs = (kind: keyof Times, part: number) => [
      { tern: quantile(war.times[kind], part), baseline: quantile(peace[kind], part) },
    ]
    const baseline = 'nobody else there'
    const p95 = Math.max(...(['kept', 'fresh'] as const).map((kind) => quantile(war.times[kind], 0.95)))
    const figure = (value: number): string => Math.round(value).toLocaleString('en')
    return {
      name: 'attack',
      title: `Right callbacks under attack from ${sockets} sockets, for ${ms / 1000} s`,
      lines: [
        { what: 'over a connection that stands, p95', baseline, unit: 'ms', pairs: pairs('kept', 0.95) },
        { what: 'the longest', baseline, unit: 'ms', pairs: pairs('kept', 1) },
        { what: 'over a new connection, p95', baseline, unit: 'ms', pairs: pairs('fresh', 0.95) },
        { what: 'the longest', baseline, unit: 'ms', pairs: pairs('fresh', 1) },
        {
          what: 'memory afterwards',
          baseline: 'before',
          unit: 'MB',
          pairs: [{ tern: after.now, baseline: before }],
        },
        {
          what: 'memory, the most',
          baseline: 'before',
          unit: 'MB',
          pairs: [{ tern: after.peak, baseline: before }],
        },
      ],
      notes: [
        `${figure((1000 * (war.answers + war.cutOff)) / ms)} bad requests a second over ${figure(war.connections)} connections; ${war.times.kept.length + war.times.fresh.length} right callbacks meanwhile, each answered with 200`,
        `p95 is ${p95 <= target ? 'within' : 'beyond'} the target of ${target} ms`,
      ],
    }
  } finally {
    await endChild(tern)
    folder.remove()
  }
}
