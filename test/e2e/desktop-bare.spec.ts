/** Desktops where something is missing: no tray, the older kind of tray, no notifications. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startDesktop, type Desktop } from '../desktop/desktop.mjs'
import { trayItems } from '../desktop/tray.mjs'
import { buildShell, startShell, type Shell } from '../support/shell.ts'

let built: Awaited<ReturnType<typeof buildShell>>
let desktop: Desktop
let shell: Shell

test.beforeAll(async () => {
  built = await buildShell()
})
test.afterAll(() => built.remove())

const closeMain = (): Promise<void> =>
  shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const mainWindow = (): Promise<{ minimised: boolean; count: number }> =>
  shell.app.evaluate(({ BrowserWindow }) => {
    const all = BrowserWindow.getAllWindows()
    return { minimised: all[0]?.isMinimized() === true, count: all.length }
  })

test.describe('with neither tray nor notifications', () => {
  test.beforeEach(async () => {
    desktop = await startDesktop({ tray: 'none', keyring: false, notifications: false })
  })
  test.afterEach(async () => {
    await shell.stop()
    await desktop.stop()
  })

  test('closing the window minimises it, and says so once', async () => {
    shell = await startShell(built.dir, desktop.env)
    const page = await shell.page()
    expect(await shell.run(({ platform }) => platform.hasTray())).toBe(false)
    await closeMain()
    await expect.poll(mainWindow).toEqual({ minimised: true, count: 1 })
    expect(await shell.seen('stayed')).toEqual(['minimised'])
    await shell.run(({ windows }) => windows.openMain())
    await expect.poll(mainWindow).toEqual({ minimised: false, count: 1 })
    expect(page.isClosed()).toBe(false)
    await closeMain()
    await expect.poll(mainWindow).toEqual({ minimised: true, count: 1 })
    expect(await shell.seen('stayed')).toEqual(['minimised'])
  })

  test('closing quits when the user has set it so', async () => {
    shell = await startShell(built.dir, { ...desktop.env, SHELL_CLOSE: 'quit' })
    await shell.page()
    await closeMain()
    await shell.ended
  })

  test('a hidden start still leaves a window to get back to', async () => {
    shell = await startShell(built.dir, desktop.env, ['--hidden'])
    await shell.page()
    await expect.poll(mainWindow).toEqual({ minimised: true, count: 1 })
  })

  test('a notification that nobody shows is reported', async () => {
    shell = await startShell(built.dir, desktop.env)
    await shell.page()
    expect(await shell.run(({ platform }) => platform.hasNotifications())).toBe(false)
    expect(await shell.run((there) => there.notify('k', 'Ada', 'hello'))).toBe('notifications.failed')
  })

  test('a panel that starts later gets the icon', async () => {
    shell = await startShell(built.dir, desktop.env)
    await shell.page()
    const host: ChildProcess = spawn(
      '/usr/bin/python3',
      [join(import.meta.dirname, '../desktop/sni-host.py')],
      {
        env: { ...desktop.env },
        stdio: 'ignore',
      },
    )
    const ended = new Promise((done) => host.once('exit', done))
    try {
      await expect.poll(() => shell.run(({ platform }) => platform.hasTray())).toBe(true)
      await expect.poll(() => trayItems(desktop.env)).toHaveLength(1)
    } finally {
      host.kill()
      await ended
    }
    await expect.poll(() => shell.run(({ platform }) => platform.hasTray())).toBe(false)
  })
})

test('the older kind of tray counts as one', async () => {
  desktop = await startDesktop({ tray: 'xembed', keyring: false, notifications: false })
  shell = await startShell(built.dir, desktop.env)
  const page = await shell.page()
  expect(await shell.run(({ platform }) => platform.hasTray())).toBe(true)
  const gone = page.waitForEvent('close')
  await closeMain()
  await gone
  await expect.poll(() => shell.seen('stayed')).toEqual(['tray'])
  await shell.stop()
  await desktop.stop()
})
