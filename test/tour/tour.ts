/**
 * Plays the main job through the real window, in practice mode behind a real localtunnel server, on a throw-away desktop:
 * set up a number, send, take back, see it delivered, get replies as notifications, answer them, restart. Run by `npm run tour`.
 */
import type { Page } from 'playwright-core'
import { practiceCustomers } from '../../electron/practice/customers.ts'
import {
  clickNotification,
  closeNotifications,
  saveNotifications,
  shownNotifications,
} from '../desktop/notifications.mjs'
import { clickTrayMenu, saveTrayIcon, trayInfo, trayMenu } from '../desktop/tray.mjs'
import { makeDataDir, startTern, type Tern } from '../support/tern.ts'
import { startTunnelServer } from '../tunnel/tunnel-server.ts'
import { deletes, getsNoAnswer, keepsQueue, takesBack, type Stage } from './nothing-lost.ts'
import { tourLive } from './live.ts'
import { createPictures } from './pictures.ts'
import { exportsAll, restores, showsPlaces } from './places.ts'
import { tourRecovery } from './recovery.ts'
import { createSteps, until } from './steps.ts'
import { losesWayIn } from './way-in.ts'

const env = process.env
const data = makeDataDir()
const tunnel = await startTunnelServer()
const { step, end } = createSteps()
let running: Tern | undefined
let tern: Tern
let page: Page
const pictures = createPictures(env['TERN_TOUR_OUT'] ?? 'out/tour')

