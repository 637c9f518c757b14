/** The keychain loses the key of the messages, and the code of the recovery page brings them back. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { answerSaveDialogs, codeOfPdf, wipeKeychain } from '../support/recovery.ts'
import type { Tern } from '../support/tern.ts'
import type { Pictures } from './pictures.ts'
import type { Steps } from './steps.ts'

export interface RecoveryTour {
  readonly step: Steps['step']
  readonly pictures: Pictures
  readonly env: NodeJS.ProcessEnv
  readonly dataDir: string
  readonly tern: () => Tern
  /** Starts Tern again; answers its window. */
  readonly restart: () => Promise<Page>
  /** A text that must be there in the end. */
  readonly text: string
}

export async function tourRecovery(tour: RecoveryTour): Promise<void> {
  const { step, pictures, env, dataDir } = tour
  let code = ''

  await step('a recovery page is saved', async () => {
    const page = await tour.tern().main()
    const pdf = join(dataDir, 'recovery page.pdf')
    await answerSaveDialogs(tour.tern(), pdf)
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click()
    const save = page.getByRole('button', { name: 'Save as PDF…' })
    await save.click()
    await page.getByText(/^Recovery page made/).waitFor({ timeout: 30_000 })
    await save.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    await pictures.take(page, '26-recovery-page')
    code = await codeOfPdf(pdf)
    return `its code has ${code.split('-').length} groups, and only the page has it`
  })

  await step('the keychain loses everything: Tern says so and asks for the code', async () => {
    await tour.tern().quit()
    const gone = await wipeKeychain(env, dataDir)
    const page = await tour.restart()
    await page.getByRole('button', { name: 'Use recovery code' }).click()
    await page.getByLabel('Recovery code').waitFor()
    await pictures.take(page, '27-locked-out')
    return `gone: ${gone}`
  })

  await step('the code brings every message back', async () => {
    const page = await tour.tern().main()
    // Typed as people do; pictures are taken before and after, never with a code in them.
    await page.getByLabel('Recovery code').fill(code.toLowerCase().replaceAll('-', ' '))
    await page.getByRole('button', { name: 'Open my messages' }).click()
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Conversations/ })
      .click({ timeout: 30_000 })
    await page.getByText(tour.text).first().waitFor()
    await pictures.take(page, '28-recovered')
    return tour.text
  })
}
