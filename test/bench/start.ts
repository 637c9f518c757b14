/** From the start of the process to the tray icon and to a window that can be used. */
import { join } from 'node:path'
import { fillAccount, startOutside } from './account.ts'
import type { BenchOptions } from './bench.ts'
import { emptyApp, launch, type AppStart } from './launch.ts'
import { makeTempFolder } from './places.ts'
import type { Line, Section } from './report.ts'
import type { Pair } from './statistics.ts'
import { startWatch, type Watch } from './watch.ts'

export const manyMessages = 100_000

interface Times {
  readonly tray: number
  readonly usable: number
}

/** Milliseconds from the start of the process. */
async function timeStart(start: AppStart, watch: Watch): Promise<Times> {
  const running = launch(start)
  try {
    const { startedAt } = running
    const [tray, window, painted] = await Promise.all([
      watch.tray(startedAt),
      watch.window(startedAt),
      running.painted,
    ])
    return { tray: tray - startedAt, usable: Math.max(window, painted) - startedAt }
  } finally {
    await running.end()
  }
}

interface Case {
  readonly what: string
  readonly baseline: string
  readonly tern: (round: number) => AppStart
  readonly empty: (round: number) => AppStart
}

export async function measureStart({ quick, app }: BenchOptions): Promise<Section> {
  const rounds = quick ? 3 : 7
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
    const pairs = cases.map(() => ({ tray: [] as Pair[], usable: [] as Pair[] }))
    // The first round warms up caches of disk and code.
    for (let round = -1; round < rounds; round += 1) {
      for (const [at, one] of cases.entries()) {
        const baseline = await timeStart(one.empty(round), watch)
        const tern = await timeStart(one.tern(round), watch)
        if (round < 0) continue
        pairs[at]?.tray.push({ tern: tern.tray, baseline: baseline.tray })
        pairs[at]?.usable.push({ tern: tern.usable, baseline: baseline.usable })
      }
    }
    for (const kind of ['tray', 'usable'] as const) {
      for (const [at, { what, baseline }] of cases.entries()) {
        const end = kind === 'tray' ? 'to tray' : 'to usable window'
        lines.push({ what: `${end}: ${what}`, baseline, unit: 'ms', pairs: pairs[at]?.[kind] ?? [] })
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
