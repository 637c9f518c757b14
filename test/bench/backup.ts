/** A backup of a very large store and its restore, paced and checked, beside plain copies of the file. */
import * as v from 'valibot'
import type { BenchOptions } from './bench.ts'
import { endChild, startChild } from './children.ts'
import { largeStores } from './million.ts'
import type { Section } from './report.ts'
import type { Pair } from './statistics.ts'

const Done = v.object({ backup: v.number(), restore: v.number(), peak: v.number() })

export async function measureBackup({ quick }: BenchOptions): Promise<Section> {
  const { full, words } = await largeStores(quick)
  const pairs: Record<keyof v.InferOutput<typeof Done>, Pair[]> = { backup: [], restore: [], peak: [] }
  for (let round = 0; round < (quick ? 1 : 2); round += 1) {
    const run = async (bare: boolean) => {
      const child = await startChild('backup', { dataDir: full, bare }, Done, 600_000)
      await endChild(child)
      return child.answered
    }
    const [baseline, tern] = [await run(true), await run(false)]
    for (const what of ['backup', 'restore', 'peak'] as const)
      pairs[what].push({ tern: tern[what], baseline: baseline[what] })
  }
  const baseline = 'a plain copy of the file'
  return {
    name: 'backup',
    title: `Backup and restore, with ${words}`,
    lines: [
      { what: 'backup, checked', baseline, unit: 's', pairs: pairs.backup },
      { what: 'restore, checked through and through', baseline, unit: 's', pairs: pairs.restore },
      { what: 'peak memory of both', baseline, unit: 'MB', pairs: pairs.peak },
    ],
    notes: ['in a process of its own; written with pauses, so that commits need not wait for the disk'],
  }
}
