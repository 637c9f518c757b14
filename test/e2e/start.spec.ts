import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { startDesktop } from '../desktop/desktop.mjs'
import { clickTrayMenu, trayItems, trayMenu } from '../desktop/tray.mjs'
import { expect, goTo, setUp, test } from '../support/fixtures.ts'
import { electronPath, sandboxArgs } from '../support/electron.ts'
import { startTern } from '../support/tern.ts'

test('with no keychain Tern says so with the fix, and writes nothing that it would need one for', async ({
  dataDir,
}) => {
  const bare = await startDesktop({ keyring: false })
  try {
    const tern = await startTern({ env: bare.env, dataDir })
    const page = await tern.main()
    await expect(page.getByText('This computer has no keychain that Tern can use.')).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByText(/gnome-keyring/)).toBeVisible()
    expect(readdirSync(dataDir).filter((name) => name.startsWith('tern.db'))).toEqual([])
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('This computer has no keychain that Tern can use.')).toBeVisible()
    await tern.quit()
  } finally {
    await bare.stop()
  }
})

test('a damaged store with no backup is told and left alone; put right, Tern goes on', async ({
  start,
  aircall,
  dataDir,
}) => {
  const file = join(dataDir, 'tern.db')
  const first = await start()
  await setUp(await first.main(), aircall)
  await first.quit()
  renameSync(file, join(dataDir, 'aside'))
  writeFileSync(file, 'x'.repeat(64 * 1024))

  const second = await start()
  const page = await second.main()
  await expect(page.getByText(/The file with your messages is damaged/)).toBeVisible()
  renameSync(file, join(dataDir, 'damaged'))
  renameSync(join(dataDir, 'aside'), file)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Notifications' })).toBeVisible()
})

test('started with --hidden there is a tray and no window; the tray opens one', async ({
  start,
  desktop,
}) => {
  const tern = await start({ args: ['--hidden'] })
  await expect.poll(() => trayItems(desktop.env).then((items) => items.length)).toBe(1)
  expect(tern.app.windows()).toHaveLength(0)
  await clickTrayMenu(desktop.env, 'Open Tern')
  const page = await tern.main()
  await expect(page.getByRole('heading', { name: 'Welcome to Tern' })).toBeVisible()
})

test('a second start shows the first one', async ({ start, desktop, dataDir }) => {
  const tern = await start({ args: ['--hidden'] })
  await expect.poll(() => trayItems(desktop.env).then((items) => items.length)).toBe(1)
  const root = resolve(import.meta.dirname, '../..')
  const second = spawn(electronPath(), [...sandboxArgs(), root], {
    env: { ...desktop.env, TERN_DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  const code = await new Promise<number | null>((done) => second.once('exit', done))
  expect(code).toBe(0)
  await expect((await tern.main()).getByRole('heading', { name: 'Welcome to Tern' })).toBeVisible()
})

test('the window can be closed and opened again, and the tray knows the way', async ({
  start,
  aircall,
  desktop,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  const closed = page.waitForEvent('close')
  await page.evaluate(() => window.close())
  await tern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((one) => one.close()))
  await closed
  await expect
    .poll(() => trayMenu(desktop.env).then((lines) => lines.map(({ label }) => label)))
    .toContain('Replies reach this computer')
  await clickTrayMenu(desktop.env, 'Replies reach this computer')
  const again = await tern.main()
  await expect(again.getByRole('heading', { name: 'Health' })).toBeVisible()
  await goTo(again, 'Conversations')
})
