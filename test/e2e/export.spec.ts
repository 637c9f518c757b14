import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { composeText, expect, goTo, setUp, test } from '../support/fixtures.ts'
import { sandboxArgs } from '../support/electron.ts'
import { makeDataDir, type Tern } from '../support/tern.ts'

const customer = practiceCustomers.ordinary
const numberId = practiceNumbers[0]?.id ?? 0

/** The next dialogs for a folder answer this one. */
const pickFolder = (tern: Tern, folder: string): Promise<void> =>
  tern.app.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] })
  }, folder)

const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['TERN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: sandboxArgs(),
  })

test('everything is exported, can be read in a browser, and comes back in an empty Tern', async ({
  start,
  aircall,
  dataDir,
}, info) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await composeText(tern, customer.number, 'We can come tomorrow at 9.')
  await expect(page.getByText(customer.reply.body).first()).toBeVisible()
  const hostile = '<img src=x onerror="document.title=\'broken\'"> =1+1 שלום 👩‍👩‍👧'
  await aircall.customerTexts({ numberId, from: customer.number, body: hostile })
  await expect(page.getByText(hostile).first()).toBeVisible()

  const picked = join(dataDir, 'picked')
  mkdirSync(picked)
  await pickFolder(tern, picked)
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Export everything…' }).click()
  await page.getByRole('button', { name: 'Choose a folder…' }).click()
  await expect(page.getByRole('heading', { name: 'The export is ready' })).toBeVisible()
  await page.screenshot({ path: info.outputPath('ready.png') })
  await page.getByRole('button', { name: 'Done' }).click()
  const [name = ''] = readdirSync(picked)
  expect(name).toMatch(/^Tern export \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d$/)
  const folder = join(picked, name)
  expect(statSync(folder).mode & 0o777).toBe(0o700)

  const browser = await openBrowser()
  try {
    const web = await browser.newPage()
    const problems: string[] = []
    web.on('console', (message) => problems.push(message.text()))
    web.on('pageerror', (error) => problems.push(error.message))
    await web.goto(`file://${join(folder, 'index.html')}`)
    await web.screenshot({ path: info.outputPath('index.png') })
    await web.getByRole('table').getByRole('link').first().click()
    await expect(web.getByText(hostile, { exact: true })).toBeVisible()
    await expect(web.getByText('We can come tomorrow at 9.')).toBeVisible()
    await expect(web.locator('article')).toHaveCount(3)
    // The style sheet is taken although the policy lets next to nothing in.
    const ground = await web
      .locator('article.in')
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor)
    expect(ground).not.toBe('rgba(0, 0, 0, 0)')
    await web.screenshot({ path: info.outputPath('conversation-light.png') })
    await web.emulateMedia({ colorScheme: 'dark' })
    await web.screenshot({ path: info.outputPath('conversation-dark.png') })
    expect(await web.title()).not.toBe('broken')
    expect(problems).toEqual([])
  } finally {
    await browser.close()
  }
  await tern.quit()

  const empty = makeDataDir()
  try {
    const other = await start({ dataDir: empty.path })
    const second = await other.main()
    await setUp(second, aircall)
    await pickFolder(other, folder)
    await goTo(second, 'Settings')
    await second.getByRole('button', { name: 'Import an export…' }).click()
    await expect(second.getByRole('heading', { name: '3 messages imported' })).toBeVisible()
    await second.getByRole('button', { name: 'Done' }).click()
    await goTo(second, 'Conversations')
    await second.getByText(hostile).first().click()
    const thread = second.getByRole('log', { name: 'Messages' })
    await expect(thread.getByText('We can come tomorrow at 9.')).toBeVisible()
    await expect(thread.getByText('Delivered')).toBeVisible()
    await other.quit()
  } finally {
    empty.remove()
  }
  expect(aircall.sends).toHaveLength(1)
})

test('one conversation is exported from its own header, and a folder that is none is refused', async ({
  start,
  aircall,
  dataDir,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await composeText(tern, customer.number, 'Is it this door?')
  await composeText(tern, practiceCustomers.emoji.number, 'Somebody else')
  await pickFolder(tern, dataDir)
  // The list shows the last text of a conversation: what the customer answered.
  await goTo(page, 'Conversations')
  const list = page.getByRole('list', { name: 'Conversations' })
  await list.getByText(customer.reply.body).click()
  await page.getByRole('button', { name: 'More about this conversation' }).click()
  await page.getByRole('menuitem', { name: 'Export this conversation…' }).click()
  await page.getByRole('button', { name: 'Choose a folder…' }).click()
  await expect(page.getByRole('heading', { name: 'The export is ready' })).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  const name = readdirSync(dataDir).find((one) => one.startsWith('Tern export')) ?? ''
  const lines = readFileSync(join(dataDir, name, 'messages.jsonl'), 'utf8')
  expect(lines).toContain('Is it this door?')
  expect(lines).not.toContain('Somebody else')

  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Import an export…' }).click()
  await expect(page.getByText('This folder is not an export of Tern.')).toBeVisible()
})
