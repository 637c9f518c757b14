/** Starts the built app in a throw-away desktop and finds its windows, for the end-to-end tests and the tour. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { launchElectron } from './electron.ts'

const root = resolve(import.meta.dirname, process.env['TERN_ROOT'] ?? '../..')

export interface TernOptions {
  /** Environment of the desktop that Tern runs in. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly dataDir: string
  /** A localtunnel server on loopback. */
  readonly tunnelHost?: string | undefined
  /** An Aircall on loopback. */
  readonly aircallUrl?: string
  readonly args?: readonly string[]
}

export interface Tern {
  readonly app: ElectronApplication
  /** The main window, once it is there. */
  readonly main: () => Promise<Page>
  /** The compose window, once it is there. */
  readonly compose: () => Promise<Page>
  /** Quits as the user would, and waits for the end of the process. */
  readonly quit: () => Promise<void>
  /** Ends the process at once, as a crash would. */
  readonly kill: () => Promise<void>
}

/** A new empty folder for Tern's files; `remove` deletes it. */
export function makeDataDir(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tern-data-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20 }) }
}

export async function startTern(options: TernOptions): Promise<Tern> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(options.env)) if (value !== undefined) env[name] = value
  env['TERN_DATA_DIR'] = options.dataDir
  if (options.tunnelHost !== undefined) env['TERN_TUNNEL_HOST'] = options.tunnelHost
  if (options.aircallUrl !== undefined) env['TERN_AIRCALL_URL'] = options.aircallUrl

  const app = await launchElectron([root, ...(options.args ?? [])], env)
  // Kept: once it has ended, Playwright no longer knows it.
  const child = app.process()
  const ended = new Promise<void>((done) => child.once('exit', () => done()))

  async function windowWith(query: (url: string) => boolean): Promise<Page> {
    const there = app.windows().find((page) => query(page.url()))
    const page = there ?? (await app.waitForEvent('window', { predicate: (one) => query(one.url()) }))
    page.setDefaultTimeout(15_000)
    await page.waitForLoadState('domcontentloaded')
    return page
  }

  return {
    app,
    main: () => windowWith((url) => url.startsWith('app://tern/') && !url.includes('window=compose')),
    compose: () => windowWith((url) => url.includes('window=compose')),
    async quit() {
      // The process may be gone before the call is answered: its end is what counts.
      const asked = app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined)
      await Promise.all([asked, ended])
    },
    async kill() {
      // The whole group: Chromium's helpers would go on writing into the data folder for a moment.
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}
