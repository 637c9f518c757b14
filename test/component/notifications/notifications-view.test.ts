import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import NotificationsView from '../../../renderer/features/notifications/NotificationsView.svelte'
import { TernError } from '../../../shared/errors.ts'
import type { Message } from '../../../shared/model/message.ts'
import { createFakeApi, type FakeOptions } from '../support/fake-api.ts'
import { uuid } from '../support/people.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from '../support/render.ts'

beforeEach(() => page.viewport(800, 600))

async function show(options: FakeOptions = {}): Promise<Rendered> {
  const rendered = await renderInApp(NotificationsView, {}, options)
  rendered.screen.container.style.height = '600px'
  return rendered
}
const rows = ({ screen }: Rendered) => screen.getByRole('listitem')
const row = ({ screen }: Rendered, name: RegExp) => screen.getByRole('listitem').filter({ hasText: name })
const showAll = ({ screen }: Rendered) => userEvent.click(screen.getByRole('radio', { name: 'All' }))
const scroller = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role=list][aria-label="Texts and gaps"]')?.parentElement
  if (!found) throw new Error('no list')
  return found
}
const maria = createFakeApi().world.conversations[0]?.id ?? ''
const inbound = (n: number, more: Partial<Message> = {}): Message => ({
  id: uuid(4, n),
  conversationId: maria,
  numberId: 1234,
  peer: '+14155550132',
  direction: 'inbound',
  body: `New text ${n}`,
  mediaUrls: [],
  state: 'received',
  verified: true,
  at: Date.now() + n,
  read: false,
  done: false,
  ...more,
})

describe('the list', () => {
  test('unread texts first, newest on top: who, when and the first lines', async () => {
    const shown = await show()
    await expect.element(rows(shown).nth(2)).toBeVisible()
    await expect.element(rows(shown).nth(0)).toHaveTextContent(/Maria Gonzalez.*2 min ago.*Perfect, see you/s)
    await expect.element(rows(shown).nth(0)).toHaveTextContent('Unread')
    await expect.element(rows(shown).nth(2)).toHaveTextContent('נועה לוי')
    await expect.element(rows(shown).nth(3)).not.toBeInTheDocument()
  })

  test('all of them: photos, texts that are not verified, numbers without a name', async () => {
    const shown = await show()
    await showAll(shown)
    await expect.element(shown.screen.getByText('2 photos')).toBeInTheDocument()
    await userEvent.fill(shown.screen.getByLabelText('Search notifications'), '123456')
    await expect.element(row(shown, /Your code is 123456/)).toHaveTextContent('Not verified')
    await expect.element(row(shown, /Your code is 123456/)).toHaveTextContent('72975')
  })

  test('what comes in goes to the top; scrolled down, nothing on the screen moves', async () => {
    const shown = await show()
    await showAll(shown)
    await expect.element(row(shown, /leak under the sink/)).toBeVisible()
    shown.emit.messages.changed(inbound(1))
    await expect.element(rows(shown).nth(0)).toHaveTextContent(/Maria Gonzalez.*New text 1/s)
    shown.emit.messages.changed(inbound(2, { direction: 'outbound', body: 'Not an answer' }))
    scroller().scrollTop = 10 * 76 + 20
    const target = row(shown, /Question number 6 /)
    await expect.element(target).toBeInTheDocument()
    const before = target.element().getBoundingClientRect().top
    shown.emit.messages.changed(inbound(3))
    await expect.poll(() => scroller().scrollTop).toBe(11 * 76 + 20)
    expect(Math.abs(target.element().getBoundingClientRect().top - before)).toBeLessThan(1)
    await expect.element(shown.screen.getByText('Not an answer')).not.toBeInTheDocument()
  })

  test('what is deleted goes', async () => {
    const shown = await show()
    await expect.element(row(shown, /Maria Gonzalez/)).toBeVisible()
    const message = shown.world.messages.find((one) => one.conversationId === maria && !one.read)
    if (message === undefined) throw new Error('no message')
    shown.emit.messages.removed({ conversationId: maria, messageIds: [message.id] })
    await expect.element(row(shown, /Maria Gonzalez/)).not.toBeInTheDocument()
    await expect.element(rows(shown).nth(1)).toBeVisible()
  })

  test('reads on at its end', async () => {
    const messages = Array.from({ length: 300 }, (_, n) => inbound(n, { at: Date.now() - (300 - n) * 1000 }))
    await show({ world: { messages } })
    for (const wished of [100, 150, 200]) {
      await expect.poll(() => scroller().scrollHeight).toBeGreaterThanOrEqual((wished - 50) * 76)
      scroller().scrollTop = scroller().scrollHeight
      await expect.poll(() => scroller().scrollHeight).toBeGreaterThanOrEqual(wished * 76)
    }
    expect(document.querySelectorAll('[role=listitem]').length).toBeLessThan(40)
  })
})

