/**
 * The tour of a number in real use, with the practice Aircall in the place of the real one: replies cannot reach the
 * computer, the conversation shows when, people are asked to text again, and the number is handed back over a quit.
 */
import type { Page } from 'playwright-core'
import {
  createPracticeAircall,
  practiceCustomers,
  practiceNumbers,
} from '../../electron/practice/practice.ts'
import { clickTrayMenu, saveTrayIcon } from '../desktop/tray.mjs'
import { makeDataDir, startTern, type Tern } from '../support/tern.ts'
import type { TunnelServer } from '../tunnel/tunnel-server.ts'
import type { Pictures } from './pictures.ts'
import { until, type Steps } from './steps.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const { number: from } = practiceCustomers.ordinary

export async function tourLive(tour: {
  readonly step: Steps['step']
  readonly pictures: Pictures
  readonly env: NodeJS.ProcessEnv
  readonly tunnel: TunnelServer
  readonly trayLines: () => Promise<string>
}): Promise<void> {
  const { step, pictures, env, tunnel, trayLines } = tour
  const data = makeDataDir()
  const aircall = await createPracticeAircall({ delays: { sent: 50, delivered: 100, reply: 600_000 } })
  let tern: Tern | undefined
  let page: Page
  const start = async (): Promise<void> => {
    tern = await startTern({ env, dataDir: data.path, tunnelHost: tunnel.host, aircallUrl: aircall.baseUrl })
    page = await tern.main()
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const go = (place: string) =>
    page
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${place}`) })
      .click()
  const thread = () => page.getByRole('log', { name: 'Messages' })
  const texts = (body: string) => aircall.customerTexts({ numberId, from, body })
  const isReachable = () =>
    until('the tray menu', trayLines, (lines) => lines.includes('Replies reach this computer'), 60_000)
  const isHeld = (held: boolean) =>
    until(
      'the configuration',
      () => aircall.configured(numberId) !== undefined,
      (now) => now === held,
      30_000,
    )

  await step('a number of an account is set up with its key', async () => {
    await start()
    await page.getByRole('button', { name: /^Connect Aircall/ }).click()
    await page.getByLabel('API ID').fill(aircall.key.apiId)
    await page.getByLabel('API token').fill(aircall.key.apiToken)
    await button('Check key').click()
    await page.getByRole('radio', { name: /Front desk/ }).check()
    await pictures.take(page, '50-pick-a-number')
    await button('Set up this number').click()
    await button('Start texting').click({ timeout: 30_000 })
    await texts('Good morning, is my bicycle ready?')
    await page.getByText('Good morning, is my bicycle ready?').first().click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Nearly! Would Thursday suit you?')
    await page.keyboard.press('Control+Enter')
    await thread().getByText('Delivered').last().waitFor({ timeout: 30_000 })
    return isReachable()
  })

  await step(
    'the tunnel server is killed: the tray changes, and the conversation says since when',
    async () => {
      await tunnel.down()
      await texts('Thursday is fine')
      const lines = await until('the tray menu', trayLines, (now) => /cannot reach/.test(now), 60_000)
      await saveTrayIcon(env, pictures.path('51-tray-unreachable'))
      await thread()
        .getByText(/this computer cannot be reached/)
        .waitFor()
      await pictures.take(page, '52-gap-open')
      return lines
    },
  )

  await step('it is back: healed by itself, and the gap stands in the conversation', async () => {
    await tunnel.up()
    await isReachable()
    await thread()
      .getByText(/this computer could not be reached/)
      .waitFor()
    await pictures.take(page, '53-gap')
    await go('Notifications')
    await button('Ask to resend').waitFor()
    await pictures.take(page, '54-gap-in-the-list')
    return (
      await page
        .getByText(/could not be reached/)
        .first()
        .innerText()
    ).replace(/\s+/g, ' ')
  })

  await step('who may have answered is asked to text again', async () => {
    await button('Ask to resend').click()
    await page.getByRole('dialog').getByRole('checkbox').first().waitFor()
    await pictures.take(page, '55-ask-to-resend')
    await page.getByRole('dialog').getByRole('button', { name: 'Send to 1 person' }).click()
    const asked = await page
      .getByText(/^Asked 1 person at/)
      .first()
      .innerText()
    await until(
      'the text',
      () => aircall.sends.length,
      (count) => count === 2,
      30_000,
    )
    await texts('Thursday is fine!')
    await page.getByText('Thursday is fine!').first().waitFor()
    return asked
  })

  await step('the number is handed back when Tern is quit', async () => {
    await go('Settings')
    await page.getByRole('radio', { name: 'Hand it back to Aircall' }).check()
    await page.getByText('While I’m away').first().scrollIntoViewIfNeeded()
    await pictures.take(page, '56-while-away')
    const ended = new Promise((resolve) => tern?.app.process().once('exit', resolve))
    await clickTrayMenu(env, 'Quit Tern')
    await ended
    await isHeld(false)
    return 'the configuration is gone'
  })

  await step('and taken back when Tern is started', async () => {
    await start()
    await isHeld(true)
    await isReachable()
    await go('Conversations')
    await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
    const note = thread().getByText(/the number was in Aircall/)
    await note.waitFor()
    await pictures.take(page, '57-handed-back')
    return note.innerText()
  })

  await tern?.quit()
  await aircall.close()
  data.remove()
}
