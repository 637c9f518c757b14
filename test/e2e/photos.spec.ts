/** Photos of inbound texts, through the whole app. The Aircall of these tests is on loopback, and the only such place that is fetched from. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { PageApi } from '../../shared/contract-sides.ts'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { paintPhoto } from '../../electron/practice/photo.ts'
import { expect, goTo, setUp, test } from '../support/fixtures.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const from = practiceCustomers.photo.number
const photo = paintPhoto()

/** Opens the conversation that ends with a text. */
async function openThread(page: Page, text: string): Promise<void> {
  await goTo(page, 'Conversations')
  await page.getByText(text).first().click()
  await page.getByRole('log', { name: 'Messages' }).waitFor()
}
const widthOf = (page: Page) =>
  page
    .getByRole('img', { name: /^Photo from .+ 617/ })
    .first()
    .evaluate((image) => (image as HTMLImageElement).naturalWidth)
const mediaFiles = (dataDir: string): string[] => {
  const folder = join(dataDir, 'media')
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
}

test('a photo arrives, is shown, is encrypted on the disk, is saved, and is there after a restart', async ({
  start,
  aircall,
  dataDir,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await aircall.customerTexts({ numberId, from, body: 'This is the pipe', media: true })
  await openThread(page, 'This is the pipe')
  await expect.poll(() => widthOf(page)).toBe(320)

  const [file = '', ...others] = mediaFiles(dataDir)
  expect(others).toEqual([])
  const onDisk = readFileSync(file)
  expect(onDisk.length).toBeGreaterThan(photo.length)
  for (const clear of ['\x89PNG', 'IHDR', 'IDAT'])
    expect(onDisk.includes(Buffer.from(clear, 'latin1'))).toBe(false)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)

  // In full, and saved where the user says.
  await page.getByRole('button', { name: /^Photo from/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img')).toBeVisible()
  const target = join(dataDir, 'saved.png')
  await tern.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = async (...args: unknown[]) => {
      ;(globalThis as Record<string, unknown>)['asked'] = args.at(-1)
      return { canceled: false, filePath }
    }
  }, target)
  await dialog.getByRole('button', { name: 'Save…' }).click()
  await expect.poll(() => existsSync(target) && readFileSync(target).equals(photo)).toBe(true)
  const asked = await tern.app.evaluate(() => (globalThis as Record<string, unknown>)['asked'])
  expect((asked as { defaultPath: string }).defaultPath).toMatch(
    /Photo \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/,
  )
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await tern.quit()
  const again = await (await start()).main()
  await openThread(again, 'This is the pipe')
  await expect.poll(() => widthOf(again)).toBe(320)
})

test('one that is not to be had says so, and the text does not wait for it', async ({ start, aircall }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await aircall.customerTexts({ numberId, from, body: 'Too late', media: [aircall.expiredPhotoUrl] })
  await openThread(page, 'Too late')
  await expect(page.getByText('Too late').last()).toBeVisible()
  await expect(page.getByText('Photo expired')).toBeVisible()
  await page.getByRole('button', { name: /^Try again/ }).click()
  await expect(page.getByText('Photo expired')).toBeVisible()
})

test('nothing private is connected to, however it is named', async ({ start, aircall, dataDir }) => {
  let connections = 0
  const inside: Server = createServer((_, response) => response.end(photo))
  inside.on('connection', () => (connections += 1))
  await new Promise<void>((ready) => inside.listen(0, '127.0.0.1', ready))
  const { port } = inside.address() as AddressInfo
  try {
    const tern = await start()
    const page = await tern.main()
    await setUp(page, aircall)
    const media = [
      `http://127.0.0.1:${port}/photo.png`,
      `https://127.0.0.1:${port}/photo.png`,
      `https://localhost:${port}/photo.png`,
      `https://[::ffff:127.0.0.1]:${port}/photo.png`,
      `https://2130706433:${port}/photo.png`,
      'https://169.254.169.254/latest/meta-data/',
    ]
    await aircall.customerTexts({ numberId, from, body: 'Look at these', media })
    await openThread(page, 'Look at these')
    await expect(page.getByText('Photo not fetched')).toHaveCount(media.length)
    expect(connections).toBe(0)
    expect(mediaFiles(dataDir)).toEqual([])
  } finally {
    await new Promise((done) => inside.close(done))
  }
})

test('a deleted conversation takes its photos along', async ({ start, aircall, dataDir }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await aircall.customerTexts({ numberId, from, body: 'This is the pipe', media: true })
  await expect.poll(() => mediaFiles(dataDir).length).toBe(1)
  await page.evaluate(async () => {
    const { tern: api } = window as unknown as { readonly tern: PageApi }
    const list = await api.conversations.list({ limit: 1 })
    if (!list.ok) throw new Error(list.error.code)
    const conversationId = list.value.items[0]?.id ?? ''
    const removed = await api.conversations.remove({ conversationId })
    if (!removed.ok) throw new Error(removed.error.code)
  })
  await expect.poll(() => mediaFiles(dataDir)).toEqual([])
})
