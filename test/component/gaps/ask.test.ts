import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import NotificationsView from '../../../renderer/features/notifications/NotificationsView.svelte'
import { askText } from '../../../renderer/words/gaps.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { Draft } from '../../../shared/model/message.ts'
import { called, fromZoe, now, zoe } from '../support/conversation.ts'
import type { FakeOptions } from '../support/fake-api.ts'
import { longText, uuid } from '../support/people.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from '../support/render.ts'

await loadPhones()
beforeEach(() => page.viewport(900, 760))

const minute = 60_000
const lost: Gap = {
  id: 5,
  numberId: 1234,
  from: now - 60 * minute,
  to: now - 50 * minute,
  reason: 'lost',
  done: false,
}
const person = (n: number, more: Partial<Conversation> = {}): Conversation => ({
  ...zoe,
  id: uuid(7, n),
  peer: `+1302555${1000 + n}`,
  name: `Customer ${n}`,
  at: now - 70 * minute,
  last: { direction: 'outbound', state: 'delivered', preview: `Are you coming, number ${n}?`, media: 0 },
  ...more,
})
const some = (count: number): Conversation[] => Array.from({ length: count }, (_, n) => person(n + 1))

async function open(unanswered: Conversation[], options: FakeOptions = {}, gap = lost): Promise<Rendered> {
  const world = { gaps: [gap], unanswered, messages: [], conversations: unanswered, ...options.world }
  const rendered = await renderInApp(NotificationsView, {}, { ...options, world })
  rendered.screen.container.style.height = '600px'
  await userEvent.click(page.getByRole('button', { name: 'Ask to resend' }))
  await expect.element(dialog).toBeVisible()
  return rendered
}
const dialog = page.getByRole('dialog', { name: 'Ask to resend' })
const box = (name: string) => dialog.getByRole('checkbox', { name })
const send = (people: string) => dialog.getByRole('button', { name: `Send to ${people}`, exact: true })
const sendNobody = dialog.getByRole('button', { name: 'Send', exact: true })
const item = (name: string) => dialog.getByRole('listitem').filter({ hasText: name })
const drafts = (shown: Rendered): Draft[] => called(shown, 'messages.send') as Draft[]