const start = async (...args: string[]): Promise<void> => {
  tern = await startTern({ env, dataDir: data.path, tunnelHost: tunnel.host, args })
  running = tern
}
const button = (name: string, on = page) => on.getByRole('button', { name, exact: true })
const go = (place: string) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${place}`) })
    .click()
const thread = () => page.getByRole('log', { name: 'Messages' })
const shown = () => shownNotifications(env)
const notified = (body: string) =>
  until(`a notification “${body}”`, shown, (all) => all.some((one) => one.body.includes(body)))
const trayLines = async (): Promise<string> =>
  (await trayMenu(env))
    .map(({ label }) => label)
    .filter(Boolean)
    .join(' | ')
const inThread = (text: string) =>
  thread().getByText(text, { exact: true }).last().waitFor({ timeout: 15_000 })

async function send(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Control+Enter')
  await inThread(text)
}

/** Writes from a compose window, opened from the tray as a user would. */
async function compose(to: string, text: string, photo?: string): Promise<void> {
  await clickTrayMenu(env, 'New text…')
  const small = await tern.compose()
  await small.getByLabel('To', { exact: true }).fill(to)
  await small.getByRole('textbox', { name: 'Message' }).fill(text)
  if (photo !== undefined) {
    const addresses = small.getByLabel('Photo addresses')
    if (!(await addresses.isVisible())) await small.getByRole('button', { name: /photo/i }).first().click()
    await addresses.fill(photo)
  }
  const closed = small.waitForEvent('close')
  await button('Send', small).click()
  await closed
  page = await tern.main()
}

const stage: Stage = {
  step,
  pictures,
  page: () => page,
  go,
  send,
  compose,
  async crash() {
    await tern.kill()
    await start()
    page = await tern.main()
  },
}

await step('Tern starts on an empty data folder', async () => {
  await start()
  page = await tern.main()
  await page.getByRole('heading', { name: 'Welcome to Tern' }).waitFor()
  await pictures.take(page, '01-welcome')
  return (await trayInfo(env)).tooltip
})

await step('the key form tells what is missing', async () => {
  await page.getByRole('button', { name: /^Connect Aircall/ }).click()
  await page.getByLabel('API ID').waitFor()
  await pictures.take(page, '02-key')
  await page.getByRole('button', { name: 'Back' }).click()
  return 'API ID and API token, the token hidden'
})

await step('practice mode lists the numbers', async () => {
  await page.getByRole('button', { name: /^Try it with a practice number/ }).click()
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await pictures.take(page, '03-pick-a-number')
  return `${await page.getByRole('radio').count()} numbers`
})

await step('the number is set up through the tunnel and proven', async () => {
  await button('Set up this number').click()
  await button('Start texting').waitFor({ timeout: 30_000 })
  await pictures.take(page, '04-ready')
  const done = await page.getByText('Done', { exact: true }).count()
  if (done !== 6) throw new Error(`${done} of 6 steps are done`)
  return `${done} steps done`
})

await step('a test notification was shown', async () => {
  const all = await until('a notification', shown, (some) => some.length > 0)
  await closeNotifications(env)
  return all.map(({ title }) => title).join(', ')
})

await step('the tray says that replies can reach this computer', async () => {
  await button('Start texting').click()
  return until('the tray menu', trayLines, (lines) => lines.includes('Replies reach this computer'))
})

await step('a practice customer texts first', async () => {
  await notified('My kitchen tap drips')
  await page
    .getByText(/My kitchen tap drips/)
    .first()
    .waitFor()
  await pictures.take(page, '05-notifications')
  return 'as a notification and in the list'
})

await step('the tray icon has an unread mark', async () => {
  await until('the tray menu', trayLines, (lines) => lines.includes('1 unread text'))
  await saveTrayIcon(env, pictures.path('06-tray-unread'))
  await saveNotifications(env, pictures.path('07-notification'))
  return (await trayInfo(env)).tooltip
})

await step('a click on the notification opens the conversation', async () => {
  await clickNotification(env)
  await thread().waitFor()
  await inThread('Hi! My kitchen tap drips. Could somebody have a look this week?')
  await until('the tray menu', trayLines, (lines) => lines.includes('No unread texts'))
  return 'read, and the unread mark is gone'
})

await takesBack(stage)

await step('a text is sent, accepted and delivered', async () => {
  await send('Hello! We can come tomorrow at 9. Does that suit you?')
  await thread().getByText('Delivered').last().waitFor({ timeout: 15_000 })
  return 'Delivered'
})

await step('the reply comes in', async () => {
  await inThread(practiceCustomers.ordinary.reply.body)
  await pictures.take(page, '08-conversation')
  return practiceCustomers.ordinary.reply.body
})

await step('the person gets a name', async () => {
  await page.getByRole('button', { name: /name/i }).first().click()
  await page.getByRole('textbox', { name: /name/i }).first().fill(practiceCustomers.ordinary.name)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: practiceCustomers.ordinary.name }).waitFor()
  return practiceCustomers.ordinary.name
})

await step('a text with a photo goes out from the compose window', async () => {
  await closeNotifications(env)
  await compose(practiceCustomers.photo.number, 'Is it this pipe?', 'https://example.com/pipe.png')
  await inThread('Is it this pipe?')
  await inThread(practiceCustomers.photo.reply.body)
  const photo = thread()
    .getByRole('img', { name: /^Photo from/ })
    .last()
  const width = await until(
    'the photo',
    () => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth),
    (pixels) => pixels > 0,
  )
  await pictures.take(page, '09-photo')
  await photo.click()
  await page.getByRole('dialog').getByRole('img').waitFor()
  await pictures.take(page, '09-photo-in-full')
  await page.keyboard.press('Escape')
  return `and one comes back, ${width} pixels wide`
})

await step('an emoji text goes out in Unicode, and the counter says why', async () => {
  await clickTrayMenu(env, 'New text…')
  const small = await tern.compose()
  await small.getByLabel('To', { exact: true }).fill('(773) 555-0199')
  await small.getByRole('textbox', { name: 'Message' }).fill('See you at 10 🚿👍🏽')
  await small
    .getByText(/Unicode/)
    .first()
    .waitFor()
  await pictures.take(small, '10-compose')
  const closed = small.waitForEvent('close')
  await button('Send', small).click()
  await closed
  await inThread('See you at 10 🚿👍🏽')
  await inThread(practiceCustomers.emoji.reply.body)
  return practiceCustomers.emoji.reply.body
})

await step('STOP is shown', async () => {
  await compose(practiceCustomers.stop.number, 'Our van is in your street on Friday.')
  await inThread('STOP')
  return 'as it came'
})

await getsNoAnswer(stage)

await step('the window closes and Tern stays in the tray', async () => {
  const closed = page.waitForEvent('close')
  await tern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((one) => one.close()))
  await closed
  return until('the tray menu', trayLines, (lines) => lines.includes('Open Tern'))
})

await step('a reply comes with no window open', async () => {
  await closeNotifications(env)
  await clickTrayMenu(env, 'Open Tern')
  page = await tern.main()
  await compose(practiceCustomers.slow.number, 'Shall we come by today?')
  await inThread('Shall we come by today?')
  const closed = page.waitForEvent('close')
  await tern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((one) => one.close()))
  await closed
  await notified(practiceCustomers.slow.reply.body)
  await until('the tray menu', trayLines, (lines) => /\d unread text/.test(lines))
  return practiceCustomers.slow.reply.body
})

await step('Tern quits and starts again with everything there', async () => {
  await clickTrayMenu(env, 'Open Tern')
  page = await tern.main()
  await tern.quit()
  await start()
  page = await tern.main()
  await page.getByText(practiceCustomers.slow.reply.body).first().waitFor()
  await pictures.take(page, '11-after-restart')
  await go('Conversations')
  const list = page.getByRole('list', { name: 'Conversations' })
  await list.getByText(practiceCustomers.ordinary.name).click()
  await inThread(practiceCustomers.ordinary.reply.body)
  await pictures.take(page, '12-conversations')
  return until('the tray menu', trayLines, (lines) => lines.includes('Replies reach this computer'), 30_000)
})

await keepsQueue(stage)
await deletes(stage)
await showsPlaces(stage)
await exportsAll(stage, () => tern.app)
await restores(stage)

await losesWayIn(stage, env, tunnel, trayLines)

await tourRecovery({
  step,
  pictures,
  env,
  dataDir: data.path,
  tern: () => tern,
  async restart() {
    await start()
    page = await tern.main()
    return page
  },
  text: practiceCustomers.emoji.reply.body,
})

await running?.quit().catch((thrown: unknown) => console.log(`Tern did not quit: ${String(thrown)}`))
await tourLive({ step, pictures, env, tunnel, trayLines })

await tunnel.stop()
data.remove()
process.exit(end())
