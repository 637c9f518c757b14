/** A disk that is really full: told in the tray and the window, nothing lost, nothing doubled, and it goes on by itself. */
import type { PageApi } from '../../shared/contract-sides.ts'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { saveTrayIcon, trayInfo, trayMenu } from '../desktop/tray.mjs'
import { shownNotifications } from '../desktop/notifications.mjs'
import { composeText, expect, goTo, setUp, test } from '../support/fixtures.ts'
import { makeSmallDisk, noSmallDisk } from '../support/small-disk.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const [ordinary, emoji, stop] = [practiceCustomers.ordinary, practiceCustomers.emoji, practiceCustomers.stop]
const line = 'The disk is full: replies cannot be kept and nothing is sent'

test.skip(noSmallDisk !== undefined, noSmallDisk)

test('a full disk is told in tray and window; once there is space, all goes on by itself', async ({
  start,
  aircall,
  dataDir,
  desktop,
}, info) => {
  const labels = async (): Promise<string[]> => (await trayMenu(desktop.env)).map(({ label }) => label)
  const disk = makeSmallDisk(dataDir, '96m')
  try {
    const tern = await start()
    const page = await tern.main()
    await setUp(page, aircall)
    // Nothing is held back here: what is sent goes out at once.
    await page.evaluate(() =>
      (window as unknown as { readonly tern: PageApi }).tern.settings.set({ undoSeconds: 0 }),
    )
    const well = (await trayInfo(desktop.env)).iconHash

    // One text is on its way and another waits behind it, when the disk fills up.
    aircall.behave({ answerDelayMs: 6_000 })
    await composeText(tern, emoji.number, 'On its way')
    await composeText(tern, stop.number, 'Waits behind it')
    await expect.poll(() => aircall.requests.some(({ body }) => body?.includes('On its way'))).toBe(true)
    disk.fill()
    aircall.behave({ answerDelayMs: 0 })
    const text = { numberId, from: ordinary.number, body: 'Are you there?' }
    // Where the log of the store was just begun anew, some texts still find room in it.
    await expect
      .poll(() => aircall.customerTexts({ ...text, body: 'Is it full yet' }), { intervals: [10] })
      .toMatchObject({ status: 503 })
    expect(await aircall.customerTexts(text)).toEqual({ kind: 'answered', status: 503 })

    await expect.poll(labels).toContain(line)
    const full = await trayInfo(desktop.env)
    expect(full.tooltip).toContain(line)
    expect(full.iconHash).not.toBe(well)
    await saveTrayIcon(desktop.env, info.outputPath('tray-full.png'))
    await expect(page.getByText('The disk is full.').first()).toBeVisible()
    await expect(page.getByText('Replies cannot be kept', { exact: true })).toBeVisible()
    await page.screenshot({ path: info.outputPath('full-light.png') })
    await expect
      .poll(() => shownNotifications(desktop.env).map(({ title }) => title))
      .toContain('The disk is full.')
    await goTo(page, 'Health')
    await expect(page.getByText(/Nothing can be written/)).toBeVisible()
    await expect(page.getByText('The disk is full.', { exact: true })).toHaveCount(1)
    await page.screenshot({ path: info.outputPath('full-health.png') })

    // What cannot be kept is not taken: the text stays where it was written.
    await page.getByRole('button', { name: 'New text' }).click()
    const small = await tern.compose()
    await small.getByLabel('To', { exact: true }).fill(practiceCustomers.photo.number)
    await small.getByRole('textbox', { name: 'Message' }).fill('Cannot be kept')
    await small.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(small.getByText('The disk is full.')).toBeVisible()
    await expect(small.getByRole('textbox', { name: 'Message' })).toHaveValue('Cannot be kept')

    // The first text has reached Aircall by now; the second must not, while nothing can be claimed.
    await expect.poll(() => aircall.sends.map(({ body }) => body)).toEqual(['On its way'])
    await goTo(page, 'Conversations')
    await expect(page.getByText('Waits behind it').first()).toBeVisible()
    expect(await aircall.customerTexts({ ...text, body: 'Hello?' })).toMatchObject({ status: 503 })

    disk.free()
    await expect.poll(labels, { timeout: 30_000 }).toContain('Replies reach this computer')
    await expect(page.getByText('The disk is full.')).toHaveCount(0)
    await expect.poll(() => aircall.sends.map(({ body }) => body)).toEqual(['On its way', 'Waits behind it'])
    await small.getByRole('button', { name: 'Send', exact: true }).click()
    await expect.poll(() => aircall.sends.length).toBe(3)
    await goTo(page, 'Notifications')
    for (const body of ['Are you there?', 'Hello?'])
      await expect(page.getByText(body, { exact: true }).first()).toBeVisible()

    // Nothing was lost and nothing doubled, also after a restart.
    await tern.quit()
    const again = await start()
    const second = await again.main()
    await goTo(second, 'Conversations')
    await second.getByText('Hello?').first().click()
    const thread = second.getByRole('log', { name: 'Messages' })
    await expect(thread.getByText('Are you there?', { exact: true })).toHaveCount(1)
    await expect(thread.getByText('Hello?', { exact: true })).toHaveCount(1)
    expect(aircall.sends.map(({ body }) => body)).toEqual(['On its way', 'Waits behind it', 'Cannot be kept'])
    await again.quit()
  } finally {
    disk.remove()
  }
})

test('a start on a full disk says why, and goes on by itself once there is space', async ({
  start,
  aircall,
  dataDir,
  desktop,
}) => {
  const labels = async (): Promise<string[]> => (await trayMenu(desktop.env)).map(({ label }) => label)
  const disk = makeSmallDisk(dataDir, '96m')
  try {
    const first = await start()
    await setUp(await first.main(), aircall)
    // Aircall never answers: what was claimed has to become unknown at the next start, which is a write.
    aircall.behave({ trouble: { kind: 'hang', on: 'send', takesEffect: true }, callbacks: { lost: true } })
    await composeText(first, emoji.number, 'Did this arrive?')
    await expect.poll(() => aircall.sends.length).toBe(1)
    await first.kill()
    aircall.behave({ trouble: undefined })
    disk.fill()

    const second = await start()
    const page = await second.main()
    await expect(page.getByRole('heading', { name: 'The disk is full.' })).toBeVisible()
    await expect.poll(labels).toContain(line)
    disk.free()
    await expect(page.getByRole('heading', { name: 'Notifications' })).toBeVisible({ timeout: 30_000 })
    await expect.poll(labels, { timeout: 30_000 }).toContain('Replies reach this computer')
    await goTo(page, 'Conversations')
    await page.getByText('Did this arrive?').first().click()
    await expect(page.getByText("We don't know whether this reached Aircall").first()).toBeVisible()
    expect(aircall.sends).toHaveLength(1)
    await second.quit()
  } finally {
    disk.remove()
  }
})