describe('Reply and Done', () => {
  test('Reply opens the conversation', async () => {
    const shown = await show()
    await userEvent.click(row(shown, /Maria/).getByRole('button', { name: 'Reply' }))
    expect(shown.app.view).toBe('conversations')
    expect(shown.app.conversationId).toBe(maria)
  })

  test('Done ticks off, keeps the place in the list, and can be taken back', async () => {
    const shown = await show()
    await userEvent.click(row(shown, /Maria/).getByRole('button', { name: 'Done' }))
    await expect.element(row(shown, /Maria/)).not.toBeInTheDocument()
    await expect
      .poll(() => document.activeElement?.closest('[data-index]')?.getAttribute('data-index'))
      .toBe('0')
    const toast = shown.app.toasts.list[0]
    expect(toast?.text).toBe('Ticked off: Maria Gonzalez')
    toast?.action?.run()
    await expect.element(row(shown, /Maria/)).toBeVisible()
    expect(shown.world.messages.find((one) => one.body.startsWith('Perfect'))?.done).toBe(false)
  })

  test('among all texts it stays, marked, with the way back beside it', async () => {
    const shown = await show()
    await showAll(shown)
    const perfect = row(shown, /Perfect, see you/)
    await userEvent.click(perfect.getByRole('button', { name: 'Done', exact: true }))
    await expect.element(perfect).toHaveTextContent('Ticked off')
    await userEvent.click(perfect.getByRole('button', { name: 'Not done' }))
    await expect.element(perfect).not.toHaveTextContent('Ticked off')
  })

  test('a refusal is said in words and nothing is lost', async () => {
    const shown = await show({
      handlers: {
        notifications: {
          setDone: () => {
            throw new TernError('store.diskFull')
          },
        },
      },
    })
    await userEvent.click(row(shown, /Maria/).getByRole('button', { name: 'Done' }))
    await expect.element(shown.screen.getByRole('alert')).toBeVisible()
    await expect.element(row(shown, /Maria/)).toBeVisible()
  })

  test('by keyboard: arrows from row to row, Tab to the buttons, Enter opens', async () => {
    const shown = await show()
    await expect.element(row(shown, /Maria/)).toBeVisible()
    await userEvent.click(shown.screen.getByLabelText('Search notifications'))
    await userEvent.tab()
    await userEvent.keyboard('{ArrowDown}')
    await userEvent.tab()
    await expect.element(row(shown, /Maximiliana/).getByRole('button', { name: 'Reply' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    expect(shown.app.conversationId).toBe(uuid(1, 1))
  })
})

test('a text that is read elsewhere leaves the unread ones', async () => {
  const shown = await show()
  await expect.element(row(shown, /Maria/)).toBeVisible()
  await shown.api.conversations.markRead({ conversationId: maria })
  await expect.element(row(shown, /Maria/)).not.toBeInTheDocument()
  await expect.element(row(shown, /Maximiliana/)).toBeVisible()
})

test('nothing new', async () => {
  const shown = await show({ world: { messages: [] } })
  await expect.element(shown.screen.getByText('Nothing new')).toBeVisible()
  await expect.element(shown.screen.getByText('Replies land here.')).toBeVisible()
  await expectAccessible(shown.screen.container)
  await userEvent.fill(shown.screen.getByLabelText('Search notifications'), 'xyzzy')
  await expect.element(shown.screen.getByText('Nothing found')).toBeVisible()
})

test('in practice mode nothing new offers whom to text', async () => {
  const { setup } = createFakeApi().world
  const shown = await show({ world: { messages: [], setup: { ...setup, mode: 'practice' } } })
  await userEvent.click(shown.screen.getByRole('button', { name: 'Text a practice customer' }))
  expect(shown.calls).toContainEqual(['app.openCompose', {}])
})

test('name and text stand in the middle of a row, however short the text', async () => {
  const shown = await show()
  await showAll(shown)
  const article = row(shown, /STOP/).element().closest('article')
  const [who, text, button] = ['.who', '.text', '.actions'].map((one) => article?.querySelector(one))
  const box = (element: Element | null | undefined) => element?.getBoundingClientRect() ?? new DOMRect()
  const middle = (box(who).top + box(text).bottom) / 2
  expect(Math.abs(middle - (box(button).top + box(button).bottom) / 2)).toBeLessThan(3)
})

test.each(['light', 'dark'] as const)(
  'nothing that people could not use (%s)',
  async (theme) => {
    useTheme(theme)
    const shown = await show()
    await showAll(shown)
    await expect.element(row(shown, /Perfect, see you/)).toBeVisible()
    await expectAccessible(shown.screen.container)
    await userEvent.fill(shown.screen.getByLabelText('Search notifications'), '123456')
    await expect.element(row(shown, /Your code/)).toBeVisible()
    await expectAccessible(shown.screen.container)
  },
  60_000,
)
