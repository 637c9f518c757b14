/** The steps of the tour in which something could be lost: taking back, no clear answer, a queue over a crash, deletion. */
import type { Page } from 'playwright-core'
import { practiceCustomers } from '../../electron/practice/customers.ts'
import type { Pictures } from './pictures.ts'
import { until, type Steps } from './steps.ts'

export interface Stage {
  readonly step: Steps['step']
  readonly pictures: Pictures
  /** The main window, as it is now. */
  readonly page: () => Page
  readonly go: (place: string) => Promise<void>
  /** From the conversation that is open. */
  readonly send: (text: string) => Promise<void>
  /** From a compose window. */
  readonly compose: (to: string, text: string) => Promise<void>
  /** Ends Tern as a crash would, and starts it. */
  readonly crash: () => Promise<void>
}

const thread = (page: Page) => page.getByRole('log', { name: 'Messages' })
const composer = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function setUndo({ page, go }: Stage, label: string): Promise<void> {
  await go('Settings')
  await page().getByRole('radio', { name: label, exact: true }).check()
  await go('Conversations')
}

async function setHourly({ page, go }: Stage, segments: string): Promise<void> {
  await go('Settings')
  await page().getByLabel('Segments an hour').fill(segments)
  await button(page(), 'Save limits').click()
  await button(page(), 'Save limits').and(page().locator(':disabled')).waitFor()
  await go('Conversations')
}

async function pick(page: Page, text: string, item: string): Promise<void> {
  const message = page.getByRole('article').filter({ hasText: text }).last()
  await message.hover()
  await message.getByRole('button', { name: 'More about this message' }).click()
  await message.getByRole('menuitem', { name: item }).click()
}

/** Leaves the hold switched off, so that the rest of the tour need not wait for it. */
export async function takesBack(stage: Stage): Promise<void> {
  const { step, page, pictures, send } = stage
  await step('a text is taken back before it goes out', async () => {
    await setUndo(stage, '20 s')
    await send('Hello! We can come tomorow at 9.')
    const counting = thread(page()).getByText(/^Sending in \d+ s$/)
    await counting.waitFor()
    await pictures.take(page(), '17-undo')
    const seen = (await counting.textContent()) ?? ''
    await button(page(), 'Undo').click()
    await until(
      'the composer',
      () => composer(page()).inputValue(),
      (text) => text.includes('tomorow'),
    )
    await composer(page()).fill('')
    await setUndo(stage, 'Off')
    return `${seen}, then back in the composer`
  })
}

export async function getsNoAnswer({ step, page, pictures, compose }: Stage): Promise<void> {
  await step('the connection breaks while a text is sent, and Tern says that it does not know', async () => {
    await compose(practiceCustomers.badLine.number, 'Are you at home at 4?')
    await thread(page()).getByText("We don't know whether this reached Aircall").waitFor()
    await pictures.take(page(), '18-unknown')
    return 'Check, Send again… and Mark as sent are offered'
  })

  await step('Check waits for the delivery report', async () => {
    await button(page(), 'Check').click()
    await thread(page()).getByText('Delivered').last().waitFor({ timeout: 30_000 })
    await thread(page()).getByText(practiceCustomers.badLine.reply.body).waitFor({ timeout: 30_000 })
    return 'Delivered, and sent once'
  })

  await step('a message tells what happened to it', async () => {
    await pick(page(), 'Are you at home at 4?', 'Details…')
    const details = page().getByRole('dialog', { name: 'What happened to this message' })
    await details.getByText('No clear answer', { exact: true }).waitFor()
    await pictures.take(page(), '19-details')
    const lines = await details.locator('.what').allTextContents()
    await button(page(), 'Close').click()
    return lines.join(', ')
  })
}

export async function keepsQueue(stage: Stage): Promise<void> {
  const { step, page, pictures, send, crash, go } = stage
  const why = 'This number has sent as much as it may for now.'
  await step('a text over the limits of its number waits, and the window says why', async () => {
    await setHourly(stage, '1')
    await send('One text too many')
    const bar = page().getByText(`1 text waits: ${why}`)
    await bar.waitFor()
    return why
  })

  await step('Tern crashes and starts: the text still waits, and can be cancelled', async () => {
    await crash()
    await go('Conversations')
    await button(page(), 'Show').click()
    const waiting = page().getByRole('dialog', { name: 'Waiting to go out' })
    await waiting.getByText('One text too many').waitFor()
    await pictures.take(page(), '20-queue')
    await waiting.getByRole('button', { name: /^Cancel the text/ }).click()
    await waiting.getByText('Nothing waits.').waitFor()
    await button(page(), 'Close').click()
    await setHourly(stage, '1000')
    return 'taken back'
  })
}

export async function deletes(stage: Stage): Promise<void> {
  const { step, page, pictures, go } = stage
  await step('a text is deleted for good', async () => {
    const { name, reply } = practiceCustomers.ordinary
    await go('Conversations')
    await page().getByRole('list', { name: 'Conversations' }).getByText(name).click()
    await pick(page(), reply.body, 'Delete…')
    const question = page().getByRole('dialog', { name: 'Delete this message?' })
    await question.waitFor()
    await pictures.take(page(), '21-delete')
    await question.getByRole('button', { name: 'Delete', exact: true }).click()
    await thread(page()).getByText(reply.body).waitFor({ state: 'detached' })
    return 'after saying what that means'
  })

  await step('the record holds', async () => {
    await go('Health')
    await button(page(), 'Verify my record').click()
    const found = page().getByText(/the record holds\.$/)
    await found.waitFor()
    await found.scrollIntoViewIfNeeded()
    await pictures.take(page(), '22-record')
    return (await found.textContent()) ?? ''
  })
}
