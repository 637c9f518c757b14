/** Memory of the whole process tree, with a window and in the tray only, once the app has nothing left to do. */
import { join } from 'node:path'
import { fillAccount, startOutside } from './account.ts'
import type { BenchOptions } from './bench.ts'
import { emptyApp, launch, type AppStart } from './launch.ts'
import { makeTempFolder } from './places.ts'
import { memoryOf, settled } from './processes.ts'
import type { Line, Section } from './report.ts'
import { manyMessages } from './start.ts'
import type { Pair } from './statistics.ts'
import { startWatch, type Watch } from './watch.ts'

async function memoryAtRest(start: AppStart, watch: Watch): Promise<number> {
  const running = launch(start)
  try {
    await watch.tray(running.startedAt)
    if (start.hidden !== true) await Promise.all([running.painted, watch.window(running.startedAt)])
    await settled(running.pid)
    return memoryOf(running.pid)
  } finally {
    await running.end()
  }
}

export async function measureMemory({ quick, app }: BenchOptions): Promise<Section> {
  const rounds = quick ? 1 : 3
  const folder = makeTempFolder()
  const outside = await startOutside()
  const watch = await startWatch()
  try {
    const { env } = outside
    const used = { app, env, ...(await fillAccount(folder.path, 0)) }
    const full = { app, env, ...(await fillAccount(folder.path, manyMessages)) }
    const empty = { app: emptyApp, dataDir: join(folder.path, 'empty'), shows: 'Ready' }
    const lines: Line[] = []
    for (const hidden of [false, true]) {
      const pairs: readonly [Pair[], Pair[]] = [[], []]
      for (let round = 0; round < rounds; round += 1) {
        const baseline = await memoryAtRest({ ...empty, hidden }, watch)
        for (const [at, start] of [used, full].entries())
          pairs[at]?.push({ tern: await memoryAtRest({ ...start, hidden }, watch), baseline })
      }
      const where = hidden ? 'in the tray only' : 'with a window'
      const baseline = hidden ? 'empty app, tray only' : 'empty app, window'
      lines.push({ what: `${where}, no messages`, baseline, unit: 'MB', pairs: pairs[0] })
      lines.push({ what: `${where}, 100,000 messages`, baseline, unit: 'MB', pairs: pairs[1] })
    }
    return {
      name: 'memory',
      title: 'Memory',
      lines,
      notes: ['proportional set size of all processes together, when they have come to rest'],
    }
  } finally {
    await watch.stop()
    await outside.close()
    folder.remove()
  }
}
