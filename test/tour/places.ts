/** The steps of the tour at the places beside the conversations: settings, health, an export, backups. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeDataDir, type Tern } from '../support/tern.ts'
import type { Stage } from './nothing-lost.ts'

export async function showsPlaces({ step, pictures, page, go }: Stage): Promise<void> {
  await step('settings and health say how Tern is', async () => {
    await go('Settings')
    await page().getByRole('heading', { name: 'Settings' }).waitFor()
    await pictures.take(page(), '13-settings')
    await go('Health')
    await page().getByRole('heading', { name: 'Health' }).waitFor()
    await pictures.take(page(), '14-health')
    return 'every part in plain words'
  })
}

/** @param app whose dialog for a folder is answered */
export async function exportsAll({ step, pictures, page, go }: Stage, app: () => Tern['app']): Promise<void> {
  const button = (name: string) => page().getByRole('button', { name, exact: true })
  await step('everything is exported into a folder, and can be read there', async () => {
    const picked = makeDataDir()
    try {
      await app().evaluate(({ dialog }, folder) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] })
      }, picked.path)
      await go('Settings')
      await button('Export everything…').click()
      await button('Choose a folder…').waitFor()
      await pictures.take(page(), '24-export')
      await button('Choose a folder…').click()
      await page().getByRole('heading', { name: 'The export is ready' }).waitFor()
      const [name = ''] = readdirSync(picked.path)
      const pages = readdirSync(join(picked.path, name, 'conversations'))
      await button('Done').click()
      return `${String(pages.length)} conversations in “${name}”`
    } finally {
      picked.remove()
    }
  })
}

export async function restores({ step, pictures, page, go, compose }: Stage): Promise<void> {
  const button = (name: string | RegExp) => page().getByRole('button', { name }).first()
  const after = 'This is later than the backup'
  const inList = () => page().getByRole('list', { name: 'Conversations' }).getByText(after)

  async function restore(): Promise<void> {
    await go('Settings')
    await button(/^Restore the backup/).click()
    const dialog = page().getByRole('dialog')
    await dialog.getByText(/Texts sent or received since then will be missing/).waitFor()
    await pictures.take(page(), '25-restore')
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await page()
      .getByText(/^Your messages are as they were on/)
      .last()
      .waitFor()
    await go('Conversations')
  }

  await step('a backup is made and checked', async () => {
    await go('Settings')
    await button('Back up now').click()
    const said = page().getByText('The backup is made and checked.')
    await said.waitFor()
    return said.innerText()
  })

  await step('it is restored: what came later is missing, and kept aside', async () => {
    await compose('+14155550123', after)
    await go('Conversations')
    await inList().waitFor()
    await restore()
    await inList().waitFor({ state: 'detached' })
    return 'the conversations of before'
  })

  await step('what was there before the restore can be had back', async () => {
    await restore()
    await inList().waitFor()
    return after
  })
}
