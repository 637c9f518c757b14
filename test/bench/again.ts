/** `npm start` when everything is in place, against starting the same app directly. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { electronPath, sandboxArgs } from '../support/electron.ts'
import type { BenchOptions } from './bench.ts'
import { appEnv } from './launch.ts'
import { makeTempFolder, root } from './places.ts'
import { endChildrenOf, startGroup } from './processes.ts'
import type { Section } from './report.ts'
import { median, type Pair } from './statistics.ts'
import { startWatch, type Watch } from './watch.ts'

/** What `npm start` should take at most when nothing is to be done, milliseconds, on two cores. */
const target = 3_000

async function timeToWindow(
  command: string,
  args: readonly string[],
  dataDir: string,
  watch: Watch,
): Promise<number> {
  const group = startGroup(command, args, { cwd: root, env: appEnv({ TERN_DATA_DIR: dataDir }) })
  try {
    return (await watch.window(group.startedAt)) - group.startedAt
  } catch (cause) {
    throw new Error(`${command} ${args.join(' ')}: ${group.output().slice(-2_000)}`, { cause })
  } finally {
    // What `npm start` started is Tern, which ends in order; then it ends itself.
    if (command === process.execPath) {
      endChildrenOf(group.pid)
      await Promise.race([group.ended, sleep(8_000)])
    }
    await group.end()
  }
}

export async function measureAgain({ quick }: BenchOptions): Promise<Section> {
  const rounds = quick ? 2 : 5
  const folder = makeTempFolder()
  const watch = await startWatch()
  try {
    const pairs: Pair[] = []
    // The first round does what is still to be done.
    for (let round = -1; round < rounds; round += 1) {
      const npmStart = [join(root, 'build/start.mjs')]
      const tern = await timeToWindow(process.execPath, npmStart, join(folder.path, 'start'), watch)
      const direct = [...sandboxArgs(), root]
      const baseline = await timeToWindow(electronPath(), direct, join(folder.path, 'direct'), watch)
      if (round >= 0) pairs.push({ tern, baseline })
    }
    const seconds = median(pairs.map(({ tern }) => tern)) / 1000
    const verdict = seconds * 1000 <= target ? 'within' : 'beyond'
    return {
      name: 'again',
      title: 'Started again',
      lines: [{ what: 'npm start to window', baseline: 'electron .', unit: 'ms', pairs }],
      notes: [`${seconds.toFixed(1)} s is ${verdict} the target of ${target / 1000} s`],
    }
  } finally {
    await watch.stop()
    folder.remove()
  }
}
