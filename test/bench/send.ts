/** From Ctrl+Enter in the window to the request at Aircall, against a window that does nothing but send. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { cpSync } from 'node:fs'
import { IncomingMessage } from 'node:http'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { ElectronApplication, Page } from 'playwright-core'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/practice.ts'
import { launchElectron } from '../support/electron.ts'
import { startOutside } from './account.ts'
import type { BenchOptions } from './bench.ts'
import { appEnv } from './launch.ts'
import { makeTempFolder, outDir, root } from './places.ts'
import { now, until } from './processes.ts'
import type { Section } from './report.ts'
import { quantile, type Pair } from './statistics.ts'

const customer = practiceCustomers.ordinary.number

async function buildSendApp(): Promise<string> {
  const source = resolve(root, 'test/bench/send-app')
  const dir = join(outDir, 'send-app')
  await build({
    entryPoints: { main: join(source, 'main.ts'), preload: join(source, 'preload.ts') },
    outdir: dir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron', 'libsql'],
    logLevel: 'error',
  })
  for (const name of ['index.html', 'package.json']) cpSync(join(source, name), join(dir, name))
  return dir
}

function start(app: string, env: Readonly<Record<string, string>>): Promise<ElectronApplication> {
  const given = Object.entries(appEnv(env)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return launchElectron([app], Object.fromEntries(given))
}

/** Through the wizard, and with a first text to a conversation with an open composer. */
async function setUp(page: Page, app: ElectronApplication, key: { apiId: string; apiToken: string }) {
  // What is measured is the way to the wire, without the seconds in which a text can be taken back.
  await page.evaluate(() => window.tern.settings.set({ undoSeconds: 0 }))
  await page.getByRole('button', { name: /^Connect Aircall/ }).click()
  await page.getByLabel('API ID').fill(key.apiId)
  await page.getByLabel('API token').fill(key.apiToken)
  await page.getByRole('button', { name: 'Check key' }).click()
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await page.getByRole('button', { name: 'Start texting' }).click()
  const opened = app.waitForEvent('window')
  await page.getByRole('button', { name: 'New text' }).click()
  const compose = await opened
  await compose.getByLabel('To', { exact: true }).fill(customer)
  await compose.getByRole('textbox', { name: 'Message' }).fill('First')
  const closed = compose.waitForEvent('close')
  await compose.getByRole('button', { name: 'Send', exact: true }).click()
  await closed
  await page.getByRole('log', { name: 'Messages' }).getByText('First').waitFor()
}

/** When requests to send arrived at a server of this process, epoch milliseconds. */
function watchArrivals() {
  const arrivals: number[] = []
  const channel = 'http.server.request.start'
  const hear = (message: unknown): void => {
    const at = now()
    if (typeof message !== 'object' || message === null || !('request' in message)) return
    const { request } = message
    if (request instanceof IncomingMessage && request.url?.endsWith('/messages/send') === true)
      arrivals.push(at)
  }
  subscribe(channel, hear)
  return { arrivals, stop: () => unsubscribe(channel, hear) }
}

interface KeyWindow {
  pressedAt?: number
}

/** Notes in the page when the keystroke came, before anybody else hears of it. */
const noteKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.key === 'Enter') (window as KeyWindow).pressedAt = performance.timeOrigin + event.timeStamp
    }
    window.addEventListener('keydown', hear, true)
  })

/** Sends one text; answers how long it took to the wire, milliseconds. */
async function timeSend(
  page: Page,
  text: string,
  arrivals: number[],
  done: () => Promise<void>,
  keys = 'Control+Enter',
): Promise<number> {
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill(text)
  arrivals.length = 0
  await field.press(keys)
  const arrived = await until(
    () => 'the request did not arrive',
    () => arrivals[0],
  )
  const pressed = await page.evaluate(() => (window as KeyWindow).pressedAt)
  await done()
  if (pressed === undefined) throw new Error('the page did not see the keystroke')
  return arrived - pressed
}

export async function measureSend({ quick, app }: BenchOptions): Promise<Section> {
  const [rounds, count] = quick ? [2, 5] : [5, 12]
  const folder = makeTempFolder()
  const outside = await startOutside()
  const { aircall } = outside
  const watching = watchArrivals()
  const apps: ElectronApplication[] = []
  try {
    const numberId = practiceNumbers[0]?.id ?? 0
    const tern = await start(app, { ...outside.env, TERN_DATA_DIR: join(folder.path, 'tern') })
    apps.push(tern)
    const ternPage = await tern.firstWindow()
    await setUp(ternPage, tern, aircall.key)
    // From here on Tern has nothing to do but send.
    aircall.behave({ callbacks: { lost: true } })
    const credentials = Buffer.from(`${aircall.key.apiId}:${aircall.key.apiToken}`).toString('base64')
    const bare = await start(await buildSendApp(), {
      TERN_DATA_DIR: join(folder.path, 'bare'),
      BENCH_SEND_URL: `${aircall.baseUrl}/numbers/${numberId}/messages/send`,
      BENCH_SEND_AS: `Basic ${credentials}`,
    })
    apps.push(bare)
    const barePage = await bare.firstWindow()
    await Promise.all([noteKeys(ternPage), noteKeys(barePage)])

    const thread = ternPage.getByRole('log', { name: 'Messages' })
    const sendFrom = {
      tern(text: string) {
        const row = thread.getByRole('article').filter({ hasText: text })
        return timeSend(ternPage, text, watching.arrivals, () => row.getByText('Accepted').waitFor())
      },
      bare(text: string, keys: string) {
        const answered = barePage.getByText(`${text} 200`)
        return timeSend(barePage, text, watching.arrivals, () => answered.waitFor(), keys)
      },
    }
    const baselines = ['window, call, fetch', 'the same after two commits'] as const
    const pairs = baselines.map(() => ({ p50: [] as Pair[], p95: [] as Pair[] }))
    for (let round = -1; round < rounds; round += 1) {
      const times: [number[], number[], number[]] = [[], [], []]
      for (let n = 0; n < count; n += 1) {
        const text = `Text ${round + 1}-${n}, at your door in ten minutes`
        times[0].push(await sendFrom.tern(text))
        times[1].push(await sendFrom.bare(text, 'Control+Enter'))
        times[2].push(await sendFrom.bare(`${text}!`, 'Control+Shift+Enter'))
      }
      // The first round warms up.
      if (round < 0) continue
      const [tern, ...bares] = times
      for (const [at, bare] of bares.entries()) {
        pairs[at]?.p50.push({ tern: quantile(tern, 0.5), baseline: quantile(bare, 0.5) })
        pairs[at]?.p95.push({ tern: quantile(tern, 0.95), baseline: quantile(bare, 0.95) })
      }
    }
    return {
      name: 'send',
      title: 'Keystroke to request on the wire',
      lines: baselines.flatMap((baseline, at) => [
        { what: 'Ctrl+Enter, p50', baseline, unit: 'ms' as const, pairs: pairs[at]?.p50 ?? [] },
        { what: 'Ctrl+Enter, p95', baseline, unit: 'ms' as const, pairs: pairs[at]?.p95 ?? [] },
      ]),
      notes: [`${count} texts of each kind in a round`],
    }
  } finally {
    watching.stop()
    for (const one of apps) await one.close()
    await outside.close()
    folder.remove()
  }
}
