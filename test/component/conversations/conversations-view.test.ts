import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ConversationsView from '../../../renderer/features/conversations/ConversationsView.svelte'
import type { Conversation } from '../../../shared/model/conversation.ts'
import { TernError } from '../../../shared/errors.ts'
import { uuid } from '../support/people.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from '../support/render.ts'
import { createFakeApi, type FakeOptions } from '../support/fake-api.ts'

beforeEach(() => page.viewport(1000, 680))

async function show(options: FakeOptions = {}): Promise<Rendered> {
  const rendered = await renderInApp(ConversationsView, {}, options)
  rendered.screen.container.style.height = '680px'
  return rendered
}
const list = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role=list][aria-label=Conversations]')
  if (found === null) throw new Error('no list')
  return found
}
const scroller = (): HTMLElement => {
  const found = list().parentElement
  if (found === null) throw new Error('no scroller')
  return found
}
/** What the control that has the focus says. */
const focused = (): string =>
  document.activeElement instanceof HTMLButtonElement ? document.activeElement.innerText : ''
/** Names of the rows, from the top of what is mounted. */
const names = (): string[] =>
  [...list().querySelectorAll('[role=listitem]')]
    .sort((a, b) => Number(a.getAttribute('aria-posinset')) - Number(b.getAttribute('aria-posinset')))
    .map((row) => row.querySelector('bdi')?.textContent ?? '')
const many = (count: number, now = Date.now()): Conversation[] =>
  Array.from({ length: count }, (_, n) => ({
    id: uuid(5, n),
    numberId: 1234,
    peer: `+1302555${String(n % 10_000).padStart(4, '0')}`,
    name: `Person ${n}`,
    unread: 0,
    draft: '',
    at: now - n * 60_000,
    last: { direction: 'inbound', state: 'received', preview: `Text ${n}`, media: 0 },
  }))

