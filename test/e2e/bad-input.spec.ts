import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { practiceCustomers } from '../../electron/practice/customers.ts'
import type { BehaviourChange } from '../../electron/practice/behaviour.ts'
import { composeText, enterKey, expect, setUp, test } from '../support/fixtures.ts'

const customer = practiceCustomers.ordinary

test('a wrong key is told, and nothing is kept', async ({ start, aircall }) => {
  const page = await (await start()).main()
  await enterKey(page, { ...aircall.key, apiToken: 'not-the-token' })
  await expect(page.getByText('Aircall did not accept this key.')).toBeVisible()
  // The right one, with the spaces of a copied key.
  await enterKey(page, { apiId: ` ${aircall.key.apiId}\r\n`, apiToken: `\t${aircall.key.apiToken} ` })
  await expect(page.getByRole('radio')).toHaveCount(3)
})

test('a number that cannot text is told, and another can be picked', async ({ start, aircall }) => {
  const page = await (await start()).main()
  await enterKey(page, aircall.key)
  await page.getByRole('radio', { name: /cannot text/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await expect(page.getByText('This number cannot be used for texting by API.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('a plan without messaging by API is told', async ({ start, aircall }) => {
  aircall.behave({ plan: 'wrong' })
  const page = await (await start()).main()
  await enterKey(page, aircall.key)
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await expect(page.getByText(/Professional plan/)).toBeVisible({ timeout: 20_000 })
})

const answers: [name: string, change: BehaviourChange, sentence: RegExp][] = [
  ['HTML for JSON', { trouble: { kind: 'html' } }, /answered in a way that Tern does not understand/],
  ['a bad moment of the service', { trouble: { kind: 'serverError' } }, /Aircall has a problem right now/],
]
for (const [name, change, sentence] of answers) {
  test(`${name} is told in words`, async ({ start, aircall }) => {
    aircall.behave(change)
    const page = await (await start()).main()
    await enterKey(page, aircall.key)
    await expect(page.getByText(sentence)).toBeVisible({ timeout: 30_000 })
    aircall.behave({ trouble: undefined })
    await enterKey(page, aircall.key)
    await expect(page.getByRole('radio')).toHaveCount(3)
  })
}

test('an API that is away is told', async ({ start, aircall }) => {
  const page = await (await start()).main()
  await aircall.close()
  await enterKey(page, aircall.key)
  await expect(page.getByText('Tern could not reach Aircall.')).toBeVisible({ timeout: 30_000 })
})

test('a refused text says why and can be tried again', async ({ start, aircall }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  aircall.behave({
    trouble: {
      kind: 'custom',
      on: 'send',
      times: 1,
      status: 400,
      body: '{"key":"InvalidPayload","error":"Bad Request"}',
    },
  })
  await composeText(tern, customer.number, 'Take two')
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText(/Aircall did not accept the recipient or the text/)).toBeVisible()
  await thread.getByRole('button', { name: /again/i }).click()
  await expect(thread.getByText('Delivered')).toBeVisible()
  expect(aircall.sends).toHaveLength(1)
})

test('too many requests: the text waits, and says so', async ({ start, aircall }) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  aircall.behave({ rateHeaders: 'onRefusal', trouble: { kind: 'tooMany', on: 'send' } })
  await composeText(tern, customer.number, 'Patience')
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('Aircall asks Tern to slow down.')).toBeVisible()
  await expect(thread.getByText('Waiting')).toBeVisible()
  expect(aircall.sends).toHaveLength(0)
})

test('no clear answer: said, never sent again by itself, and sent again only after asking', async ({
  start,
  aircall,
}) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  aircall.behave({ trouble: { kind: 'resetAfterReading', on: 'send', times: 1 } })
  await composeText(tern, customer.number, 'Once only')
  const thread = page.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText("We don't know whether this reached Aircall").first()).toBeVisible()
  const posts = () => aircall.requests.filter(({ path }) => path.endsWith('/messages/send')).length
  expect(posts()).toBe(1)
  await thread.getByRole('button', { name: 'Send again' }).click()
  const ask = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(ask).toBeVisible()
  expect(posts()).toBe(1)
  await ask.getByRole('button', { name: /send again/i }).click()
  await expect(thread.getByText('Delivered')).toBeVisible()
  expect(posts()).toBe(2)
})

test('a tunnel server that never answers is told, and texts still go out', async ({ start, aircall }) => {
  const silent = createServer(() => undefined)
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
  const { port } = silent.address() as AddressInfo
  const page = await (await start({ tunnelHost: `http://127.0.0.1:${port}` })).main()
  await enterKey(page, aircall.key)
  await page.getByRole('radio', { name: /Front desk/ }).check()
  await page.getByRole('button', { name: 'Set up this number' }).click()
  await expect(page.getByText(/The tunnel server .* does not answer/)).toBeVisible({ timeout: 30_000 })
  silent.close()
})
