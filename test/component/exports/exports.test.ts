import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { ExportOutcome, ImportOutcome } from '../../../shared/model/export.ts'
import ThreadHeader from '../../../renderer/features/conversations/ThreadHeader.svelte'
import ExportSection from '../../../renderer/features/exports/ExportSection.svelte'
import { samplePeople } from '../support/people.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'

const long = 'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(4).trim()
const [sample] = samplePeople(Date.now()).conversations
if (sample === undefined) throw new Error('no sample')
const conversation = { ...sample, name: 'Kim Lee' }
const button = (name: string) => page.getByRole('button', { name, exact: true })
const dialog = page.getByRole('dialog')
const inDialog = (name: string) => dialog.getByRole('button', { name, exact: true })
const argOf = (calls: readonly (readonly [string, unknown])[], name: string) =>
  calls.find(([called]) => called === name)?.[1]

async function openFromMenu(): Promise<void> {
  await button('More about this conversation').click()
  await page.getByRole('menuitem', { name: 'Export this conversation…' }).click()
}

/** A call that ends when the test says so. */
function pending<T>() {
  let end: (value: T) => void = () => undefined
  const answer = new Promise<T>((resolve) => (end = resolve))
  return { answer, end: (value: T) => end(value) }
}
const done: ExportOutcome = {
  kind: 'done',
  folder: '/home/kim/Tern export 2026-11-24 05.47.12',
  messages: 1284,
  conversations: 12,
  photos: 3,
}
const imported: ImportOutcome = {
  kind: 'done',
  imported: 0,
  there: 0,
  deleted: 0,
  practice: 0,
  unreadable: 0,
  lines: [],
  missing: 0,
  photos: 0,
  photosMissing: 0,
}

describe('export everything', () => {
  it('says that the files can be read by anybody, then where they are, and shows them', async () => {
    const { calls } = await renderInApp(ExportSection, {})
    await button('Export everything…').click()
    await expect.element(dialog.getByText('The files are not encrypted.')).toBeVisible()
    await inDialog('Choose a folder…').click()
    await expect.element(dialog.getByText('1,284 messages of 12 conversations, with 3 photos.')).toBeVisible()
    expect(argOf(calls, 'exports.start')).toEqual({})
    await inDialog('Show in folder').click()
    expect(calls.map(([name]) => name)).toContain('exports.reveal')
    await inDialog('Done').click()
    await expect.element(dialog).not.toBeInTheDocument()
    // The next one begins anew.
    await button('Export everything…').click()
    await expect.element(inDialog('Choose a folder…')).toBeVisible()
  })

  it('takes the days, and refuses them the wrong way round', async () => {
    const { calls } = await renderInApp(ExportSection, {})
    await button('Export everything…').click()
    await dialog.getByLabelText('From day').fill('2026-11-24')
    await dialog.getByLabelText('To day').fill('2026-11-01')
    await inDialog('Choose a folder…').click()
    await expect.element(dialog.getByText('The last day is before the first.')).toBeVisible()
    expect(argOf(calls, 'exports.start')).toBeUndefined()
    await dialog.getByLabelText('To day').fill('2026-11-30')
    await inDialog('Choose a folder…').click()
    await expect.element(inDialog('Show in folder')).toBeVisible()
    expect(argOf(calls, 'exports.start')).toEqual({ from: '2026-11-24', to: '2026-11-30' })
  })

  it('tells how far it is, keeps the focus, and stops', async () => {
    const run = pending<ExportOutcome>()
    const start = () => run.answer
    const stop = () => run.end({ kind: 'stopped' })
    const { emit, app } = await renderInApp(ExportSection, {}, { handlers: { exports: { start, stop } } })
    await button('Export everything…').click()
    await inDialog('Choose a folder…').click()
    emit.exports.changed({ running: { kind: 'export', done: 500, total: 2000 } })
    await expect.element(dialog.getByText('500 of 2,000 messages')).toBeVisible()
    await expect.element(dialog.getByRole('progressbar', { name: 'Export' })).toHaveAttribute('value', '500')
    await expect.element(inDialog('Stop')).toHaveFocus()
    await inDialog('Stop').click()
    emit.exports.changed({})
    await expect.element(inDialog('Choose a folder…')).toBeVisible()
    expect(app.toasts.list.map(({ text }) => text)).toEqual([
      'The export was stopped. Nothing of it is left.',
    ])
  })

  it('goes on when the dialog is hidden, and says when it is ready', async () => {
    const run = pending<ExportOutcome>()
    const { emit, app, calls } = await renderInApp(
      ExportSection,
      {},
      { handlers: { exports: { start: () => run.answer } } },
    )
    await button('Export everything…').click()
    await inDialog('Choose a folder…').click()
    emit.exports.changed({ running: { kind: 'export', done: 0, total: 0 } })
    await inDialog('Hide').click()
    await expect.element(page.getByText('Exporting: Getting ready…')).toBeVisible()
    run.end(done)
    emit.exports.changed({})
    await expect.poll(() => app.toasts.list.map(({ text }) => text)).toEqual(['The export is ready.'])
    app.toasts.list[0]?.action?.run()
    await expect.poll(() => calls.map(([name]) => name)).toContain('exports.reveal')
  })

  it('stays open with the reason when it did not work, and when no folder was picked', async () => {
    let refused = true
    const start = (): ExportOutcome => {
      if (!refused) return { kind: 'cancelled' }
      throw new TernError('export.diskFull', { folder: '/media/stick' })
    }
    await renderInApp(ExportSection, {}, { handlers: { exports: { start } } })
    await button('Export everything…').click()
    await inDialog('Choose a folder…').click()
    await expect.element(dialog.getByText('There is not enough room for the export.')).toBeVisible()
    refused = false
    await inDialog('Choose a folder…').click()
    await expect.element(dialog.getByText('There is not enough room for the export.')).not.toBeInTheDocument()
    await expect.element(inDialog('Choose a folder…')).toBeVisible()
  })

  it('shows one that is under way already', async () => {
    const get = () => ({ running: { kind: 'import', done: 25, total: 100 } as const })
    const { calls } = await renderInApp(ExportSection, {}, { handlers: { exports: { get } } })
    await expect.element(page.getByText('Importing: 25% read')).toBeVisible()
    await expect.element(button('Export everything…')).toBeDisabled()
    await expect.element(button('Import an export…')).toBeDisabled()
    await button('Stop').click()
    expect(calls.map(([name]) => name)).toContain('exports.stop')
  })
})

