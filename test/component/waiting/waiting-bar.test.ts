import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ConversationsView from '../../../renderer/features/conversations/ConversationsView.svelte'
import WaitingBar from '../../../renderer/features/waiting/WaitingBar.svelte'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Message } from '../../../shared/model/message.ts'
import { composer, now, toZoe, zoe } from '../support/conversation.ts'
import type { FakeOptions } from '../support/fake-api.ts'
import { longText, uuid } from '../support/people.ts'
import { expectAccessible, renderInApp, useTheme } from '../support/render.ts'

await loadPhones()
beforeEach(() => page.viewport(900, 640))

const noa = { ...zoe, id: uuid(7, 1), peer: '+97235550147', name: 'נועה לוי', at: now - 1000 }
const waits = (n: number, more: Partial<Message> = {}): Message =>
  toZoe(n, { state: 'queued', error: { code: 'aircall.unreachable', detail: {} }, ...more })
const toNoa = (n: number, more: Partial<Message> = {}): Message =>
  waits(n, { conversationId: noa.id, peer: noa.peer, ...more })
const show = (messages: Message[], options: FakeOptions = {}) =>
  renderInApp(
    WaitingBar,
    {},
    { ...options, world: { conversations: [zoe, noa], messages, ...options.world } },
  )
const dialog = page.getByRole('dialog')
const item = (text: string) => dialog.getByRole('listitem').filter({ hasText: text })

describe('the bar', () => {
  test('counts the texts that wait and says why, and follows them', async () => {
    const { emit, world } = await show([waits(1), toNoa(2)])
    await expect.element(page.getByText('2 texts wait: Tern could not reach Aircall.')).toBeVisible()
    world.messages = [waits(1)]
    emit.messages.changed(toNoa(2, { state: 'claimed', error: undefined as never }))
    await expect.element(page.getByText('1 text waits: Tern could not reach Aircall.')).toBeVisible()
    world.messages = []
    emit.messages.removed({ conversationId: zoe.id, messageIds: [waits(1).id] })
    await expect.element(page.getByText(/wait/)).not.toBeInTheDocument()
    world.messages = [waits(3)]
    emit.messages.changed(waits(3))
    await expect.element(page.getByText(/^1 text waits/)).toBeVisible()
  })

  test('says nothing of a text that is held for the user, until it stands still', async () => {
    const heldUntil = Date.now() + 1500
    const { error: _, ...held } = waits(1, { at: Date.now(), heldUntil })
    const { calls } = await show([held])
    await expect.poll(() => calls.map(([name]) => name)).toContain('messages.waiting')
    expect(page.getByRole('button', { name: 'Show' }).elements()).toEqual([])
    await expect.element(page.getByText('1 text waits to go out.')).toBeVisible()
  })

  test('asks nothing for what does not concern it', async () => {
    const { calls, emit } = await show([waits(1)])
    await expect.element(page.getByText(/^1 text waits/)).toBeVisible()
    const asked = () => calls.filter(([name]) => name === 'messages.waiting').length
    const before = asked()
    emit.messages.changed(toZoe(9, { direction: 'inbound', state: 'received' }))
    emit.messages.changed(toZoe(8, { state: 'sent' }))
    emit.messages.removed({ conversationId: zoe.id, messageIds: [uuid(8, 9)] })
    emit.conversations.changed(zoe)
    expect(asked()).toBe(before)
  })

  test('says what kept it from looking', async () => {
    let fails = true
    const { world } = await show([waits(1)], {
      handlers: {
        messages: {
          waiting: () => {
            if (fails) throw new TernError('store.failed')
            return world.messages.map((message) => ({ message }))
          },
        },
      },
    })
    await expect.element(page.getByRole('alert')).toBeVisible()
    fails = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.element(page.getByText(/^1 text waits/)).toBeVisible()
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  })
})

describe('the list', () => {
  test('shows to whom, what, why and since when; cancels one after the other by the keyboard', async () => {
    const { world } = await show([waits(1), toNoa(2, { body: longText }), waits(3)])
    await page.getByRole('button', { name: 'Show' }).click()
    await expect.element(item('Text 1')).toHaveTextContent(/Zoë.*min ago.*Tern could not reach Aircall\./s)
    await expect.element(item('Guten Tag')).toHaveTextContent('נועה לוי')
    await item('Guten Tag').getByRole('button', { name: 'Cancel' }).click()
    await expect.element(dialog.getByText(/The text stands in the conversation with/)).toBeVisible()
    await expect.element(item('Guten Tag')).not.toBeInTheDocument()
    await expect.element(item('Text 3').getByRole('button', { name: 'Cancel' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(item('Text 1').getByRole('button', { name: 'Cancel' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByText('Nothing waits.')).toBeVisible()
    await expect.element(dialog.getByRole('button', { name: 'Close' })).toHaveFocus()
    expect(world.messages).toEqual([])
  })

  test('says when it is too late', async () => {
    await show([waits(1)], {
      handlers: {
        messages: {
          cancel: () => {
            throw new TernError('text.onItsWay')
          },
        },
      },
    })
    await page.getByRole('button', { name: 'Show' }).click()
    await item('Text 1').getByRole('button', { name: 'Cancel' }).click()
    await expect.element(dialog.getByText('This text has left already.')).toBeVisible()
  })

  test('leads to the conversation, where text and photos of a cancelled one are in the composer', async () => {
    const photo = 'https://example.com/a.png'
    const shown = await renderInApp(
      ConversationsView,
      {},
      { world: { conversations: [zoe, noa], messages: [waits(1, { mediaUrls: [photo] }), waits(2)] } },
    )
    shown.screen.container.style.height = '640px'
    await page.getByRole('button', { name: 'Show' }).click()
    await item('Text 1').getByRole('button', { name: 'Cancel' }).click()
    await expect.element(item('Text 1')).not.toBeInTheDocument()
    await item('Text 2').getByRole('button', { name: 'Open' }).click()
    await expect.element(composer(shown)).toHaveValue('Text 1')
    await expect.element(page.getByLabelText('Photo addresses')).toHaveValue(photo)
    expect(shown.app.conversationId).toBe(zoe.id)
    await expect.element(dialog).not.toBeInTheDocument()
  })
})

test.each(['light', 'dark'] as const)('nothing that people could not use (%s)', async (theme) => {
  useTheme(theme)
  const name = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(4)
  await show(
    [waits(1), toNoa(2, { body: longText }), toNoa(3, { body: '', mediaUrls: ['https://a.example/1'] })],
    {
      world: { conversations: [{ ...zoe, name }, noa] },
    },
  )
  await expect.element(page.getByText(/^3 texts wait/)).toBeVisible()
  await expectAccessible()
  await page.getByRole('button', { name: 'Show' }).click()
  await expect.element(item('Photo')).toBeVisible()
  await expectAccessible()
})
