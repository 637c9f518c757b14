/** The packaged app itself: out/package/linux-unpacked, as `npm run package` leaves it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { chromium, type Browser, type Page } from 'playwright-core'
import { startDesktop, type Desktop } from '../desktop/desktop.mjs'
import { shownNotifications } from '../desktop/notifications.mjs'
import { clickTrayMenu, trayMenu } from '../desktop/tray.mjs'
import { sandboxArgs } from '../support/electron.ts'
import { makeDataDir } from '../support/tern.ts'

const packaged = resolve(import.meta.dirname, '../../out/package/linux-unpacked')
const executable = join(packaged, 'tern')

/** How the fuse wire says it: characters in the executable. */
const off = '0'.charCodeAt(0)
const on = '1'.charCodeAt(0)

interface Running {
  readonly process: ChildProcess
  readonly browser: Browser
  readonly page: Page
}

let desktop: Desktop
let data: ReturnType<typeof makeDataDir>
let running: Running | undefined

test.beforeAll(async () => {
  desktop = await startDesktop()
  data = makeDataDir()
})
test.afterEach(() => {
  running?.process.kill('SIGKILL')
  running = undefined
})
test.afterAll(async () => {
  await desktop.stop()
  data.remove()
})

/** Starts it, and drives its page from outside: a fused package takes no inspector. */
async function start(): Promise<Running> {
  const process = spawn(executable, [...sandboxArgs(), '--remote-debugging-port=0'], {
    env: { ...desktop.env, TERN_DATA_DIR: data.path },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  const address = await new Promise<string>((found, lost) => {
    createInterface({ input: process.stderr }).on('line', (line) => {
      said.push(line)
      const [, url] = /^DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (url !== undefined) found(url)
    })
    process.once('exit', (code) => lost(new Error(`it ended with ${code}: ${said.join('\n')}`)))
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('the packaged app has no page')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  running = { process, browser, page }
  return running
}

const menuLabels = async (): Promise<readonly string[]> =>
  (await trayMenu(desktop.env)).map(({ label }) => label)

async function quit({ process }: Running): Promise<void> {
  const ended = once(process, 'exit')
  await clickTrayMenu(desktop.env, 'Quit Tern')
  expect((await ended)[0]).toBe(0)
}

test('the fuses are as they were set', async () => {
  const wire = await getCurrentFuseWire(executable)
  expect(wire.version).toBe(FuseVersion.V1)
  const fuse = (option: FuseV1Options): unknown => wire[option]
  expect({
    runAsNode: fuse(FuseV1Options.RunAsNode),
    nodeOptions: fuse(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: fuse(FuseV1Options.EnableNodeCliInspectArguments),
    onlyFromAsar: fuse(FuseV1Options.OnlyLoadAppFromAsar),
    cookiesEncrypted: fuse(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: fuse(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    ownSnapshot: fuse(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocolExtras: fuse(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: off,
    nodeOptions: off,
    inspect: off,
    onlyFromAsar: on,
    cookiesEncrypted: on,
    asarIntegrity: on,
    ownSnapshot: off,
    fileProtocolExtras: off,
  })
})

test('it carries what runs and nothing else', () => {
  const unpacked = join(packaged, 'resources/app.asar.unpacked/node_modules')
  expect(existsSync(join(packaged, 'resources/app.asar'))).toBe(true)
  expect(existsSync(join(packaged, 'resources/app'))).toBe(false)
  expect(existsSync(join(packaged, 'resources/default_app.asar'))).toBe(false)
  expect(existsSync(join(unpacked, 'keytar/prebuilds/linux-x64/keytar.node'))).toBe(true)
  expect(existsSync(join(unpacked, 'keytar/prebuilds/win32-x64'))).toBe(false)
  expect(existsSync(join(unpacked, '@libsql/linux-x64-gnu/index.node'))).toBe(true)
  expect(existsSync(join(unpacked, '@ngrok/ngrok-linux-x64-gnu/ngrok.linux-x64-gnu.node'))).toBe(true)
})

test('a practice number is set up, texted from and to, and is there after a restart', async () => {
  const first = await start()
  const { page } = first
  await expect(page.getByRole('heading', { name: 'Welcome to Tern' })).toBeVisible()
  await page.getByRole('button', { name: /^Try it with a practice number/ }).click()
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await page.getByRole('button', { name: 'Start texting' }).click({ timeout: 30_000 })
  await expect(page.getByRole('heading', { name: 'Notifications' })).toBeVisible()
  await expect.poll(menuLabels).toContain('Replies reach this computer')
  // A practice customer writes first, and the native notification shows it.
  await expect.poll(() => shownNotifications(desktop.env).length, { timeout: 30_000 }).toBeGreaterThan(1)
  await quit(first)

  const second = await start()
  await expect(second.page.getByRole('heading', { name: 'Notifications' })).toBeVisible()
  await expect.poll(menuLabels).toContain('Replies reach this computer')
  // What is heavy runs in a worker, which is loaded from the archive.
  await second.page
    .getByRole('navigation')
    .getByRole('button', { name: /^Settings/ })
    .click()
  await second.page.getByRole('button', { name: 'Back up now' }).click()
  await expect(second.page.getByText('The backup is made and checked.')).toBeVisible({ timeout: 30_000 })
  await quit(second)
})
