/** From the start of the process to the tray icon and to a window that can be used. */
import { join } from 'node:path'
import { fillAccount, startOutside } from './account.ts'
import type { BenchOptions } from './bench.ts'
import { emptyApp, launch, type AppStart } from './launch.ts'
import { makeTempFolder } from './places.ts'
import { processorTime } from './processes.ts'
import type { Line, Section } from './report.ts'
import type { Pair } from './statistics.ts'
import { startWatch, type Watch } from './watch.ts'

export const manyMessages = 100_000

/** Milliseconds from the start of the process; `processor`: time used by then, which a busy computer hardly stretches. */
interface Times {
  readonly tray: number
  readonly usable: number
  readonly processor: number
}

async function timeStart(start: AppStart, watch: Watch): Promise<Times> {
  const running = launch(start)
  try {
    const { startedAt } = running
    const [tray, window, painted] = await Promise.all([
      watch.tray(startedAt),
      watch.window(startedAt),
      running.painted,
    ])
    const processor = processorTime(running.pid)
    return { tray: tray - startedAt, usable: Math.max(window, painted) - startedAt, processor }
  } finally {
    await running.end()
  }
}

const kinds = ['tray', 'usable', 'processor'] as const
const kindWords: Readonly<Record<(typeof kinds)[number], string>> = {
  tray: 'to tray',
  usable: 'to usable window',
  processor: 'processor time until then',
}

interface Case {
  readonly what: string
  readonly baseline: string
  readonly tern: (round: number) => AppStart
  readonly empty: (round: number) => AppStart
}

export async function measureStart({ quick, app }: BenchOptions): Promise<Section> {
  const rounds = quick ? 2 : 5
  const folder = makeTempFolder()
  const outside = await startOutside()
  const watch = await startWatch()
  try {
    const { env } = outside
    const used = { app, env, ...(await fillAccount(folder.path, 0)) }
    const full = { app, env, ...(await fillAccount(folder.path, manyMessages)) }
    const fresh = (name: string, round: number): string => join(folder.path, `${name}-${round}`)
    const empty = { app: emptyApp, dataDir: join(folder.path, 'empty'), shows: 'Ready' }
    const cases: readonly Case[] = [
      {
        what: 'the very first',
        baseline: 'empty app, new profile',
        tern: (round) => ({ app, env, dataDir: fresh('first', round), shows: 'Connect Aircall' }),
        empty: (round) => ({ ...empty, dataDir: fresh('empty', round) }),
      },
      { what: 'in use, no messages', baseline: 'empty app', tern: () => used, empty: () => empty },
      { what: 'in use, 100,000 messages', baseline: 'empty app', tern: () => full, empty: () => empty },
    ]
    const lines: Line[] = []
    const pairs = cases.map(() => ({ tray: [] as Pair[], usable: [] as Pair[], processor: [] as Pair[] }))
    // The first round warms up caches of disk and code.
    for (let round = -1; round < rounds; round += 1) {
      for (const [at, one] of cases.entries()) {
        const baseline = await timeStart(one.empty(round), watch)
        const tern = await timeStart(one.tern(round), watch)
        if (round < 0) continue
        for (const kind of kinds) pairs[at]?.[kind].push({ tern: tern[kind], baseline: baseline[kind] })
      }
    }
    for (const kind of kinds) {
      for (const [at, { what, baseline }] of cases.entries()) {
        lines.push({
          what: `${kindWords[kind]}: ${what}`,
          baseline,
          unit: 'ms',
          pairs: pairs[at]?.[kind] ?? [],
        })
      }
    }
    return {
      name: 'start',
      title: 'Start',
      lines,
      notes: ['in use: with a key, a number, and a tunnel that opens'],
    }
  } finally {
    await watch.stop()
    await outside.close()
    folder.remove()
  }
}
