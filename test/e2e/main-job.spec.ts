import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PageApi } from '../../shared/contract-sides.ts'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { shownNotifications } from '../desktop/notifications.mjs'
import { trayMenu } from '../desktop/tray.mjs'
import { composeText, enterKey, expect, goTo, setSettings, setUp, test } from '../support/fixtures.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const customer = practiceCustomers.ordinary

/** Every file under a folder, as bytes in one string. */
function everyByte(dir: string): string {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

test('a key, a number, a text, its delivery and the reply', async ({ start, aircall, desktop }) => {
  const tern = await start()
  const page = await tern.main()
  await setSettings(page, { undoSeconds: 0 })
  await enterKey(page, aircall.key)
  // What changes is said before anything is changed.
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await expect(page.getByText(/Texting in the Aircall apps stops for this number/)).toBeVisible()
  expect(aircall.configured(numberId)).toBeUndefined()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await page.getByRole('button', { name: 'Start texting' }).click({ timeout: 30_000 })
  expect(aircall.configured(numberId)?.callbackUrl).toMatch(/\.localhost:\d+\/callback\/[0-9a-f]{32}$/)

  await composeText(tern, customer.number, 'We can come tomorrow at 9.')
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('Delivered')).toBeVisible()
  await expect(thread.getByText(customer.reply.body)).toBeVisible()
  expect(aircall.sends.map(({ body, to }) => ({ body, to }))).toEqual([
    { body: 'We can come tomorrow at 9.', to: customer.number },
  ])

  // A reply to a conversation that is not on the screen is a notification.
  await goTo(page, 'Settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await aircall.customerTexts({ numberId, from: customer.number, body: 'And <b>please</b> bring a & b' })
  await expect
    .poll(() => shownNotifications(desktop.env).map(({ body }) => body))
    .toContain('And &lt;b&gt;please&lt;/b&gt; bring a &amp; b')
  await expect
    .poll(async () => (await trayMenu(desktop.env)).map(({ label }) => label))
    .toContain('1 unread text')
})

test('many texts at once are one notification, and the tray counts them all', async ({
  start,
  aircall,
  desktop,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await goTo(page, 'Settings')
  const before = shownNotifications(desktop.env).length
  const texts = Array.from({ length: 40 }, (_, nth) => ({
    numberId,
    from: `+1617555${String(2000 + nth)}`,
    body: `Text ${nth}`,
  }))
  const answers = await Promise.all(texts.map((text) => aircall.customerTexts(text)))
  expect(answers.every((answer) => answer.kind === 'answered' && answer.status === 200)).toBe(true)
  await expect
    .poll(async () => (await trayMenu(desktop.env)).map(({ label }) => label))
    .toContain('40 unread texts')
  const shown = () => shownNotifications(desktop.env).slice(before)
  await expect
    .poll(() => shown().map(({ title }) => title))
    .toContainEqual(expect.stringMatching(/^\d+ new texts$/))
  expect(shown().length).toBeLessThan(20)
  expect(shown().map(({ body }) => body)).toContainEqual(expect.stringMatching(/^From .+ and \d+ others\.$/))
})

test('no secret and no text is in a file in clear, or in the page', async ({ start, aircall, dataDir }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await composeText(tern, customer.number, 'The door code is 4711-ZEBRA')
  await expect(page.getByText(customer.reply.body).first()).toBeVisible()
  const configured = aircall.configured(numberId)
  const path = configured?.callbackUrl.split('/').at(-1) ?? ''
  expect(path).toHaveLength(32)
  const secrets = [aircall.key.apiToken, configured?.token ?? '', path]

  const inPage = await page.evaluate(async () => {
    const { tern: api } = window as unknown as { readonly tern: PageApi }
    const answers = await Promise.all([
      api.setup.get(),
      api.health.get(),
      api.reach.get(),
      api.settings.get(),
    ])
    return JSON.stringify(answers) + document.documentElement.outerHTML
  })
  await tern.quit()
  const onDisk = everyByte(dataDir)
  expect(onDisk.length).toBeGreaterThan(1000)
  for (const secret of secrets) {
    expect(inPage).not.toContain(secret)
    expect(onDisk).not.toContain(secret)
  }
  expect(onDisk).not.toContain('4711-ZEBRA')
  expect(onDisk).not.toContain(customer.number.slice(1))
})

test('everything is there after a crash, and what was on its way is not sent again', async ({
  start,
  aircall,
}) => {
  const first = await start()
  await setUp(await first.main(), aircall)
  // Aircall takes the text, but neither its answer nor any callback comes.
  aircall.behave({ trouble: { kind: 'hang', on: 'send', takesEffect: true }, callbacks: { lost: true } })
  await composeText(first, customer.number, 'Did this arrive?')
  await expect.poll(() => aircall.sends.length).toBe(1)
  await first.kill()
  aircall.behave({ trouble: undefined })

  const second = await start()
  const page = await second.main()
  await goTo(page, 'Conversations')
  await page.getByText('Did this arrive?').first().click()
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText("We don't know whether this reached Aircall").first()).toBeVisible()
  await composeText(second, practiceCustomers.emoji.number, 'Another one')
  await expect.poll(() => aircall.sends.map(({ body }) => body)).toEqual(['Did this arrive?', 'Another one'])
})

test('the number is given back, and conversations stay', async ({ start, aircall }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await composeText(tern, customer.number, 'Hello')
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Stop using this number' }).click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: /stop/i })
    .click()
  await expect.poll(() => aircall.configured(numberId)).toBeUndefined()
})
