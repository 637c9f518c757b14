/** Builds and starts the shell app (test/fixtures/shell-app): the security and desktop parts without the rest of Tern. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { ElectronApplication, Page } from 'playwright-core'
import type { DesktopTray } from '../../electron/desktop/tray.ts'
import type { Windows } from '../../electron/desktop/windows.ts'
import type { Emit } from '../../shared/contract-sides.ts'
import { electronPath, launchElectron, sandboxArgs } from './electron.ts'

const root = resolve(import.meta.dirname, '../..')
const fixture = join(root, 'test/fixtures/shell-app')

/** What the shell app puts on its global object, for `app.evaluate`. */
export interface ShellGlobal {
  readonly seen: Readonly<Record<'calls' | 'log' | 'opened' | 'stayed' | 'did' | 'clicked', unknown[]>>
  readonly facts: { closeToTray: boolean; readonly saved: ReadonlyMap<string, unknown> }
  readonly windows: Windows
  readonly tray: DesktopTray
  readonly emit: Emit
  readonly platform: { hasTray(): Promise<boolean>; hasNotifications(): Promise<boolean> }
  /** Resolves with `shown`, or the code of the error. */
  readonly notify: (key: string, title: string, body: string) => Promise<string>
  readonly notifier: { clear(key: string): void }
}

export interface Shell {
  readonly app: ElectronApplication
  /** The page of the main window. */
  readonly page: () => Promise<Page>
  /** What the shell app has noted of a kind, as text. */
  readonly seen: (kind: keyof ShellGlobal['seen']) => Promise<string[]>
  /** Runs in the main process, with the shell's parts. */
  readonly run: <R>(act: (shell: ShellGlobal) => R) => Promise<Awaited<R>>
  /** Starts the app a second time on the same data; resolves with the exit code of that start. */
  readonly startAgain: () => Promise<number>
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

/** Bundles the shell app into a new folder; once for each file of tests. */
export async function buildShell(): Promise<{ readonly dir: string; readonly remove: () => void }> {
  const dir = mkdtempSync(join(tmpdir(), 'tern-shell-'))
  const bundle = (from: string, to: string) =>
    build({
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['electron'],
      entryPoints: [from],
      outfile: join(dir, to),
    })
  await Promise.all([
    bundle(join(fixture, 'main.ts'), 'main.cjs'),
    bundle(join(root, 'electron/preload.ts'), 'preload.cjs'),
  ])
  cpSync(join(fixture, 'pages'), join(dir, 'pages'), { recursive: true })
  cpSync(join(root, 'electron/desktop/icons'), join(dir, 'icons'), { recursive: true })
  mkdirSync(join(dir, 'data'))
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'shell', main: 'main.cjs' }))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }) }
}

export async function startShell(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Promise<Shell> {
  const clean: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) if (value !== undefined) clean[name] = value
  const start = {
    args: [dir, ...args],
    env: { ...clean, TERN_DATA_DIR: mkdtempSync(join(dir, 'data/run-')) },
  }
  const app = await launchElectron(start.args, start.env)
  const ended = new Promise<void>((done) => app.process().once('exit', () => done()))

  const run = async <R>(act: (shell: ShellGlobal) => R): Promise<Awaited<R>> => {
    // The function is sent as text and put together again over there, where `shell` is.
    const answer: unknown = await app.evaluate(async (_, source) => {
      const there = globalThis as typeof globalThis & { shell?: unknown }
      const until = Date.now() + 10_000
      while (there.shell === undefined) {
        if (Date.now() > until) throw new Error('the shell app did not start')
        await new Promise((next) => setTimeout(next, 20))
      }
      return (0, eval)(`(${source})`)(there.shell)
    }, act.toString())
    return answer as Awaited<R>
  }

  return {
    app,
    run,
    page: async () => {
      const main = (page: Page): boolean => page.url().includes('window=main')
      const page = app.windows().find(main) ?? (await app.waitForEvent('window', { predicate: main }))
      await page.waitForFunction(() => 'moduleRan' in window)
      return page
    },
    seen: async (kind) => {
      const notes = await app.evaluate((_, of) => {
        const { shell } = globalThis as typeof globalThis & { shell: ShellGlobal }
        return shell.seen[of].map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)))
      }, kind)
      return notes
    },
    startAgain: () =>
      new Promise((resolve, reject) => {
        const second = spawn(electronPath(), [...sandboxArgs(), ...start.args], {
          env: start.env,
          stdio: 'ignore',
        })
        second.once('error', reject)
        second.once('exit', (code) => resolve(code ?? 1))
      }),
    ended,
    stop: async () => {
      const asked = app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined)
      await Promise.all([asked, ended])
    },
  }
}