describe('whom', () => {
  test('each with name or number, when they were texted, and what with', async () => {
    const { name: _, ...nameless } = person(2)
    await open([person(1), nameless])
    await expect.element(item('Customer 1')).toHaveTextContent(/Texted.*Are you coming, number 1\?/s)
    await expect.element(item('+1 302 555 1002')).toBeVisible()
  })

  test('up to ten are all ticked; more are not, so that nobody texts many people by accident', async () => {
    await open(some(10))
    await expect.element(send('10 people')).toBeEnabled()
    await userEvent.click(dialog.getByRole('button', { name: 'Tick nobody' }))
    await expect.element(sendNobody).toBeDisabled()
    await userEvent.click(box('Customer 3'))
    await expect.element(send('1 person')).toBeEnabled()
  })

  test('of eleven nobody is ticked', async () => {
    await open(some(11))
    await expect.element(dialog.getByText('They are many, so nobody is ticked yet.')).toBeVisible()
    await expect.element(sendNobody).toBeDisabled()
    await userEvent.click(dialog.getByRole('button', { name: 'Tick all 11' }))
    await expect.element(send('11 people')).toBeEnabled()
  })

  test('who was texted since is not ticked', async () => {
    await open([person(1), person(2, { at: now - minute })])
    await expect.element(item('Customer 2')).toHaveTextContent('Texted again')
    await expect.element(box('Customer 2')).not.toBeChecked()
    await expect.element(send('1 person')).toBeVisible()
  })

  test('who answers meanwhile is not asked any more', async () => {
    const shown = await open(some(2))
    await expect.element(send('2 people')).toBeVisible()
    shown.emit.messages.changed(fromZoe(1, { conversationId: person(1).id }))
    await expect.element(item('Customer 1')).toHaveTextContent('Has answered')
    await userEvent.click(send('1 person'))
    await expect.poll(() => drafts(shown).map(({ to }) => to)).toEqual([person(2).peer])
  })

  test('nobody left is said', async () => {
    const shown = await renderInApp(
      NotificationsView,
      {},
      { world: { gaps: [lost], unanswered: some(1), messages: [] } },
    )
    shown.screen.container.style.height = '600px'
    await expect.element(page.getByRole('button', { name: 'Ask to resend' })).toBeVisible()
    shown.world.unanswered = []
    await userEvent.click(page.getByRole('button', { name: 'Ask to resend' }))
    await expect.element(dialog.getByText(/nobody left to ask/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Close' }))
    await expect.element(dialog).not.toBeInTheDocument()
  })
})

describe('sending', () => {
  test('is one ordinary text for each, with a draft of its own; then the line says so', async () => {
    const shown = await open(some(3))
    await userEvent.click(send('3 people'))
    await expect.element(dialog).not.toBeInTheDocument()
    expect(drafts(shown).map(({ to, body, numberId }) => ({ to, body, numberId }))).toEqual(
      some(3).map(({ peer }) => ({ to: peer, body: askText(lost, now), numberId: 1234 })),
    )
    expect(new Set(drafts(shown).map(({ id }) => id)).size).toBe(3)
    expect(called(shown, 'gaps.setAsked')).toEqual([{ gapId: 5, people: 3 }])
    await expect.element(page.getByText(/^Asked 3 people at/)).toBeVisible()
    expect(shown.app.toasts.list[0]?.text).toBe('Asked 3 people')
  })

  test('sends the text as it was edited, and not an empty one', async () => {
    const shown = await open(some(1))
    const text = dialog.getByLabelText('Text', { exact: true })
    await expect.element(text).toHaveValue(askText(lost, now))
    await expect.element(dialog.getByText(/^1 segment · \d+ left$/)).toBeVisible()
    await userEvent.fill(text, ' ')
    await expect.element(send('1 person')).toBeDisabled()
    await userEvent.fill(text, 'Please write again 👋')
    await expect.element(dialog.getByText(/Unicode because of/)).toBeVisible()
    await userEvent.click(send('1 person'))
    await expect.poll(() => drafts(shown).map(({ body }) => body)).toEqual(['Please write again 👋'])
  })

  test('pressed twice, and after an answer that was lost, each is sent once', async () => {
    let lostAnswers = 1
    const sentIds = new Set<string>()
    const shown = await open(some(2), {
      handlers: {
        messages: {
          send: (draft) => {
            sentIds.add(draft.id)
            if (draft.to === person(2).peer && lostAnswers-- > 0) throw new TernError('app.internal')
            return { ...fromZoe(1), id: draft.id, direction: 'outbound', state: 'queued' }
          },
        },
      },
    })
    const button = send('2 people')
    await userEvent.dblClick(button)
    await expect.element(item('Customer 1')).toHaveTextContent('Asked')
    await expect.element(item('Customer 2').getByRole('alert')).toHaveTextContent(/^Customer 2:/)
    expect(called(shown, 'gaps.setAsked')).toEqual([{ gapId: 5, people: 1 }])
    // The text may even be changed: it stays the text of that person.
    await userEvent.fill(dialog.getByLabelText('Text', { exact: true }), 'Once more')
    await userEvent.click(send('1 person'))
    await expect.element(dialog).not.toBeInTheDocument()
    expect(drafts(shown).filter(({ to }) => to === person(1).peer)).toHaveLength(1)
    expect(sentIds.size).toBe(2)
    expect(called(shown, 'gaps.setAsked')).toEqual([
      { gapId: 5, people: 1 },
      { gapId: 5, people: 1 },
    ])
    expect(shown.app.toasts.list[0]?.text).toBe('Asked 2 people')
  })

  test('when it could not be noted, another press notes it and sends nothing', async () => {
    let fails = true
    const shown = await open(some(2), {
      handlers: {
        gaps: {
          setAsked: () => {
            if (fails) throw new TernError('store.diskFull')
          },
        },
      },
    })
    await userEvent.click(send('2 people'))
    await expect.element(dialog.getByText('The disk is full.')).toBeVisible()
    fails = false
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }))
    await expect.element(dialog).not.toBeInTheDocument()
    expect(drafts(shown)).toHaveLength(2)
  })

  test('warns when an answer would not arrive now either', async () => {
    await open(some(1), { world: { reach: { state: 'lost', since: now } } })
    await expect.element(dialog.getByText(/An answer to this text would not arrive/)).toBeVisible()
  })
})

test.each(['light', 'dark'] as const)(
  'nothing that people could not use (%s)',
  async (theme) => {
    useTheme(theme)
    await page.viewport(480, 760)
    const { name: _, ...nameless } = person(3, { at: now - minute })
    const shown = await open(
      [person(1, { name: 'נועה לוי' }), person(2, { name: longText.slice(0, 90) }), nameless],
      {
        handlers: {
          messages: {
            send: () => {
              throw new TernError('store.diskFull')
            },
          },
        },
      },
    )
    await expect.element(send('2 people')).toBeVisible()
    await expectAccessible(document.body)
    await userEvent.click(send('2 people'))
    await expect.element(item('נועה').getByRole('alert')).toBeVisible()
    await expectAccessible(document.body)
    expect(shown.app.toasts.list).toEqual([])
  },
  60_000,
)
