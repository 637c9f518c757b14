/** Opening a store with very many messages, beside an empty one: the start must not depend on how much there is. */
import * as v from 'valibot'
import type { BenchOptions } from './bench.ts'
import { endChild, startChild } from './children.ts'
import { largeStores } from './million.ts'
import type { Section } from './report.ts'
import { median, type Pair } from './statistics.ts'

/** A large store may take this much longer. */
const target = 1.2

const Times = v.object({ times: v.array(v.tuple([v.number(), v.number()])) })

export async function measureOpening({ quick }: BenchOptions): Promise<Section> {
  const { full, empty, words } = await largeStores(quick)
  const child = await startChild(
    'opening',
    { dataDirs: [full, empty], rounds: quick ? 5 : 25 },
    Times,
    300_000,
  )
  await endChild(child)
  const pairs = child.answered.times.map(([tern, baseline]): Pair => ({ tern, baseline }))
  const ratio = median(pairs.map(({ tern, baseline }) => tern / baseline))
  return {
    name: 'opening',
    title: 'Opening the store',
    lines: [{ what: words, baseline: 'an empty store', unit: 'ms', pairs }],
    notes: [`${ratio.toFixed(2)} is ${ratio <= target ? 'within' : 'beyond'} the target of ${target}`],
  }
}
