import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, goTo, setSettings, setUp, test } from '../support/fixtures.ts'

const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choice = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Way in for replies' }).getByRole('radio', { name })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Every file below a folder, as text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

test('the way in is changed in Settings and back, and Tern listens where it says', async ({
  start,
  tunnel,
  aircall,
}) => {
  const page = await (await start({ tunnelHost: undefined })).main()
  await setSettings(page, { tunnelHost: tunnel.host })
  await setUp(page, aircall)
  await goTo(page, 'Settings')
  const port = await freePort()
  await choice(page, 'My own address').check()
  await page.getByLabel('Address', { exact: true }).fill('https://replies.invalid')
  await page.getByLabel('Port on this computer').fill(String(port))
  await expect(page.getByText(`tailscale funnel --bg ${port}`)).toBeVisible()
  await button(page, 'Use my own address').click()
  await expect(page.getByRole('alert').getByText(/A test from outside/)).toBeVisible({ timeout: 20_000 })
  // Whoever asks there finds Tern, which says nothing to strangers.
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)

  await choice(page, 'localtunnel').check()
  await button(page, 'Use localtunnel').click()
  await expect(page.getByText('Replies can reach you')).toBeVisible({ timeout: 20_000 })
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test("ngrok's token goes into the keychain, and into no file", async ({
  start,
  tunnel,
  aircall,
  dataDir,
}) => {
  const tern = await start({ tunnelHost: undefined })
  const page = await tern.main()
  await setSettings(page, { tunnelHost: tunnel.host })
  await setUp(page, aircall)
  await goTo(page, 'Settings')
  // As the standby it is not asked for anything as long as the first way in works.
  await page.getByRole('radiogroup', { name: 'Standby' }).getByRole('radio', { name: 'ngrok' }).check()
  await page.getByLabel('Authtoken').fill(token)
  await button(page, 'Use ngrok as standby').click()
  await expect(page.getByText("Kept in this computer's keychain.")).toBeVisible()
  await tern.quit()
  expect(everything(dataDir)).not.toContain(token)

  const again = await (await start({ tunnelHost: undefined })).main()
  await goTo(again, 'Settings')
  await expect(again.getByText("Kept in this computer's keychain.")).toBeVisible()
  await expect(button(again, 'Save standby')).toBeDisabled()
})
