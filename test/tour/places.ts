/** The steps of the tour at the places beside the conversations: settings, health, an export. */
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
      await pictures.take(page(), '14-export')
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
