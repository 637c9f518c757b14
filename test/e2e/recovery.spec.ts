/** Lock me out: the keychain loses everything, and the code of the recovery page brings every message back. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import type { PracticeAircall } from '../../electron/practice/practice.ts'
import { readCode } from '../../shared/core/recovery-code.ts'
import { trayMenu } from '../desktop/tray.mjs'
import { composeText, enterKey, expect, goTo, setUp, test } from '../support/fixtures.ts'
import { answerSaveDialogs, codeOfPdf, keychain, pdfText, wipeKeychain } from '../support/recovery.ts'
import type { Tern } from '../support/tern.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const customer = practiceCustomers.ordinary

/** Makes a page in the settings and saves it; answers its code. */
async function savePage(tern: Tern, path: string): Promise<string> {
  await answerSaveDialogs(tern, path)
  const page = await tern.main()
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Save as PDF…' }).click()
  if (existsSync(join(dirname(path), 'recovery.json')))
    await page.getByRole('button', { name: 'Make a new page' }).click()
  await expect.poll(() => existsSync(path)).toBe(true)
  await expect(page.getByRole('button', { name: 'Save as PDF…' })).toBeEnabled()
  return codeOfPdf(path)
}

async function setUpWithTexts(tern: Tern, aircall: PracticeAircall): Promise<void> {
  await setUp(await tern.main(), aircall)
  await composeText(tern, customer.number, 'We can come tomorrow at 9.')
  await expect((await tern.main()).getByText(customer.reply.body).first()).toBeVisible()
}

const typeCode = async (tern: Tern, code: string): Promise<void> => {
  const page = await tern.main()
  const use = page.getByRole('button', { name: 'Use recovery code' })
  const field = page.getByLabel('Recovery code')
  await expect(use.or(field)).toBeVisible()
  if (await use.isVisible()) await use.click()
  await field.fill(code)
  await page.getByRole('button', { name: 'Open my messages' }).click()
}

