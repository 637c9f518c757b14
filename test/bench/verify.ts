/** *Verify my record* over a very long ledger, beside the least that reads and hashes as much. */
import * as v from 'valibot'
import type { BenchOptions } from './bench.ts'
import { endChild, startChild } from './children.ts'
import { largeStores } from './million.ts'
import type { Section } from './report.ts'
import type { Pair } from './statistics.ts'

const Walked = v.object({ ms: v.number(), entries: v.number(), peak: v.number() })

export async function measureVerify({ quick }: BenchOptions): Promise<Section> {
  const { full } = await largeStores(quick)
  const [time, peak]: [Pair[], Pair[]] = [[], []]
  let entries = 0
  for (let round = 0; round < (quick ? 1 : 2); round += 1) {
    const walk = async (bare: boolean) => {
      const child = await startChild('ledger', { dataDir: full, bare }, Walked, 600_000)
      await endChild(child)
      return child.answered
    }
    const baseline = await walk(true)
    const tern = await walk(false)
    if (tern.entries !== baseline.entries) throw new Error('the two walks did not see the same entries')
    entries = tern.entries
    time.push({ tern: tern.ms / 1000, baseline: baseline.ms / 1000 })
    peak.push({ tern: tern.peak, baseline: baseline.peak })
  }
  const baseline = 'read and hash only'
  const words = `${entries.toLocaleString('en')} entries`
  return {
    name: 'verify',
    title: 'Verify my record',
    lines: [
      { what: words, baseline, unit: 's', pairs: time },
      { what: `peak memory, ${words}`, baseline, unit: 'MB', pairs: peak },
    ],
    notes: ['in a process of its own'],
  }
}
