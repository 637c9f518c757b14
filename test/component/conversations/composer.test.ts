import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import Thread from '../../../renderer/features/conversations/Thread.svelte'
import { TernError } from '../../../shared/errors.ts'
import type { Draft, Message } from '../../../shared/model/message.ts'
import { renderInApp, type Rendered } from '../support/render.ts'
import { createFakeApi, type FakeOptions } from '../support/fake-api.ts'

beforeEach(() => page.viewport(700, 600))

const maria = createFakeApi().world.conversations[0]?.id ?? ''

async function show(options: FakeOptions = {}): Promise<Rendered> {
  const rendered = await renderInApp(Thread, { conversationId: maria }, options)
  rendered.screen.container.style.height = '600px'
  await expect.element(rendered.screen.getByLabelText('Message', { exact: true })).toBeVisible()
  return rendered
}
const field = ({ screen }: Rendered) => screen.getByLabelText('Message', { exact: true })
const counter = (shown: Rendered): HTMLElement => {
  const found = document.getElementById(field(shown).element().getAttribute('aria-describedby') ?? '')
  if (found === null) throw new Error('no counter')
  return found
}
const send = ({ screen }: Rendered) => screen.getByRole('button', { name: 'Send', exact: true })
const sent = ({ calls }: Rendered): Draft[] =>
  calls.filter(([name]) => name === 'messages.send').map(([, arg]) => arg as Draft)
const drafts = ({ calls }: Rendered): string[] =>
  calls
    .filter(([name]) => name === 'conversations.saveDraft')
    .map(([, arg]) => (arg as { body: string }).body)

