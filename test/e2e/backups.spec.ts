/** Backups in the real window: made, restored, and opened in place of a damaged store. */
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import type { PracticeAircall } from '../../electron/practice/practice.ts'
import { shownNotifications } from '../desktop/notifications.mjs'
import { expect, goTo, setUp, test } from '../support/fixtures.ts'

const numberId = practiceNumbers[0]?.id ?? 0

/** Has a customer text, and waits until the window shows it. */
async function receive(page: Page, aircall: PracticeAircall, body: string): Promise<void> {
  await aircall.customerTexts({ numberId, from: practiceCustomers.ordinary.number, body })
  await goTo(page, 'Notifications')
  await expect(page.getByText(body).first()).toBeVisible()
}

async function backUp(page: Page): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(page.getByText('The backup is made and checked.')).toBeVisible()
}

/** Writes nonsense over a part of the file of the messages, in shares of its length. */
function damage(dataDir: string, from: number, to: number): void {
  const file = join(dataDir, 'tern.db')
  const { size } = statSync(file)
  const begin = Math.floor(size * from)
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(Math.floor(size * to) - begin, 'x'), 0, undefined, begin)
  closeSync(handle)
}

const backups = (dataDir: string): string[] => readdirSync(join(dataDir, 'backups')).sort()

test('a backup is made, restored, and the messages from before the restore can be had back', async ({
  start,
  aircall,
  dataDir,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await receive(page, aircall, 'Before the backup')
  await backUp(page)
  expect(backups(dataDir)).toHaveLength(1)
  await receive(page, aircall, 'After the backup')

  await goTo(page, 'Settings')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: /^Restore the backup/ }).click()
  await expect(dialog.getByText(/Texts sent or received since then will be missing/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText(/^Your messages are as they were on/)).toBeVisible()
  await goTo(page, 'Notifications')
  await expect(page.getByText('Before the backup').first()).toBeVisible()
  await expect(page.getByText('After the backup')).toHaveCount(0)
  expect(backups(dataDir)).toHaveLength(2)
  // It goes on as after any start.
  await receive(page, aircall, 'After the restore')

  await goTo(page, 'Settings')
  await expect(page.getByText(/Kept when another backup was restored/)).toBeVisible()
  await page
    .getByRole('button', { name: /^Restore the backup/ })
    .first()
    .click()
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText(/^Your messages are as they were on/).first()).toBeVisible()
  await goTo(page, 'Notifications')
  await expect(page.getByText('After the backup').first()).toBeVisible()
  expect(backups(dataDir)).toHaveLength(3)
})

test('a store that is damaged when it is opened gives place to the backup, and the user is told', async ({
  start,
  aircall,
  dataDir,
  desktop,
}) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await receive(page, aircall, 'Before the backup')
  await backUp(page)
  await receive(page, aircall, 'After the backup')
  await first.quit()
  damage(dataDir, 0, 1)

  const second = await start()
  const again = await second.main()
  const said = again.getByText(/Texts between .* and .* may be missing/)
  await expect(said).toBeVisible({ timeout: 30_000 })
  await expect(again.getByText('Before the backup').first()).toBeVisible()
  await expect(again.getByText('After the backup')).toHaveCount(0)
  expect(readdirSync(join(dataDir, 'damaged'))).toHaveLength(1)
  await expect
    .poll(() => shownNotifications(desktop.env).map(({ title }) => title))
    .toContain('Your messages were damaged, and come from a backup now')
  await again.getByRole('button', { name: 'I have seen this' }).click()
  await expect(said).toHaveCount(0)
  await receive(again, aircall, 'After the recovery')
  await second.quit()

  const third = await start()
  const last = await third.main()
  await expect(last.getByText('After the recovery').first()).toBeVisible()
  await expect(last.getByText(/may be missing/)).toHaveCount(0)
})

test('damage that only a check finds is put right while Tern runs', async ({ start, aircall, dataDir }) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await receive(page, aircall, 'Before the backup')
  await backUp(page)
  await first.quit()
  // The tables are named at its beginning: it opens.
  damage(dataDir, 0.9, 1)

  const second = await start()
  const again = await second.main()
  await expect(again.getByText(/may be missing|No text is known to be missing/)).toBeVisible({
    timeout: 45_000,
  })
  await goTo(again, 'Health')
  await again.getByRole('button', { name: 'Check the file' }).click()
  await expect(again.getByText('Checked just now: works.')).toBeVisible()
  await goTo(again, 'Notifications')
  await expect(again.getByText('Before the backup').first()).toBeVisible()
})
