import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { TrailEntry } from '../../../shared/model/trail.ts'
import { called, composer, fromZoe, now, showThread, toZoe } from '../support/conversation.ts'
import { longText } from '../support/people.ts'
import { expectAccessible, useTheme, type Rendered } from '../support/render.ts'

beforeEach(() => page.viewport(700, 600))

const more = ({ screen }: Rendered, body: string) =>
  screen
    .getByRole('article')
    .filter({ hasText: body })
    .getByRole('button', { name: 'More about this message' })
const dialog = page.getByRole('dialog')

async function pick(shown: Rendered, body: string, item: string): Promise<void> {
  await userEvent.click(more(shown, body))
  await userEvent.click(shown.screen.getByRole('menuitem', { name: item }))
}

describe('the menu of a message', () => {
  test('goes by the keyboard, and gives the focus back', async () => {
    const shown = await showThread([toZoe(1)])
    ;(more(shown, 'Text 1').element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    const item = (name: string) => shown.screen.getByRole('menuitem', { name })
    await expect.element(item('Copy text')).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}')
    await expect.element(item('Delete…')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await expect.element(item('Details…')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(item('Details…')).not.toBeInTheDocument()
    await expect.element(more(shown, 'Text 1')).toHaveFocus()
    // The menu takes the focus a moment after it is opened.
    await userEvent.keyboard('{Enter}')
    await expect.element(item('Copy text')).toHaveFocus()
    await userEvent.keyboard('{End}{Enter}')
    await expect.element(dialog).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(more(shown, 'Text 1')).toHaveFocus()
  })

  test('closes with a press elsewhere, and a second press on its button', async () => {
    const shown = await showThread([toZoe(1)])
    const item = shown.screen.getByRole('menuitem', { name: 'Details…' })
    await userEvent.click(more(shown, 'Text 1'))
    await expect.element(item).toBeVisible()
    await userEvent.click(more(shown, 'Text 1'))
    await expect.element(item).not.toBeInTheDocument()
    await userEvent.click(more(shown, 'Text 1'))
    await userEvent.click(composer(shown))
    await expect.element(item).not.toBeInTheDocument()
  })

  test('copies the text; one without a text has none to copy', async () => {
    const shown = await showThread([toZoe(1), fromZoe(2, { body: '' })])
    await pick(shown, 'Text 1', 'Copy text')
    await expect.poll(() => shown.app.toasts.list.length).toBe(1)
    await userEvent.click(more(shown, 'Empty text'))
    await expect.element(shown.screen.getByRole('menuitem', { name: 'Details…' })).toBeVisible()
    await expect.element(shown.screen.getByRole('menuitem', { name: 'Copy text' })).not.toBeInTheDocument()
  })
})

describe('deleting a message', () => {
  test('says what it means, and deletes only when asked twice', async () => {
    const shown = await showThread([toZoe(1), fromZoe(2, { mediaUrls: ['https://media.example/a.png'] })])
    await pick(shown, 'Text 2', 'Delete…')
    for (const words of [
      /for good, with its photos/,
      /when the next backup is made/,
      /Aircall keeps no copy/,
    ])
      await expect.element(dialog.getByText(words)).toBeVisible()
    await expect.element(dialog.getByText('On the phone of Zoë nothing changes.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(called(shown, 'messages.remove')).toEqual([])
    await pick(shown, 'Text 2', 'Delete…')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.element(shown.screen.getByText('Text 2')).not.toBeInTheDocument()
    await expect.element(shown.screen.getByText('Text 1')).toBeVisible()
    await expect.element(shown.screen.getByRole('log')).toHaveFocus()
    expect(shown.world.messages.map(({ body }) => body)).toEqual(['Text 1'])
  })

  test('the last one: the composer takes the focus', async () => {
    const shown = await showThread([toZoe(1)])
    await pick(shown, 'Text 1', 'Delete…')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.element(shown.screen.getByText('No messages yet')).toBeVisible()
    await expect.element(composer(shown)).toHaveFocus()
  })

  test('one that waits will not be sent; one on its way stays, with the reason', async () => {
    const shown = await showThread([toZoe(1, { state: 'queued' })], {
      handlers: {
        messages: {
          remove: () => {
            throw new TernError('text.onItsWay')
          },
        },
      },
    })
    await pick(shown, 'Text 1', 'Delete…')
    await expect.element(dialog.getByText('It has not gone out yet, and will not be sent.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.element(dialog.getByText('This text has left already.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(shown.screen.getByText('Text 1')).toBeVisible()
    await pick(shown, 'Text 1', 'Delete…')
    await expect.element(dialog.getByText('This text has left already.')).not.toBeInTheDocument()
  })
})

describe('details', () => {
  const trail: TrailEntry[] = [
    { at: now - 5000, event: 'received', detail: { by: 'callback', arrivedAt: now - 5004 } },
    {
      at: now - 4000,
      event: 'notified',
      detail: { outcome: 'suppressed', why: 'seen', askedAt: now - 4900 },
    },
  ]

  test('tell each step, and go on while they are open', async () => {
    const shown = await showThread([fromZoe(1)])
    shown.world.trails[fromZoe(1).id] = trail
    await pick(shown, 'Text 1', 'Details…')
    for (const what of ['Received', 'Stored on this computer', 'No notification'])
      await expect.element(dialog.getByText(what, { exact: true })).toBeVisible()
    await expect.element(dialog.getByText('You were looking at the conversation.')).toBeVisible()
    const times = () => [...document.querySelectorAll('dialog time')].map((one) => one.textContent)
    expect(times()).toHaveLength(3)
    expect(times()[0]).toMatch(/:\d\d:\d\d/)
    shown.world.trails[fromZoe(1).id] = [...trail, { at: now, event: 'read', detail: { by: 'user' } }]
    shown.emit.messages.changed(fromZoe(1))
    await expect.element(dialog.getByText('Opened')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect.element(more(shown, 'Text 1')).toHaveFocus()
  })

  test('of one of which nothing is known; and why they cannot be read', async () => {
    let fails = false
    const shown = await showThread([fromZoe(1)], {
      handlers: {
        messages: {
          trail: () => {
            if (fails) throw new TernError('store.failed')
            return []
          },
        },
      },
    })
    await pick(shown, 'Text 1', 'Details…')
    await expect.element(dialog.getByText('Nothing is written down about it.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    fails = true
    await pick(shown, 'Text 1', 'Details…')
    await expect.element(dialog.getByRole('alert')).toBeVisible()
    fails = false
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect.element(dialog.getByText('Nothing is written down about it.')).toBeVisible()
  })
})

test.each(['light', 'dark'] as const)('nothing that people could not use (%s)', async (theme) => {
  useTheme(theme)
  const shown = await showThread([toZoe(1, { body: longText })])
  shown.world.trails[toZoe(1).id] = [{ at: now, event: 'queued', detail: { by: 'user' } }]
  await userEvent.click(more(shown, 'Guten Tag'))
  await expect.element(shown.screen.getByRole('menuitem', { name: 'Details…' })).toBeVisible()
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await pick(shown, 'Guten Tag', 'Details…')
  await expect.element(dialog.getByText('Queued')).toBeVisible()
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await pick(shown, 'Guten Tag', 'Delete…')
  await expect.element(dialog.getByText(/for good/)).toBeVisible()
  await expectAccessible()
})
