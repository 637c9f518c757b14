/** What the transaction of a reply costs, beside the least that could keep it. */
import { join } from 'node:path'
import * as v from 'valibot'
import { endChild, startChild } from './children.ts'
import { makeTempFolder } from './places.ts'
import type { Section } from './report.ts'
import { quantile, type Pair } from './statistics.ts'

const Times = v.object({ tern: v.array(v.number()), bare: v.array(v.number()) })

export async function measureCommit({ quick }: { readonly quick: boolean }): Promise<Section> {
  const [rounds, count] = quick ? [2, 200] : [5, 1_000]
  const [p50, p95]: [Pair[], Pair[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    const folder = makeTempFolder()
    try {
      const files = { tern: join(folder.path, 'tern.db'), bare: join(folder.path, 'bare.db') }
      const child = await startChild('commit', { ...files, count }, Times, 300_000)
      await endChild(child)
      const { tern, bare } = child.answered
      p50.push({ tern: quantile(tern, 0.5), baseline: quantile(bare, 0.5) })
      p95.push({ tern: quantile(tern, 0.95), baseline: quantile(bare, 0.95) })
    } finally {
      folder.remove()
    }
  }
  const baseline = 'one INSERT of the same bytes'
  return {
    name: 'commit',
    title: 'The transaction of a reply',
    lines: [
      { what: 'committed, p50', baseline, unit: 'ms', pairs: p50 },
      { what: 'committed, p95', baseline, unit: 'ms', pairs: p95 },
    ],
    notes: ['raw callback, message, conversation, unread count, ledger entry'],
  }
}
