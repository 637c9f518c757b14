/** What a page gets of the main process, tried from inside a page in a real Electron. */
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from 'playwright-core'
import { contract } from '../../shared/contract.ts'
import type { PageApi } from '../../shared/contract-sides.ts'
import { startDesktop, type Desktop } from '../desktop/desktop.mjs'
import { buildShell, startShell, type Shell } from '../support/shell.ts'

declare const window: Window & typeof globalThis & { readonly tern: PageApi }

let desktop: Desktop
let built: Awaited<ReturnType<typeof buildShell>>
let shell: Shell
let page: Page

test.beforeAll(async () => {
  desktop = await startDesktop({ keyring: false, notifications: false })
  built = await buildShell()
  shell = await startShell(built.dir, desktop.env)
})
test.afterAll(async () => {
  await shell.stop()
  built.remove()
  await desktop.stop()
})
test.beforeEach(async () => {
  await shell.run(({ windows, seen }) => {
    for (const notes of Object.values(seen)) notes.length = 0
    windows.openMain()
  })
  page = await shell.page()
})

test('the page has no Node and no Electron', async () => {
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(found).toEqual([])
  const prefs = await shell.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Electron has it and does not type it.
      const contents = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      return contents.getLastWebPreferences()
    }),
  )
  expect(prefs).toHaveLength(1)
  expect(prefs[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('the page sees the contract and cannot change it or reach past it', async () => {
  const tern = await page.evaluate(() => {
    const { tern } = window
    const stop = tern.app.goTo(() => undefined)
    const reach: unknown = Reflect.set(tern, 'extra', 1)
    return {
      parts: Object.keys(tern).sort(),
      reach: Object.keys(tern.reach).sort(),
      stop: typeof stop,
      stopped: stop(),
      extra: reach,
      frozen: Object.isFrozen(tern),
    }
  })
  expect(tern.parts).toEqual(Object.keys(contract).sort())
  expect(tern.reach).toEqual(Object.keys(contract.reach).sort())
  expect(tern.stop).toBe('function')
  expect(tern.frozen).toBe(true)
})

test('a call comes back as a value, an error as a value too', async () => {
  expect(await page.evaluate(() => window.tern.notifications.unread())).toEqual({ ok: true, value: 3 })
  expect(await page.evaluate(() => window.tern.reach.get())).toEqual({
    ok: false,
    error: { code: 'app.notReady', detail: {} },
  })
})

test('bad arguments do not reach a handler', async () => {
  const answers = await page.evaluate(() => {
    const api = window.tern as unknown as Record<
      string,
      Record<string, (...args: unknown[]) => Promise<unknown>>
    >
    const call = (subject: string, name: string, ...args: unknown[]) => api[subject]?.[name]?.(...args)
    return Promise.all([
      call('conversations', 'get', { conversationId: 'x' }),
      call('conversations', 'get'),
      call('reach', 'get', { extra: true }),
      call('reach', 'get', undefined, 1),
      call('app', 'openPlace', { view: 'somewhere' }),
    ])
  })
  for (const answer of answers)
    expect(answer).toMatchObject({ ok: false, error: { code: 'app.badArguments' } })
  expect(await shell.seen('calls')).toEqual([])
})

test('an event reaches the page until it stops listening', async () => {
  await page.evaluate(() => {
    const got: unknown[] = []
    Object.assign(window, { got, stop: window.tern.notifications.unreadChanged((...args) => got.push(args)) })
  })
  const got = (): Promise<unknown[]> => page.evaluate(() => (window as unknown as { got: unknown[] }).got)
  await shell.run(({ emit }) => emit.notifications.unreadChanged(4))
  // One argument: the event object stays behind.
  await expect.poll(got).toEqual([[4]])
  await page.evaluate(() => (window as unknown as { stop: () => void }).stop())
  await shell.run(({ emit }) => emit.notifications.unreadChanged(5))
  await page.evaluate(() => window.tern.notifications.unread())
  expect(await got()).toEqual([[4]])
})

test('a page at another origin and a frame are not answered', async () => {
  const answers = await shell.app.evaluate(
    async ({ BrowserWindow, session }, { preload, address }) => {
      const code = 'window.tern.notifications.unread()'
      const make = () =>
        new BrowserWindow({
          show: false,
          webPreferences: { preload, session: session.fromPartition('other') },
        })
      // A window that is not ours, with our preload script in it.
      const foreign = make()
      await foreign.loadURL(address)
      const answer: unknown = await foreign.webContents.executeJavaScript(code)
      foreign.destroy()
      return answer
    },
    { preload: join(built.dir, 'preload.cjs'), address: `data:text/html,<h1>x</h1>` },
  )
  expect(answers).toEqual({ ok: false, error: { code: 'app.notAllowed', detail: {} } })
  expect((await shell.seen('log')).join()).toContain('refused a call from a page that is not ours')
})

test('a frame inside our page is not made, nor is it answered', async () => {
  const frames = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'app://tern/index.html'
    document.body.append(frame)
    await new Promise((done) => frame.addEventListener('load', done, { once: true }))
    let inside: string
    try {
      inside = typeof (frame.contentWindow as unknown as { tern?: unknown }).tern
    } catch (thrown) {
      inside = String(thrown)
    }
    frame.remove()
    return inside
  })
  expect(frames).not.toContain('object')
})

test('only links on the list are opened', async () => {
  const open = (url: string) => page.evaluate((address) => window.tern.app.openLink({ url: address }), url)
  for (const url of [
    'http://127.0.0.1/',
    'http://dashboard.aircall.io/',
    'https://evil.example/',
    'file:///etc/passwd',
    'javascript:1',
  ]) {
    expect(await open(url)).toMatchObject({ ok: false, error: { code: 'app.notAllowed' } })
  }
  expect(await shell.seen('opened')).toEqual([])
  expect(await open('https://dashboard.aircall.io/integrations/api-keys')).toEqual({
    ok: true,
    value: undefined,
  })
  expect(await shell.seen('opened')).toEqual(['https://dashboard.aircall.io/integrations/api-keys'])
})
