/** A reply that is lost while the way in is: shown where it is missed, and asked for once more. */
import { practiceNumbers } from '../../electron/practice/customers.ts'
import { trayMenu } from '../desktop/tray.mjs'
import { composeText, expect, goTo, setUp, test } from '../support/fixtures.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const quiet = '+13025550177'
// An answer would come before the way in is gone, or not, as it happens.
test.use({ replyMs: 3_600_000 })

test('what was lost is shown in the conversation and the list, and the person is asked once', async ({
  start,
  aircall,
  tunnel,
  desktop,
}) => {
  test.setTimeout(120_000)
  const tern = await start()
  const page = await tern.main()
  const trayLines = async () => (await trayMenu(desktop.env)).map(({ label }) => label).join(' | ')
  await setUp(page, aircall)
  await composeText(tern, quiet, 'Are you coming on Friday?')
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('Delivered')).toBeVisible()

  await tunnel.down()
  await expect(
    thread.getByText(/^Since .* this computer cannot be reached\. A reply sent now may not arrive\.$/),
  ).toBeVisible({
    timeout: 30_000,
  })
  await expect.poll(trayLines, { timeout: 30_000 }).toMatch(/Replies cannot reach this computer since \d/)
  await expect(page.getByText(/^Replies can't reach this computer since .*\.$/)).toBeVisible()
  await aircall.customerTexts({ numberId, from: quiet, body: 'Yes, at nine' })

  await tunnel.up()
  await expect.poll(trayLines, { timeout: 60_000 }).toContain('Replies reach this computer')
  await expect(
    thread.getByText(/could not be reached\. A reply sent then may not have arrived\.$/),
  ).toBeVisible()
  await expect(thread.getByText('Yes, at nine')).toHaveCount(0)

  await goTo(page, 'Notifications')
  const line = page.getByRole('listitem').filter({ hasText: 'This computer could not be reached' })
  await line.getByRole('button', { name: 'Ask to resend' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ask to resend' })
  await expect(dialog.getByRole('checkbox')).toBeChecked()
  await dialog.getByRole('button', { name: 'Send to 1 person' }).dblclick()
  await expect(line.getByText(/^Asked 1 person at /)).toBeVisible()
  await expect(line.getByRole('button', { name: /^Ask/ })).toHaveCount(0)
  await expect.poll(() => aircall.sends.length).toBe(2)
  expect(aircall.sends[1]).toMatchObject({ to: quiet })
  expect(aircall.sends[1]?.body).toMatch(/^Hello, we could not receive texts .*please send it again/)
})