describe('export this conversation', () => {
  it('is of this one, or of all', async () => {
    const { calls } = await renderInApp(ThreadHeader, { conversation })
    await openFromMenu()
    await expect.element(dialog.getByText('Kim Lee')).toBeVisible()
    await inDialog('Choose a folder…').click()
    await expect.element(inDialog('Show in folder')).toBeVisible()
    expect(argOf(calls, 'exports.start')).toEqual({ conversationId: conversation.id })
    await inDialog('Done').click()
    await expect.element(button('More about this conversation')).toHaveFocus()
  })

  it('can become all conversations', async () => {
    const { calls } = await renderInApp(ThreadHeader, { conversation })
    await openFromMenu()
    await dialog.getByRole('radio', { name: 'All conversations' }).click()
    await inDialog('Choose a folder…').click()
    await expect.element(inDialog('Show in folder')).toBeVisible()
    expect(argOf(calls, 'exports.start')).toEqual({})
  })
})

describe('import an export', () => {
  const render = (outcome: ImportOutcome) =>
    renderInApp(ExportSection, {}, { handlers: { exports: { importFrom: () => outcome } } })

  it('tells what came in, what was here, and what could not be read', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => n + 2)
    await render({ ...imported, imported: 1204, there: 80, deleted: 1, unreadable: 31, lines, missing: 4 })
    await button('Import an export…').click()
    await expect.element(dialog.getByRole('heading', { name: '1,204 messages imported' })).toBeVisible()
    for (const words of [
      '80 messages were here already.',
      '1 message was deleted here before, and stayed deleted.',
      /^31 lines of messages\.jsonl could not be read: 2, 3, .*, 21 and 11 more\. All others were\.$/,
      'The export should have 4 more messages. It may be a copy that was cut off.',
      /What was still waiting to be sent was not sent\.$/,
    ])
      await expect.element(dialog.getByText(words)).toBeVisible()
    await inDialog('Done').click()
    await expect.element(button('Import an export…')).toHaveFocus()
  })

  it('says that nothing was new', async () => {
    await render({ ...imported, there: 1 })
    await button('Import an export…').click()
    await expect.element(dialog.getByRole('heading', { name: 'Nothing new was imported' })).toBeVisible()
    await expect.element(dialog.getByText('1 message was here already.')).toBeVisible()
  })

  it('says that it was stopped, and how to go on', async () => {
    await render({ ...imported, kind: 'stopped', imported: 3, practice: 2 })
    await button('Import an export…').click()
    await expect.element(dialog.getByRole('heading', { name: 'The import was stopped' })).toBeVisible()
    await expect.element(dialog.getByText(/^3 messages were imported before\./)).toBeVisible()
    await expect.element(dialog.getByText(/2 practice messages were left out/)).toBeVisible()
  })

  it('says why a folder is none', async () => {
    const importFrom = () => {
      throw new TernError('import.notAnExport')
    }
    await renderInApp(ExportSection, {}, { handlers: { exports: { importFrom } } })
    await button('Import an export…').click()
    await expect.element(page.getByText('This folder is not an export of Tern.')).toBeVisible()
  })
})

describeAccessible(ExportSection, {}, [
  { name: 'the section', until: () => expect.element(button('Import an export…')).toBeVisible() },
  {
    name: 'the dialog',
    until: async () => {
      await button('Export everything…').click()
      await expect.element(inDialog('Choose a folder…')).toBeVisible()
    },
  },
  {
    name: 'days the wrong way round',
    until: async () => {
      await button('Export everything…').click()
      await dialog.getByLabelText('From day').fill('2026-11-24')
      await dialog.getByLabelText('To day').fill('2026-11-01')
    },
  },
  {
    name: 'under way',
    options: { handlers: { exports: { get: () => ({ running: { kind: 'export', done: 1, total: 2 } }) } } },
    until: async () => {
      await button('Export everything…').click()
      await expect.element(inDialog('Stop')).toBeVisible()
    },
  },
  {
    name: 'ready',
    options: { handlers: { exports: { start: () => ({ ...done, folder: `/home/${long}` }) } } },
    until: async () => {
      await button('Export everything…').click()
      await inDialog('Choose a folder…').click()
      await expect.element(inDialog('Show in folder')).toBeVisible()
    },
  },
])
describeAccessible(ThreadHeader, { conversation: { ...conversation, name: long } }, [
  {
    name: 'one conversation with a long name',
    until: async () => {
      await openFromMenu()
      await expect.element(dialog.getByText(long)).toBeVisible()
    },
  },
])
