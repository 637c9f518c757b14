/**
 * The longest time for which the main process of the real app answers nobody (window, callbacks, tray) while something
 * heavy goes on, beside the same app at rest.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { practiceNumbers } from '../../electron/practice/practice.ts'
import { startTern, type Tern } from '../support/tern.ts'
import { startOutside, type Outside } from './account.ts'
import type { BenchOptions } from './bench.ts'
import { burst } from './callbacks.ts'
import { largeStores } from './million.ts'
import { makeTempFolder } from './places.ts'
import { until } from './processes.ts'
import type { Section } from './report.ts'
import type { Pair } from './statistics.ts'

/** No stall should be longer, milliseconds. */
const target = 50

interface Scene {
  readonly tern: Tern
  readonly page: Page
  readonly outside: Outside
  /** Of Tern's listener. */
  readonly port: number
  readonly quick: boolean
}

/** What goes on meanwhile. Each ends when it is done. */
const acts: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'a burst of callbacks': async ({ outside, port, quick }) => {
    const configured = outside.aircall.configured(practiceNumbers[0]?.id ?? 0)
    if (configured === undefined) throw new Error('the number is not configured')
    // Straight to the listener, so that what is measured is Tern and not the tunnel server.
    const path = new URL(configured.callbackUrl).pathname
    await burst({ port, path }, configured.token, quick ? 1_000 : 10_000)
  },
  'verify my record': ({ page }) => call(page, 'window.tern.health.verifyRecord()'),
  'a backup': ({ page }) => call(page, 'window.tern.backups.make()'),
  'an export': async ({ tern, page }) => {
    const folder = makeTempFolder()
    try {
      await tern.app.evaluate(({ dialog }, picked) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] })
      }, folder.path)
      await call(page, 'window.tern.exports.start({})')
    } finally {
      folder.remove()
    }
  },
}

/** Where the listener is; from the log, before a burst fills it. */
function portIn(dataDir: string): number {
  const log = readFileSync(join(dataDir, 'logs/tern.log'), 'utf8')
  const port = [...log.matchAll(/callback: listening \{"port":(\d+)\}/g)].at(-1)?.[1]
  if (port === undefined) throw new Error('the log does not say where the listener is')
  return Number(port)
}

async function call(page: Page, script: string): Promise<void> {
  const result: { readonly ok: boolean; readonly error?: unknown } = await page.evaluate(script)
  if (!result.ok) throw new Error(`${script}: ${JSON.stringify(result.error)}`)
}

/** The longest stall of the main process's event loop while `act` goes on, milliseconds. */
async function longestStall({ app }: Tern, act: () => Promise<unknown>): Promise<number> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const watched = globalThis as typeof globalThis & { ternBench?: ReturnType<typeof monitorEventLoopDelay> }
    watched.ternBench = monitorEventLoopDelay({ resolution: 1 })
    watched.ternBench.enable()
  })
  await act()
  return app.evaluate(() => {
    const watched = globalThis as typeof globalThis & {
      ternBench?: { readonly max: number; readonly disable: () => void }
    }
    watched.ternBench?.disable()
    return (watched.ternBench?.max ?? Number.NaN) / 1e6
  })
}

export async function measureStalls({ quick }: BenchOptions): Promise<Section> {
  const { full, words } = await largeStores(quick)
  const outside = await startOutside()
  const tern = await startTern({
    env: process.env,
    dataDir: full,
    aircallUrl: outside.env['TERN_AIRCALL_URL'] ?? '',
    tunnelHost: outside.env['TERN_TUNNEL_HOST'] ?? '',
  })
  try {
    const page = await tern.main()
    await until(
      () => 'there is no way in',
      async () => {
        const reach: { readonly value: { readonly state: string } } =
          await page.evaluate('window.tern.reach.get()')
        return reach.value.state === 'reachable' || undefined
      },
    )
    await sleep(3_000)
    const scene = { tern, page, outside, port: portIn(full), quick }
    const rounds = quick ? 1 : 2
    const lines = []
    for (const [what, act] of Object.entries(acts)) {
      const pairs: Pair[] = []
      for (let round = 0; round < rounds; round += 1) {
        const baseline = await longestStall(tern, () => sleep(quick ? 2_000 : 5_000))
        pairs.push({ tern: await longestStall(tern, () => act(scene)), baseline })
      }
      lines.push({ what, baseline: 'the same app at rest', unit: 'ms', pairs } as const)
    }
    const longest = Math.max(...lines.flatMap(({ pairs }) => pairs.map((pair) => pair.tern)))
    return {
      name: 'stalls',
      title: `Longest stall of the main process, with ${words}`,
      lines,
      notes: [
        `${longest.toFixed(0)} ms is ${longest <= target ? 'within' : 'beyond'} the target of ${target} ms`,
      ],
    }
  } finally {
    await tern.kill()
    await outside.close()
  }
}