describe('sending', () => {
  test('by button, and by Ctrl or Cmd and Enter; Enter alone is a new line', async () => {
    const shown = await show()
    await userEvent.fill(field(shown), 'One')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByRole('log').getByText('One', { exact: true })).toBeVisible()
    await expect.element(field(shown)).toHaveValue('')
    await expect.element(field(shown)).toHaveFocus()
    await userEvent.keyboard('Two{Enter}lines{Control>}{Enter}{/Control}')
    await expect.poll(() => sent(shown).map((draft) => draft.body)).toEqual(['One', 'Two\nlines'])
    await userEvent.keyboard('Three{Meta>}{Enter}{/Meta}')
    await expect.poll(() => sent(shown)).toHaveLength(3)
    expect(new Set(sent(shown).map((draft) => draft.id)).size).toBe(3)
  })

  test('a double press is one message, also while the first is under way', async () => {
    let release: ((message: Message) => void) | undefined
    const shown = await show({
      handlers: { messages: { send: () => new Promise<Message>((resolve) => (release = resolve)) } },
    })
    await userEvent.fill(field(shown), 'Once')
    await userEvent.dblClick(send(shown))
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    expect(sent(shown)).toHaveLength(1)
    const [draft] = sent(shown)
    const like = shown.world.messages[0]
    if (draft === undefined || like === undefined || release === undefined)
      throw new Error('nothing was sent')
    release({
      ...like,
      ...draft,
      conversationId: maria,
      peer: draft.to,
      direction: 'outbound',
      state: 'queued',
    })
    await expect.element(field(shown)).toHaveValue('')
  })

  test('a lost answer: the second press asks for the same message; an edited text is another', async () => {
    const shown = await show({
      handlers: {
        messages: {
          send: () => {
            throw new TernError('app.internal')
          },
        },
      },
    })
    await userEvent.fill(field(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByRole('alert')).toBeVisible()
    await expect.element(field(shown)).toHaveValue('Hello')
    await userEvent.click(send(shown))
    await expect.poll(() => sent(shown)).toHaveLength(2)
    await userEvent.fill(field(shown), 'Hello again')
    await expect.element(shown.screen.getByRole('alert')).not.toBeInTheDocument()
    await userEvent.click(send(shown))
    await expect.poll(() => sent(shown)).toHaveLength(3)
    const [first, second, third] = sent(shown).map((draft) => draft.id)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  test('nothing to send, too long, a bad photo address: not sent, and why', async () => {
    const shown = await show()
    await expect.element(send(shown)).toBeDisabled()
    await userEvent.fill(field(shown), '   ')
    await expect.element(send(shown)).toBeDisabled()
    await userEvent.fill(field(shown), 'x'.repeat(1601))
    await expect.element(shown.screen.getByText('1 over the 1,600 characters')).toBeVisible()
    await expect.element(send(shown)).toBeDisabled()
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await userEvent.fill(field(shown), 'A photo')
    await userEvent.click(shown.screen.getByRole('button', { name: 'Add photos' }))
    await userEvent.keyboard('http://example.com/a.jpg')
    await expect.element(send(shown)).toBeDisabled()
    await userEvent.tab()
    await expect.element(shown.screen.getByText('A photo address cannot be used.')).toBeVisible()
    expect(sent(shown)).toEqual([])
    await userEvent.fill(shown.screen.getByLabelText('Photo addresses'), 'https://example.com/a.jpg')
    await userEvent.click(send(shown))
    await expect
      .poll(() => sent(shown).map((draft) => draft.mediaUrls))
      .toEqual([['https://example.com/a.jpg']])
  })

  test('without a number in use nothing can be sent', async () => {
    const { number: _, ...setup } = createFakeApi().world.setup
    const shown = await show({ world: { setup } })
    await userEvent.fill(field(shown), 'Hello')
    await expect.element(send(shown)).toBeDisabled()
    await expect.element(shown.screen.getByText('No number is in use')).toBeVisible()
  })
})

test('the counter says segments, what is left, and which character makes it Unicode', async () => {
  const shown = await show()
  await userEvent.fill(field(shown), 'Hello')
  await expect.element(shown.screen.getByText('1 segment · 155 left')).toBeVisible()
  expect(counter(shown).textContent.trim()).toBe('1 segment · 155 left')
  await userEvent.fill(field(shown), '“Hello”')
  await expect.element(shown.screen.getByText('Unicode because of ““”')).toBeVisible()
})

test('the counter is silent under an empty text, and its line is kept', async () => {
  const shown = await show()
  const height = counter(shown).getBoundingClientRect().height
  expect(counter(shown).textContent.trim()).toBe('')
  await userEvent.fill(field(shown), 'Hello')
  expect(counter(shown).getBoundingClientRect().height).toBe(height)
})

test('over the limit the counter says that alone', async () => {
  const shown = await show()
  await userEvent.fill(field(shown), 'x'.repeat(1650))
  expect(counter(shown).textContent.trim()).toBe('50 over the 1,600 characters that Aircall takes')
})

test('says before Send that an answer would not arrive', async () => {
  const shown = await show()
  const { emit, world, screen } = shown
  const warning = screen.getByText('An answer to this text would not arrive')
  await expect.element(warning).not.toBeInTheDocument()
  emit.reach.changed({ ...world.reach, state: 'lost' })
  await expect.element(warning).toBeVisible()
  emit.reach.changed({ ...world.reach, state: 'reachable' })
  await expect.element(warning).not.toBeInTheDocument()
})

test('grows with the text up to a limit, then scrolls', async () => {
  const shown = await show()
  const height = (): number => field(shown).element().getBoundingClientRect().height
  const empty = height()
  await userEvent.fill(field(shown), 'a\nb\nc')
  expect(height()).toBeGreaterThan(empty + 30)
  await userEvent.fill(field(shown), 'a\n'.repeat(100))
  expect(height()).toBeLessThan(200)
  await userEvent.fill(field(shown), '')
  expect(height()).toBe(empty)
})

describe('the draft', () => {
  test('comes back, is saved as the user types, and goes when the text is sent', async () => {
    const world = createFakeApi().world
    const conversations = world.conversations.map((one) =>
      one.id === maria ? { ...one, draft: 'Begun' } : one,
    )
    const shown = await show({ world: { conversations } })
    await expect.element(field(shown)).toHaveValue('Begun')
    await userEvent.fill(field(shown), 'Begun, and more')
    await expect.poll(() => drafts(shown).at(-1)).toBe('Begun, and more')
    await userEvent.click(send(shown))
    await expect.poll(() => drafts(shown).at(-1)).toBe('')
  })

  test('is saved at once when the conversation is left', async () => {
    const shown = await show()
    await userEvent.fill(field(shown), 'Half a thou')
    await shown.screen.unmount()
    await expect.poll(() => drafts(shown)).toEqual(['Half a thou'])
  })
})
