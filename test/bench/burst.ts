/** A burst of callbacks, as after a mailing: Tern's listener and store against bare node:http with the same statements. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { burst, CallbackServer, connections } from './callbacks.ts'
import { endChild, startChild } from './children.ts'
import { makeTempFolder } from './places.ts'
import type { Section } from './report.ts'
import { quantile, type Pair } from './statistics.ts'

/** The most memory that a process has had, MB. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024
}

export async function measureBurst({ quick }: { readonly quick: boolean }): Promise<Section> {
  const [rounds, count] = quick ? [1, 1_000] : [3, 10_000]
  const token = randomBytes(16).toString('hex')
  const [rate, p95, peak]: [Pair[], Pair[], Pair[]] = [[], [], []]
  for (let round = 0; round < rounds; round += 1) {
    // New files and processes in each round: an earlier burst would be in memory and in the indexes of the next.
    const folder = makeTempFolder()
    const play = async (name: 'listener' | 'plain') => {
      const child = await startChild(name, { path: join(folder.path, `${name}.db`), token }, CallbackServer)
      try {
        return { ...(await burst(child.answered, token, count)), peak: peakOf(child.group.pid) }
      } finally {
        await endChild(child)
      }
    }
    try {
      const plain = await play('plain')
      const tern = await play('listener')
      rate.push({ tern: tern.rate, baseline: plain.rate })
      p95.push({ tern: quantile(tern.times, 0.95), baseline: quantile(plain.times, 0.95) })
      peak.push({ tern: tern.peak, baseline: plain.peak })
    } finally {
      folder.remove()
    }
  }
  const baseline = 'node:http, the same statements'
  return {
    name: 'burst',
    title: `A burst of ${count.toLocaleString('en')} callbacks over ${connections} connections`,
    lines: [
      { what: 'callbacks a second', baseline, unit: '/s', pairs: rate },
      { what: 'callback to answer, p95', baseline, unit: 'ms', pairs: p95 },
      { what: 'peak memory', baseline, unit: 'MB', pairs: peak },
    ],
    notes: ['of callbacks a second, more is better'],
  }
}
