import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createNodeHttp } from '../../electron/http/node-http.ts'
import { practiceCustomers, practiceNumbers } from '../../electron/practice/customers.ts'
import { composeText, expect, goTo, setUp, test } from '../support/fixtures.ts'
import type { Tern } from '../support/tern.ts'

const customer = practiceCustomers.ordinary
const number = practiceNumbers[0]

/** The next dialog for a file answers this one. */
const pickFile = (tern: Tern, path: string): Promise<void> =>
  tern.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)

test('every part is checked for real; report and log name nobody', async ({
  start,
  aircall,
  dataDir,
}, info) => {
  const tern = await start()
  const page = await tern.main()
  await setUp(page, aircall)
  await composeText(tern, customer.number, 'We can come tomorrow at 9.')
  await expect(page.getByText(customer.reply.body).first()).toBeVisible()

  await goTo(page, 'Health')
  await page.getByRole('button', { name: 'Run all checks' }).click()
  await expect(page.getByText('All 8 checks went well.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Checked just now: works.')).toHaveCount(8)
  await expect(page.getByText(/^since/).first()).toBeVisible()
  await page.getByText('What happened to the way in lately').click()
  await expect(page.getByText('Replies arrive: a test came through.').first()).toBeVisible()
  await page.screenshot({ path: info.outputPath('health.png') })

  // Strangers are seen, and count together.
  const configured = aircall.configured(number?.id ?? 0)
  const origin = new URL(configured?.callbackUrl ?? '').origin
  const http = createNodeHttp()
  for (let left = 3; left > 0; left -= 1) {
    const said = await http({ method: 'GET', url: `${origin}/wp-login.php`, headers: {}, timeoutMs: 5000 })
    expect(said.status).toBe(404)
  }
  await page.getByRole('button', { name: 'Look again' }).click()
  const arrivals = page.getByRole('region', { name: 'List of what came in' })
  await expect(
    arrivals.getByRole('row', { name: /A stranger, at a wrong address 3 times Turned away/ }),
  ).toBeVisible({
    timeout: 15_000,
  })
  await expect(arrivals.getByRole('row', { name: /A text Taken \(200\)/ }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Copy report' }).click()
  await expect(page.getByText('The report is copied. Paste it into your mail.')).toBeVisible()
  const copied = await tern.app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toMatch(/^Tern report of \d{4}-/)
  expect(copied).toContain('key: passed')
  expect(copied).toMatch(/wrongPath, answer 404, .*, 3 times/)

  const folder = join(dataDir, 'mail')
  mkdirSync(folder)
  const file = join(folder, 'report.txt')
  await pickFile(tern, file)
  await page.getByRole('button', { name: 'Export logs…' }).click()
  await expect(page.getByText('The report and the log are saved.')).toBeVisible()
  const saved = readFileSync(file, 'utf8')
  expect(saved).toContain('LOG tern.log')
  expect(saved).toContain('callback: listening')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['report.txt'])

  const secrets = [
    'We can come tomorrow',
    customer.reply.body,
    customer.number,
    customer.number.slice(1),
    number?.e164.slice(1),
    number?.digits,
    number?.name,
    configured?.token,
    configured?.callbackUrl,
    configured?.callbackUrl.split('/').at(-1),
    aircall.key.apiToken,
    aircall.key.apiId,
  ]
  for (const text of [copied, saved]) for (const secret of secrets) expect(text).not.toContain(secret ?? '-')

  // A place where nothing can be written.
  await pickFile(tern, join(folder, 'gone', 'report.txt'))
  await page.getByRole('button', { name: 'Export logs…' }).click()
  await expect(page.getByText(/^The report could not be saved in .*gone\.$/)).toBeVisible()
})
