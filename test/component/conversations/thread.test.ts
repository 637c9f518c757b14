import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import Thread from '../../../renderer/features/conversations/Thread.svelte'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Message } from '../../../shared/model/message.ts'
import { uuid } from '../support/people.ts'
import { renderInApp, type Rendered } from '../support/render.ts'
import type { FakeOptions } from '../support/fake-api.ts'

await loadPhones()
beforeEach(() => page.viewport(700, 600))

const now = Date.now()
const conversation: Conversation = {
  id: uuid(7, 0),
  numberId: 1234,
  peer: '+33612345678',
  name: 'Zoë',
  unread: 0,
  draft: '',
  at: now,
}
const text = (n: number, more: Partial<Message> = {}): Message => ({
  id: uuid(8, n),
  conversationId: conversation.id,
  numberId: 1234,
  peer: conversation.peer,
  direction: 'inbound',
  body: `Text number ${n}. ${'More words. '.repeat(n % 7)}`,
  mediaUrls: [],
  state: 'received',
  verified: true,
  at: now - 1_000_000_000 + n * 600_000,
  read: true,
  done: false,
  ...more,
})
const outbound = (more: Partial<Message>): Message =>
  text(1, { direction: 'outbound', body: 'On our way', state: 'sent', ...more })

async function show(
  messages: Message[],
  { of = conversation, ...options }: FakeOptions & { of?: Conversation } = {},
): Promise<Rendered> {
  const world = { conversations: [of], messages, ...options.world }
  const rendered = await renderInApp(Thread, { conversationId: of.id }, { ...options, world })
  rendered.screen.container.style.height = '600px'
  await expect.element(rendered.screen.getByLabelText('Message', { exact: true })).toBeVisible()
  return rendered
}
const log = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role=log]')
  if (found === null) throw new Error('no log')
  return found
}
const fromEnd = (): number => log().scrollHeight - log().scrollTop - log().clientHeight
/** Resolves when nothing has moved for twenty frames. */
async function settled(): Promise<void> {
  let last = ''
  for (let still = 0; still < 20; still++) {
    await new Promise(requestAnimationFrame)
    const now = `${log().scrollTop} ${log().scrollHeight}`
    if (now !== last) still = 0
    last = now
  }
}
const called = ({ calls }: Rendered, name: string): unknown[] =>
  calls.filter(([one]) => one === name).map(([, arg]) => arg)

describe('messages', () => {
  test('opens at the newest, reads older ones above, and what is on the screen stays where it is', async () => {
    const all = Array.from({ length: 230 }, (_, n) => text(n))
    const { screen } = await show(all)
    await expect.element(screen.getByText(/^Text number 229\./)).toBeVisible()
    await settled()
    expect(fromEnd()).toBeLessThan(48)
    expect(log().querySelectorAll('article').length).toBeLessThan(60)

    // Up in steps, as a person scrolls; each text that is seen must stay in order and in place.
    let oldest = 229
    for (let step = 0; step < 400 && oldest > 0; step++) {
      const seen = [...log().querySelectorAll('article')].find((one) => {
        const box = one.getBoundingClientRect()
        return box.top > log().getBoundingClientRect().top + 60
      })
      if (seen === undefined) throw new Error('no message in sight')
      const words = seen.querySelector('p')?.textContent ?? ''
      const before = seen.getBoundingClientRect().top
      const moved = Math.min(150, log().scrollTop)
      log().scrollBy(0, -150)
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      const after = [...log().querySelectorAll('article')].find(
        (one) => one.querySelector('p')?.textContent === words,
      )
      if (after !== undefined && moved === 150)
        expect(Math.abs(after.getBoundingClientRect().top - before - moved), words).toBeLessThan(3)
      oldest = Math.min(
        ...[...log().querySelectorAll('article p')].map((one) =>
          Number(/^Text number (\d+)\./.exec(one.textContent ?? '')?.[1] ?? 999),
        ),
      )
    }
    expect(oldest).toBe(0)
  })

  test('a new text is shown at the end; higher up it is counted instead, and a press goes there', async () => {
    const { screen, emit } = await show(Array.from({ length: 60 }, (_, n) => text(n)))
    await expect.poll(fromEnd).toBeLessThan(48)
    emit.messages.changed(text(100, { body: 'At the end', at: now }))
    await expect.element(screen.getByRole('log').getByText('At the end')).toBeVisible()
    await expect.poll(fromEnd).toBeLessThan(48)

    log().scrollTop = 900
    await expect.poll(fromEnd).toBeGreaterThan(400)
    await new Promise(requestAnimationFrame)
    const top = log().scrollTop
    emit.messages.changed(text(101, { body: 'While reading', at: now + 1 }))
    await userEvent.click(screen.getByRole('button', { name: '1 new message' }))
    expect(top).toBeGreaterThan(0)
    await expect.element(screen.getByRole('log').getByText('While reading')).toBeVisible()
    await expect.element(screen.getByRole('button', { name: '1 new message' })).not.toBeInTheDocument()
  })

  test('delivery states in words, and as they change', async () => {
    const { screen, emit } = await show([outbound({ state: 'queued' })])
    const steps = [
      ['claimed', 'Sending'],
      ['accepted', 'Accepted'],
      ['sent', 'Sent'],
      ['delivered', 'Delivered'],
      ['undelivered', 'Not delivered'],
    ] as const
    await expect.element(screen.getByText('Waiting', { exact: true })).toBeVisible()
    for (const [state, words] of steps) {
      emit.messages.changed(outbound({ state }))
      await expect.element(screen.getByText(words, { exact: true })).toBeVisible()
    }
    emit.messages.changed(outbound({ state: 'sent', providerStatus: 'buffered' }))
    await expect.element(screen.getByText('Aircall says “buffered”')).toBeVisible()
  })

  test('a failed text says why and can be tried again', async () => {
    const rendered = await show([
      outbound({ state: 'failed', error: { code: 'aircall.badRecipient', detail: {} } }),
    ])
    await expect.element(rendered.screen.getByText('Aircall did not accept the recipient')).toBeVisible()
    await userEvent.click(rendered.screen.getByRole('button', { name: 'Try again' }))
    await expect.element(rendered.screen.getByText('Waiting', { exact: true })).toBeVisible()
    expect(called(rendered, 'messages.sendAgain')).toEqual([{ messageId: uuid(8, 1) }])
  })

  test('an unknown one is never sent again without asking', async () => {
    const rendered = await show([outbound({ state: 'unknown' })])
    const { screen } = rendered
    await expect.element(screen.getByText("We don't know whether this reached Aircall")).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }))
    await expect.element(screen.getByRole('dialog')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(called(rendered, 'messages.sendAgain')).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }))
    await userEvent.click(screen.getByRole('dialog').getByRole('button', { name: 'Send again' }))
    await expect.element(screen.getByText('Waiting', { exact: true })).toBeVisible()
    expect(called(rendered, 'messages.sendAgain')).toHaveLength(1)
  })

  test('an unknown one can be marked as sent', async () => {
    const { screen } = await show([outbound({ state: 'unknown' })])
    await userEvent.click(screen.getByRole('button', { name: 'Mark as sent' }))
    await expect.element(screen.getByText('Sent', { exact: true })).toBeVisible()
  })

  test('photos, unverified texts, addresses as text, emoji larger', async () => {
    const { screen } = await show([
      outbound({ body: '', mediaUrls: ['https://media.example/a/leak.jpg?sig=1'] }),
      text(2, { body: 'See https://evil.example/<b>x</b>', verified: false }),
      text(3, { body: '👍🏽' }),
    ])
    await expect.element(screen.getByText('leak.jpg')).toBeVisible()
    await expect.element(screen.getByText('Not verified')).toBeVisible()
    await expect.element(screen.getByText('See https://evil.example/<b>x</b>')).toBeVisible()
    expect(log().querySelector('a')).toBeNull()
    const size = (words: string): number =>
      Number.parseFloat(getComputedStyle(screen.getByText(words).element()).fontSize)
    expect(size('👍🏽')).toBeGreaterThan(2 * size('See https'))
  })
})

