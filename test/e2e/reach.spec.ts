/** Whose the replies are: the number handed back over a quit, and one that somebody else has taken. */
import type { Page } from 'playwright-core'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { clickTrayMenu } from '../desktop/tray.mjs'
import { composeText, expect, goTo, setSettings, setUp, test } from '../support/fixtures.ts'
import { configureByOthers } from '../support/others.ts'
import type { Tern } from '../support/tern.ts'

const numberId = practiceNumbers[0]?.id ?? 0
const { number: from } = practiceCustomers.ordinary
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const thread = (page: Page) => page.getByRole('log', { name: 'Messages' })

/** Answers the system's question with its button of that place, as the user's click would. */
const answerQuestion = (tern: Tern, response: number) =>
  tern.app.evaluate(({ dialog }, answer) => {
    dialog.showMessageBox = () => Promise.resolve({ response: answer, checkboxChecked: false })
  }, response)

test('quit asks once, hands the number back, and the next start takes it again', async ({
  start,
  aircall,
  desktop,
}) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await composeText(first, from, 'When would it suit you?')
  const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
  await answerQuestion(first, 1)
  await clickTrayMenu(desktop.env, 'Quit Tern')
  await ended
  expect(aircall.configured(numberId)).toBeUndefined()

  const second = await start()
  const after = await second.main()
  await expect.poll(() => aircall.configured(numberId)?.callbackUrl).toContain('/callback/')
  await goTo(after, 'Conversations')
  await after.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  await expect(
    thread(after).getByText(/: the number was in Aircall\. Look in the Aircall inbox for what came\.$/),
  ).toBeVisible({ timeout: 30_000 })
  const again = new Promise((resolve) => second.app.process().once('exit', resolve))
  // Decided: it does not ask any more.
  await clickTrayMenu(desktop.env, 'Quit Tern')
  await again
  expect(aircall.configured(numberId)).toBeUndefined()
})

test('a number that somebody else has taken is left alone, and taken back by one click', async ({
  start,
  aircall,
}) => {
  const first = await start()
  await setUp(await first.main(), aircall)
  await setSettings(await first.main(), { away: 'keep' })
  await first.quit()
  await configureByOthers(aircall, numberId, 'https://elsewhere.example/hook')

  const second = await start()
  const page = await second.main()
  await expect(page.getByText(/elsewhere\.example/).first()).toBeVisible({ timeout: 30_000 })
  expect(aircall.configured(numberId)?.callbackUrl).toBe('https://elsewhere.example/hook')
  await button(page, 'Take it back').first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await expect
    .poll(() => aircall.configured(numberId)?.callbackUrl, { timeout: 30_000 })
    .toContain('/callback/')
  await expect(page.getByText(/elsewhere\.example/)).toHaveCount(0)
})
