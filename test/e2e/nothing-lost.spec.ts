/** What the window shows of the outbox and the record: taking back, the queue, an unclear answer, deletion, the trail. */
import type { Page } from 'playwright-core'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { createPracticeAircall } from '../../electron/practice/practice.ts'
import type { PageApi } from '../../shared/contract-sides.ts'
import { composeText, expect, goTo, setSettings, setUp, test } from '../support/fixtures.ts'

declare const window: Window & { readonly tern: PageApi }

const numberId = practiceNumbers[0]?.id ?? 0
const customer = practiceCustomers.ordinary
const thread = (page: Page) => page.getByRole('log', { name: 'Messages' })
const composer = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Picks from the menu of the message with this text. */
async function pick(page: Page, text: string, item: string): Promise<void> {
  const message = page.getByRole('article').filter({ hasText: text })
  await message.hover()
  await message.getByRole('button', { name: 'More about this message' }).click()
  await message.getByRole('menuitem', { name: item }).click()
}

/** What the store has of the only conversation. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const list = await window.tern.conversations.list({ limit: 10 })
    const [conversation] = list.ok ? list.value.items : []
    if (conversation === undefined) return { draft: '', messages: [] as string[] }
    const answer = await window.tern.conversations.messages({ conversationId: conversation.id, limit: 50 })
    return {
      draft: conversation.draft,
      messages: answer.ok ? answer.value.items.map(({ body }) => body) : ['unreadable'],
    }
  })

test('undo gives the text back, and nothing reaches Aircall', async ({ start, aircall }) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await setSettings(page, { undoSeconds: 20 })
  // From the compose window: the main one opens on the conversation.
  await composeText(first, customer.number, 'See you at 9')
  await expect(thread(page).getByText(/^Sending in \d+ s$/)).toBeVisible()
  await button(page, 'Undo').click()
  await expect(composer(page)).toHaveValue('See you at 9')
  await expect(composer(page)).toBeFocused()
  await expect(page.getByText('No messages yet')).toBeVisible()

  // From the composer, by the keys.
  await page.keyboard.press('Control+Enter')
  await expect(thread(page).getByText('See you at 9')).toBeVisible()
  await expect(composer(page)).toHaveValue('')
  await page.keyboard.press('Control+z')
  await expect(composer(page)).toHaveValue('See you at 9')
  await expect.poll(() => stored(page)).toEqual({ draft: 'See you at 9', messages: [] })
  await first.quit()

  const second = await start()
  const after = await second.main()
  await goTo(after, 'Conversations')
  await after.getByText('See you at 9').first().click()
  await expect(composer(after)).toHaveValue('See you at 9')
  expect(aircall.requests.filter(({ path }) => path.endsWith('/send'))).toEqual([])

  // And what is not taken back goes out.
  await setSettings(after, { undoSeconds: 1 })
  await button(after, 'Send').click()
  await expect(thread(after).getByText('Delivered')).toBeVisible()
  expect(aircall.sends.map(({ body }) => body)).toEqual(['See you at 9'])
})

test('with no network texts queue: it is seen, outlives Tern, and each can be cancelled', async ({
  start,
  aircall,
}) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await aircall.close()
  await composeText(first, customer.number, 'First of two')
  await expect(thread(page).getByText('Tern could not reach Aircall.')).toBeVisible({ timeout: 30_000 })
  await composer(page).fill('Second of two')
  await button(page, 'Send').click()
  await expect(page.getByText('2 texts wait: Tern could not reach Aircall.')).toBeVisible()
  await first.kill()

  const second = await start()
  const after = await second.main()
  await goTo(after, 'Health')
  await expect(after.getByText('2 texts wait: Tern could not reach Aircall.')).toBeVisible({
    timeout: 30_000,
  })
  await button(after, 'Show').click()
  const waiting = after.getByRole('dialog', { name: 'Waiting to go out' })
  const cancel = waiting
    .getByRole('listitem')
    .filter({ hasText: 'First of two' })
    .getByRole('button', { name: /^Cancel/ })
  await cancel.click()
  await expect(waiting.getByRole('listitem')).toHaveCount(1)
  await waiting.getByRole('button', { name: /^Open/ }).click()
  await expect(composer(after)).toHaveValue('First of two')
  await expect(thread(after).getByText('Second of two')).toBeVisible()
  expect(await stored(after)).toEqual({ draft: 'First of two', messages: ['Second of two'] })
  expect(aircall.sends).toEqual([])
})

test('no clear answer: Check finds the delivery report', async ({ start }) => {
  // The report comes late, so that it is looked for first.
  const aircall = await createPracticeAircall({ delays: { sent: 8_000, delivered: 8_100, reply: 60_000 } })
  try {
    const tern = await start({ aircallUrl: aircall.baseUrl })
    const page = await tern.main()
    await setUp(page, aircall)
    aircall.behave({ trouble: { kind: 'resetAfterReading', on: 'send', takesEffect: true, times: 1 } })
    await composeText(tern, customer.number, 'Did you get this?')
    await expect(thread(page).getByText("We don't know whether this reached Aircall")).toBeVisible()
    await button(page, 'Check').click()
    await expect(thread(page).getByText(/^Waiting for a delivery report/)).toBeVisible()
    await expect(thread(page).getByText('Delivered')).toBeVisible({ timeout: 30_000 })
    await expect(button(page, 'Check')).toHaveCount(0)
    expect(aircall.sends).toHaveLength(1)
  } finally {
    await aircall.close()
  }
})

test('a deleted text is gone from the window and from the store, and the record knows', async ({
  start,
  aircall,
}) => {
  const first = await start()
  const page = await first.main()
  await setUp(page, aircall)
  await composeText(first, customer.number, 'The code is 4711')
  await expect(thread(page).getByText(customer.reply.body)).toBeVisible()
  await pick(page, customer.reply.body, 'Delete…')
  const dialog = page.getByRole('dialog', { name: 'Delete this message?' })
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(thread(page).getByText(customer.reply.body)).toHaveCount(0)
  expect((await stored(page)).messages).toEqual(['The code is 4711'])
  await goTo(page, 'Notifications')
  await page.getByRole('radio', { name: 'All' }).check()
  await expect(page.getByText('No texts yet')).toBeVisible()
  await goTo(page, 'Health')
  await button(page, 'Verify my record').click()
  await expect(page.getByText(/about 1 message: the record holds\./)).toBeVisible()
  await first.quit()

  const second = await start()
  const after = await second.main()
  await goTo(after, 'Conversations')
  await after.getByText('The code is 4711').first().click()
  await expect(thread(after).getByText('The code is 4711')).toBeVisible()
  await button(after, 'More about this conversation').click()
  await after.getByRole('menuitem', { name: 'Delete conversation…' }).click()
  await after.getByRole('dialog').getByRole('button', { name: 'Delete conversation' }).click()
  await expect(after.getByText('No conversations yet')).toBeVisible()
  expect(await stored(after)).toEqual({ draft: '', messages: [] })
})

test('the details of a received text tell its way from Aircall to the eye', async ({ start, aircall }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await aircall.customerTexts({ numberId, from: customer.number, body: 'Are you open today?' })
  await page.getByText('Are you open today?').click()
  await expect(thread(page).getByText('Are you open today?')).toBeVisible()
  await pick(page, 'Are you open today?', 'Details…')
  const details = page.getByRole('dialog', { name: 'What happened to this message' })
  for (const what of ['Received', 'Stored on this computer', 'Notification shown', 'Opened'])
    await expect(details.getByText(what, { exact: true })).toBeVisible()
})