describe('the list', () => {
  test('shows who, when, the last words, unread texts and drafts', async () => {
    const { screen } = await show()
    const row = screen.getByRole('button', { name: /Maria Gonzalez/ })
    await expect.element(row).toHaveTextContent(/Maria Gonzalez.*2 min ago.*Perfect, see you on Tuesday/s)
    await expect.element(row).toHaveTextContent('1 unread')
    await expect
      .element(screen.getByRole('button', { name: /Zoë/ }))
      .toHaveTextContent("We don't know whether this reached Aircall")
    await expect.element(screen.getByText('Sehr geehrte Frau')).toBeInTheDocument()
    await expect.element(screen.getByText('+44 7700 900123')).toBeInTheDocument()
  })

  test('long names are cut and never widen the list', async () => {
    const { screen } = await show()
    await expect.element(screen.getByText('Maria Gonzalez')).toBeVisible()
    expect(scroller().scrollWidth).toBe(scroller().clientWidth)
  })

  test('search asks the store and says when nobody is found', async () => {
    const { screen } = await show()
    await userEvent.fill(screen.getByLabelText('Search conversations'), 'zoë')
    await expect.poll(names).toEqual(['Zoë'])
    await userEvent.fill(screen.getByLabelText('Search conversations'), 'xyzzy')
    await expect.element(screen.getByText('Nobody found')).toBeVisible()
    await expectAccessible(screen.container)
  })

  test('one stop for Tab, arrow keys from row to row, Enter opens and the composer gets the focus', async () => {
    const { screen, app } = await show()
    await expect.element(screen.getByText('Maria Gonzalez')).toBeVisible()
    await userEvent.click(screen.getByLabelText('Search conversations'))
    await userEvent.tab()
    await expect.poll(() => focused()).toContain('Maria')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}')
    await expect.poll(() => focused()).toContain('נועה')
    await userEvent.keyboard('{End}')
    await expect.poll(() => focused()).toContain('Question number 40')
    await userEvent.keyboard('{Home}{Enter}')
    await expect.poll(() => app.conversationId).toBeDefined()
    await expect.element(screen.getByLabelText('Message', { exact: true })).toHaveFocus()
  })

  test('reads on at its end: 100,000 conversations, few rows in the page', async () => {
    const { screen, calls } = await show({ world: { conversations: many(100_000), messages: [] } })
    await expect.element(screen.getByText('Person 0', { exact: true })).toBeVisible()
    for (const wished of [100, 150, 200]) {
      scroller().scrollTop = scroller().scrollHeight
      await expect.poll(() => scroller().scrollHeight).toBeGreaterThanOrEqual(wished * 64)
    }
    scroller().scrollTop = scroller().scrollHeight
    await expect.element(screen.getByText('Person 199', { exact: true })).toBeVisible()
    expect(list().querySelectorAll('[role=listitem]').length).toBeLessThan(40)
    // Every page was asked for once.
    const cursors = calls
      .filter(([name]) => name === 'conversations.list')
      .map(([, arg]) => JSON.stringify(arg))
    expect(new Set(cursors).size).toBe(cursors.length)
  })

  test('what changes goes to the top; scrolled down, nothing on the screen moves', async () => {
    const conversations = many(200)
    const { screen, emit } = await show({ world: { conversations, messages: [] } })
    await expect.element(screen.getByText('Person 0', { exact: true })).toBeVisible()
    const at = Date.now() + 1000
    const last = conversations[40]
    if (last === undefined) throw new Error('no conversation')
    emit.conversations.changed({ ...last, at, unread: 1 })
    await expect.poll(() => names()[0]).toBe('Person 40')

    scroller().scrollTop = 20 * 64 + 10
    await expect.element(screen.getByText('Person 22', { exact: true })).toBeInTheDocument()
    const place = (): number =>
      screen.getByText('Person 22', { exact: true }).element().getBoundingClientRect().top
    const before = place()
    emit.conversations.changed({ ...last, id: uuid(6, 1), name: 'Somebody new', at: at + 1 })
    const below = conversations[45]
    if (below === undefined) throw new Error('no conversation')
    emit.conversations.changed({ ...below, at: at + 2 })
    await expect.poll(() => scroller().scrollTop).toBe(22 * 64 + 10)
    expect(Math.abs(place() - before)).toBeLessThan(1)
  })

  test('empty, loading and error states', async () => {
    const { screen } = await show({ world: { conversations: [], messages: [] } })
    await expect.element(screen.getByText('No conversations yet')).toBeVisible()
    await expectAccessible(screen.container)
  })

  test('an empty text is called one', async () => {
    const world = createFakeApi().world
    const [first, ...others] = world.conversations
    if (first === undefined) throw new Error('no conversation')
    const last = { direction: 'inbound', state: 'received', preview: '', media: 0 } as const
    const { screen } = await show({ world: { conversations: [{ ...first, last }, ...others] } })
    await expect.element(screen.getByRole('button', { name: /Maria.*Empty text/ })).toBeVisible()
  })

  test.each([0, 3])('practice mode shows whom to text, with %i conversations', async (many) => {
    const world = createFakeApi().world
    const { screen, calls } = await show({
      world: {
        setup: { ...world.setup, mode: 'practice' },
        conversations: world.conversations.slice(0, many),
      },
    })
    const mia = screen.getByRole('button', { name: 'Mia Torres Answers right away' })
    await expect.element(mia).toBeVisible()
    await expectAccessible(screen.container)
    await userEvent.click(mia)
    expect(calls).toContainEqual(['app.openCompose', { to: '+12025550147' }])
  })

  test('the window tells which conversation it shows, and when it shows none', async () => {
    const { screen, calls, app, world } = await show()
    const showing = () => calls.filter(([name]) => name === 'app.showing').map(([, arg]) => arg)
    const [first, second] = world.conversations.map(({ id }) => id)
    await userEvent.click(screen.getByRole('button', { name: /Maria/ }))
    await expect.poll(() => showing().at(-1)).toEqual({ conversationId: first })
    app.openConversation(second)
    await expect.poll(() => showing()).toContainEqual({ conversationId: second })
    await expect.element(screen.getByRole('log')).toBeVisible()
    expect(showing().at(-1)).toEqual({ conversationId: second })
    await screen.unmount()
    await expect.poll(() => showing().at(-1)).toEqual({})
  })

  test('an error has words and a second try', async () => {
    let broken = true
    const { screen, world } = await show({
      handlers: {
        conversations: {
          list: () => {
            if (broken) throw new TernError('store.failed')
            return { items: world.conversations.slice(0, 1), more: false }
          },
        },
      },
    })
    await expect.element(screen.getByRole('alert')).toBeVisible()
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await expect.element(screen.getByText('Maria Gonzalez')).toBeVisible()
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
  })

  test('a conversation that goes while it is open is closed', async () => {
    const { screen, app, emit, world } = await show()
    const id = world.conversations[0]?.id ?? ''
    await userEvent.click(screen.getByRole('button', { name: /Maria/ }))
    await expect.element(screen.getByRole('log')).toBeVisible()
    emit.conversations.removed({ conversationIds: [id] })
    await expect.element(screen.getByText('Pick a conversation')).toBeVisible()
    expect(app.conversationId).toBeUndefined()
    expect(names()).not.toContain('Maria Gonzalez')
  })
})

