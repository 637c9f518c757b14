/** What an end-to-end test of the whole app needs: a desktop, a tunnel server, an Aircall, a data folder, and Tern on them. */
import { test as base, expect } from '@playwright/test'
import type { Page } from 'playwright-core'
import type { PageApi } from '../../shared/contract-sides.ts'
import type { SettingsPatch } from '../../shared/model/settings.ts'
import { createPracticeAircall, type PracticeAircall } from '../../electron/practice/practice.ts'
import { startDesktop, type Desktop } from '../desktop/desktop.mjs'
import { closeNotifications } from '../desktop/notifications.mjs'
import { startTunnelServer, type TunnelServer } from '../tunnel/tunnel-server.ts'
import { makeDataDir, startTern, type Tern } from './tern.ts'

interface PerWorker {
  readonly desktop: Desktop
  readonly tunnel: TunnelServer
}

interface PerTest {
  /** How long a customer takes to answer, milliseconds; a test that needs somebody silent sets it with `test.use`. */
  readonly replyMs: number
  /** Stands in for the real service: Tern is told its address and gets its key. */
  readonly aircall: PracticeAircall
  readonly dataDir: string
  /** Starts Tern; what is still running at the end of the test is ended. */
  readonly start: (options?: Partial<Parameters<typeof startTern>[0]>) => Promise<Tern>
}

export const test = base.extend<PerTest, PerWorker>({
  desktop: [
    // Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const desktop = await startDesktop()
      await use(desktop)
      await desktop.stop()
    },
    { scope: 'worker' },
  ],
  tunnel: [
    async ({}, use) => {
      const tunnel = await startTunnelServer()
      await use(tunnel)
      await tunnel.stop()
    },
    { scope: 'worker' },
  ],
  replyMs: [200, { option: true }],
  aircall: async ({ replyMs }, use) => {
    const aircall = await createPracticeAircall({
      delays: { sent: 50, delivered: 100, reply: replyMs, slowReply: 2 * replyMs, greeting: 50 },
    })
    await use(aircall)
    await aircall.close()
  },
  dataDir: async ({}, use) => {
    const data = makeDataDir()
    await use(data.path)
    data.remove()
  },
  start: async ({ desktop, tunnel, aircall, dataDir }, use) => {
    const started: Tern[] = []
    await use(async (options = {}) => {
      const tern = await startTern({
        env: desktop.env,
        dataDir,
        tunnelHost: tunnel.host,
        aircallUrl: aircall.baseUrl,
        ...options,
      })
      started.push(tern)
      return tern
    })
    for (const tern of started) await tern.kill()
    // The screen holds ten, each until it is clicked; one more would wait for a place that nobody makes.
    await closeNotifications(desktop.env)
  },
})

/** Types the key into the wizard and checks it. */
export async function enterKey(
  page: Page,
  key: { readonly apiId: string; readonly apiToken: string },
): Promise<void> {
  if (!(await page.getByLabel('API ID').isVisible())) {
    await page.getByRole('button', { name: /^Connect Aircall/ }).click()
  }
  await page.getByLabel('API ID').fill(key.apiId)
  await page.getByLabel('API token').fill(key.apiToken)
  await page.getByRole('button', { name: 'Check key' }).click()
}

/** Changes settings as the window does; waits for a start that is not through yet. */
export async function setSettings(page: Page, patch: SettingsPatch): Promise<void> {
  const set = () =>
    page.evaluate(
      (wished) => (window as unknown as { readonly tern: PageApi }).tern.settings.set(wished),
      patch,
    )
  await expect.poll(set).toMatchObject({ ok: true })
}

/** Goes through the whole wizard with the key of the Aircall. Texts then go out at once: a test about undo sets its own time. */
export async function setUp(page: Page, aircall: PracticeAircall): Promise<void> {
  await setSettings(page, { undoSeconds: 0 })
  await enterKey(page, aircall.key)
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await page.getByRole('button', { name: 'Start texting' }).click({ timeout: 30_000 })
  await expect(page.getByRole('heading', { name: 'Notifications' })).toBeVisible()
}

/** Writes a text in the compose window and presses *Send*; answers once the window has closed. */
export async function composeText(tern: Tern, to: string, text: string): Promise<void> {
  const page = await tern.main()
  await page.getByRole('button', { name: 'New text' }).click()
  const small = await tern.compose()
  await small.getByLabel('To', { exact: true }).fill(to)
  await small.getByRole('textbox', { name: 'Message' }).fill(text)
  const closed = small.waitForEvent('close')
  await small.getByRole('button', { name: 'Send', exact: true }).click()
  await closed
}

export const goTo = (page: Page, place: string): Promise<void> =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${place}`) })
    .click()

export { expect }