test('lock me out: keychain wiped, code typed, all messages there; the key is asked for anew', async ({
  start,
  aircall,
  dataDir,
  desktop,
}) => {
  const pdf = join(dataDir, 'page.pdf')
  const first = await start()
  await setUpWithTexts(first, aircall)
  const code = await savePage(first, pdf)
  expect(readCode(code)).toMatchObject({ ok: true })

  await first.quit()

  // A text that waits when the lights go out: there is no way to Aircall.
  const offline = await start({ aircallUrl: 'http://127.0.0.1:9/v1' })
  await composeText(offline, practiceCustomers.emoji.number, 'This one waits')
  await expect((await offline.main()).getByText('This one waits').first()).toBeVisible()
  await offline.quit()
  const sentBefore = aircall.sends.length
  expect(await wipeKeychain(desktop.env, dataDir)).toBe('aircall-key store-key')

  const second = await start()
  const page = await second.main()
  await expect(page.getByText('The key of your messages is gone from the keychain.')).toBeVisible()
  await expect
    .poll(async () => (await trayMenu(desktop.env)).map(({ label }) => label))
    .toContain(
      'The key of your messages is gone from the keychain: replies cannot be kept and nothing is sent',
    )
  await typeCode(second, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'))
  await expect(page.getByText(/typing error.*group 7/s)).toBeVisible()
  await typeCode(second, ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `)
  await expect(page.getByRole('heading', { name: 'Notifications' })).toBeVisible({ timeout: 30_000 })

  await goTo(page, 'Conversations')
  await page.getByText(customer.reply.body).first().click()
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('We can come tomorrow at 9.')).toBeVisible()
  // Nothing leaves without a key; the window says what is missing, and where to put it right.
  await expect(page.getByText(/Your Aircall key is no longer in the keychain/).first()).toBeVisible()
  expect(aircall.sends.length).toBe(sentBefore)

  await page.getByRole('alert').getByRole('button', { name: 'Connect key' }).click()
  await page.getByRole('region', { name: 'Settings' }).getByRole('button', { name: 'Connect key' }).click()
  await enterKey(page, aircall.key)
  await expect(page.getByText('The key is in the keychain.')).toBeVisible()
  await expect.poll(() => aircall.sends.filter(({ body }) => body === 'This one waits').length).toBe(1)
  await expect(page.getByText('Replies can reach you').first()).toBeVisible({ timeout: 30_000 })
  expect(aircall.configured(numberId)).toBeDefined()
  await second.quit()

  // From now on it starts by itself, and nothing was sent twice.
  const third = await start()
  await expect((await third.main()).getByRole('heading', { name: 'Notifications' })).toBeVisible()
  expect(aircall.sends.map(({ body }) => body)).toEqual(['We can come tomorrow at 9.', 'This one waits'])
})

test('the code is nowhere but on the page, and the page says what it is for', async ({
  start,
  aircall,
  dataDir,
}) => {
  const pdf = join(dataDir, 'page.pdf')
  const tern = await start()
  await setUpWithTexts(tern, aircall)
  const code = await savePage(tern, pdf)
  const text = await pdfText(pdf)
  for (const words of ['Recovery page', 'Practice Plumbing', 'Front desk', 'Type the code above'])
    expect(text).toContain(words)
  expect(statSync(join(dataDir, 'recovery.json')).mode & 0o077).toBe(0)

  const page = await tern.main()
  const seen = await page.evaluate(async () => {
    const { tern: api } = window as unknown as { tern: import('../../shared/contract-sides.ts').PageApi }
    return JSON.stringify([await api.recovery.get(), await api.health.get()]) + document.body.innerHTML
  })
  await tern.quit()
  const kit = readFileSync(join(dataDir, 'recovery.json'), 'utf8')
  const log = readFileSync(join(dataDir, 'logs/tern.log'), 'utf8')
  for (const form of [code, code.replaceAll('-', '')])
    for (const place of [seen, kit, log]) expect(place.includes(form)).toBe(false)
})

test('a page is shown in a window that can do nothing, and is closed when its code is replaced', async ({
  start,
  aircall,
  dataDir,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect(page.getByText(/The recovery page is open in a window of its own/)).toBeVisible()

  const shown = await tern.app.evaluate(async ({ BrowserWindow, session }) => {
    const window = BrowserWindow.getAllWindows().find(({ title }) => title === 'Recovery page')
    if (window === undefined) return undefined
    const kit = session.fromPartition('tern-recovery')
    const answers = await Promise.all(
      [window.webContents.getURL(), 'app://recovery/', 'app://tern/index.html'].map((address) =>
        kit.fetch(address).then(
          ({ status }) => status,
          () => 'refused',
        ),
      ),
    )
    return {
      visible: window.isVisible(),
      // With no scripts this never ends: it does not run.
      ran: await Promise.race([
        window.webContents.executeJavaScript('1 + 1').catch(() => 'refused'),
        new Promise((done) => setTimeout(done, 1000, 'nothing ran')),
      ]),
      answers,
    }
  })
  expect(shown).toMatchObject({ visible: true, answers: [404, 404, 404] })
  expect(shown?.ran).not.toBe(2)

  await savePage(tern, join(dataDir, 'page.pdf'))
  await expect
    .poll(() =>
      tern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ title }) => title)),
    )
    .toEqual(['Tern'])
})

test('cancelled, not printed, not saved: the page from before still works; a new one makes it useless', async ({
  start,
  aircall,
  dataDir,
  desktop,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  const first = await savePage(tern, join(dataDir, 'first.pdf'))
  const kit = (): unknown => JSON.parse(readFileSync(join(dataDir, 'recovery.json'), 'utf8'))
  const kitBefore = kit()
  const again = async (name: string): Promise<void> => {
    await page.getByRole('button', { name }).click()
    await page.getByRole('button', { name: 'Make a new page' }).click()
  }
  await answerSaveDialogs(tern, undefined)
  await again('Save as PDF…')
  await expect(page.getByRole('button', { name: 'Save as PDF…' })).toBeEnabled()
  await answerSaveDialogs(tern, join(dataDir, 'no such folder/page.pdf'))
  await again('Save as PDF…')
  await expect(page.getByText('The recovery page could not be saved there.')).toBeVisible()
  // There is no printer here.
  await again('Print…')
  await expect(page.getByText('The recovery page was not printed.')).toBeVisible()
  expect(kit()).toEqual(kitBefore)

  const second = await savePage(tern, join(dataDir, 'second.pdf'))
  expect(second).not.toBe(first)
  await tern.quit()
  // Another key, as after the keychain of another computer was put back.
  await wipeKeychain(desktop.env, dataDir)
  await keychain(desktop.env, dataDir, `await keytar.setPassword(service, 'store-key', 'c3'.repeat(32))`)
  const locked = await start()
  await typeCode(locked, first)
  await expect((await locked.main()).getByText('This code does not open your messages.')).toBeVisible()
  await typeCode(locked, second)
  await expect((await locked.main()).getByRole('heading', { name: 'Notifications' })).toBeVisible({
    timeout: 30_000,
  })
  // The key that was there opens something else, and is kept.
  const before = await keychain(
    desktop.env,
    dataDir,
    `console.log(await keytar.getPassword(service, 'store-key-before'))`,
  )
  expect(before).toBe('c3'.repeat(32))
  expect(existsSync(join(dataDir, 'recovery.json'))).toBe(true)
})

test('with no page there is nothing that a code could open, and Tern says so', async ({
  start,
  aircall,
  dataDir,
  desktop,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await tern.quit()
  await wipeKeychain(desktop.env, dataDir)
  const locked = await start()
  await typeCode(locked, '3AHR-Z6DM-V29G-QY5C-KT18-FPX4-BJS0')
  await expect(
    (await locked.main()).getByText('No recovery page was ever made for these messages.'),
  ).toBeVisible()
})