describe('deleting a conversation', () => {
  const remove = async ({ screen }: Rendered) => {
    await userEvent.click(screen.getByRole('button', { name: /Maria/ }))
    await userEvent.click(screen.getByRole('button', { name: 'More about this conversation' }))
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete conversation…' }))
    await expect.element(page.getByRole('dialog')).toBeVisible()
  }
  const confirm = () => page.getByRole('dialog').getByRole('button', { name: 'Delete conversation' }).click()

  test('says what it means; then the list goes on, with the focus in it', async () => {
    const shown = await show()
    await remove(shown)
    for (const words of [
      /for good, with all photos/,
      /when the next backup is made/,
      /Texts that wait in it are not sent/,
    ])
      await expect.element(page.getByRole('dialog').getByText(words)).toBeVisible()
    await expectAccessible()
    await confirm()
    await expect.element(shown.screen.getByText('Pick a conversation')).toBeVisible()
    expect(names()).not.toContain('Maria Gonzalez')
    await expect.poll(focused).toContain('Maximiliana')
    expect(shown.app.toasts.list.map(({ text }) => text)).toEqual([
      'The conversation with Maria Gonzalez was deleted.',
    ])
  })

  test('the only one: the search takes the focus', async () => {
    const { conversations } = createFakeApi().world
    const shown = await show({ world: { conversations: conversations.slice(0, 1) } })
    await remove(shown)
    await confirm()
    await expect.element(shown.screen.getByText('No conversations yet')).toBeVisible()
    await expect.element(shown.screen.getByLabelText('Search conversations')).toHaveFocus()
  })

  test('not while one of its texts is on its way', async () => {
    const shown = await show({
      handlers: {
        conversations: {
          remove: () => {
            throw new TernError('text.onItsWay')
          },
        },
      },
    })
    await remove(shown)
    await confirm()
    await expect.element(page.getByRole('dialog').getByText('This text has left already.')).toBeVisible()
    expect(shown.app.conversationId).toBeDefined()
  })
})

test.each(['light', 'dark'] as const)(
  'nothing that people could not use (%s)',
  async (theme) => {
    useTheme(theme)
    const { screen, app, world, emit } = await show()
    emit.reach.changed({ ...world.reach, state: 'lost' })
    // A long text, another script, photos, and each kind of trouble.
    for (const conversation of [1, 2, 4, 6, 7, 9].flatMap((n) => world.conversations[n] ?? [])) {
      app.openConversation(conversation.id)
      const who = conversation.name ?? 'Conversation with +'
      await expect.element(screen.getByRole('region', { name: who })).toBeVisible()
      await expect.element(screen.getByRole('log', { name: 'Messages' })).toBeVisible()
      await expectAccessible(screen.container)
    }
  },
  60_000,
)