describe('read', () => {
  const unread = { ...conversation, unread: 1 }

  test('is said when the newest text is in sight and the window has the focus', async () => {
    const rendered = await show([text(1, { read: false })], { of: unread })
    window.dispatchEvent(new Event('focus'))
    await expect
      .poll(() => called(rendered, 'conversations.markRead'))
      .toEqual([{ conversationId: unread.id }])
  })

  test('is not said while the user is higher up', async () => {
    const rendered = await show(Array.from({ length: 60 }, (_, n) => text(n)))
    window.dispatchEvent(new Event('focus'))
    await expect.poll(fromEnd).toBeLessThan(48)
    log().scrollTop = 600
    await expect.poll(fromEnd).toBeGreaterThan(400)
    await new Promise(requestAnimationFrame)
    const fresh = text(100, { at: now, read: false })
    rendered.world.messages.push(fresh)
    rendered.emit.messages.changed(fresh)
    rendered.emit.conversations.changed(unread)
    const button = rendered.screen.getByRole('button', { name: '1 new message' })
    await expect.element(button).toBeVisible()
    expect(called(rendered, 'conversations.markRead')).toEqual([])
    await userEvent.click(button)
    await expect.poll(() => called(rendered, 'conversations.markRead')).toHaveLength(1)
  })
})

describe('the header', () => {
  test('names the person, the number and its country', async () => {
    const { screen } = await show([text(1)])
    await expect.element(screen.getByRole('heading', { name: 'Zoë' })).toBeVisible()
    await expect.element(screen.getByText('+33 6 12 34 56 78')).toBeVisible()
    await expect.element(screen.getByText('France')).toBeVisible()
  })

  test('gives and takes a name', async () => {
    const { screen } = await show([text(1)])
    await userEvent.click(screen.getByRole('button', { name: 'Change name' }))
    await userEvent.fill(screen.getByLabelText('Name', { exact: true }), 'Zoé Martin')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('heading', { name: 'Zoé Martin' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Change name' }))
    await userEvent.fill(screen.getByLabelText('Name', { exact: true }), '')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await expect.element(screen.getByRole('button', { name: 'Add a name' })).toBeVisible()
  })
})

test('a conversation that is no more', async () => {
  const { screen } = await renderInApp(Thread, { conversationId: uuid(9, 9) })
  await expect.element(screen.getByText('This conversation is gone')).toBeVisible()
})
