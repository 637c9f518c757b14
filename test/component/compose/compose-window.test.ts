import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ComposeWindow from '../../../renderer/features/compose/ComposeWindow.svelte'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Draft } from '../../../shared/model/message.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from '../support/render.ts'
import { createFakeApi, type FakeOptions } from '../support/fake-api.ts'

await loadPhones()
beforeEach(() => page.viewport(460, 560))

async function show(search = '', options: FakeOptions = {}): Promise<Rendered> {
  const rendered = await renderInApp(ComposeWindow, { search }, options)
  rendered.screen.container.style.height = '560px'
  return rendered
}
const to = ({ screen }: Rendered) => screen.getByRole('combobox', { name: 'To' })
const message = ({ screen }: Rendered) => screen.getByLabelText('Message', { exact: true })
const send = ({ screen }: Rendered) => screen.getByRole('button', { name: 'Send', exact: true })
const called = ({ calls }: Rendered, name: string): unknown[] =>
  calls.filter(([one]) => one === name).map(([, arg]) => arg)
const sent = (shown: Rendered): Draft[] => called(shown, 'messages.send') as Draft[]

describe('in practice mode', () => {
  const practice = { world: { setup: { ...createFakeApi().world.setup, mode: 'practice' as const } } }

  test('the customers are offered at once, and a text to one gets the name', async () => {
    const shown = await show('', practice)
    await expect.element(to(shown)).toHaveFocus()
    await expect.element(to(shown)).toHaveAttribute('aria-expanded', 'true')
    await expectAccessible(shown.screen.container)
    await userEvent.type(to(shown), 'mia')
    await userEvent.click(shown.screen.getByRole('option', { name: /Mia Torres/ }))
    await expect.element(to(shown)).toHaveValue('Mia Torres')
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.poll(() => sent(shown).map((draft) => draft.to)).toEqual(['+12025550147'])
    await expect.poll(() => called(shown, 'conversations.setName')).toHaveLength(1)
    expect(called(shown, 'conversations.setName')[0]).toMatchObject({ name: 'Mia Torres' })
  })

  test('opened for a customer it shows the name; a typed number gets none', async () => {
    const shown = await show('?window=compose&to=+12025550147', practice)
    await expect.element(to(shown)).toHaveValue('Mia Torres')
    await userEvent.fill(to(shown), '(617) 555-0111')
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.poll(() => called(shown, 'app.closeWindow')).toHaveLength(1)
    expect(called(shown, 'conversations.setName')).toEqual([])
  })
})

test('outside practice no practice customer is offered; a press shows whom there is', async () => {
  const shown = await show()
  await expect.element(to(shown)).toHaveFocus()
  await expect.element(to(shown)).toHaveAttribute('aria-expanded', 'false')
  await userEvent.click(to(shown))
  await expect.element(shown.screen.getByRole('option', { name: /Maria/ })).toBeVisible()
  await userEvent.type(to(shown), 'mia t')
  await expect.element(to(shown)).toHaveAttribute('aria-expanded', 'false')
})

describe('To', () => {
  test.each([
    ['(302) 555-0188', '+1 302 555 0188', 'United States'],
    ['+33 6 12 34 56 78', '+33 6 12 34 56 78', 'France'],
    ['0033 612345678', '+33 6 12 34 56 78', 'France'],
    ['tel:+49-171-1234567', '+49 171 1234567', 'Germany'],
    ['72975', '72975', 'Short code'],
  ])('%s is shown back as %s, %s', async (typed, number, country) => {
    const shown = await show()
    await userEvent.fill(to(shown), typed)
    const note = document.getElementById(to(shown).element().getAttribute('aria-describedby') ?? '')
    await expect.poll(() => note?.textContent).toContain(number)
    expect(note?.textContent).toContain(country)
  })

  test('a number without a country code: that of our number first, then that of the computer', async () => {
    const shown = await show()
    await userEvent.fill(to(shown), '020 7946 0958')
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByText('This is not a phone number')).toBeVisible()
    await shown.screen.unmount()
    const british = await show('', { world: { info: { ...shown.world.info, region: 'GB' } } })
    await userEvent.fill(to(british), '020 7946 0958')
    await userEvent.fill(message(british), 'Hello')
    await userEvent.click(send(british))
    await expect.poll(() => sent(british).map((draft) => draft.to)).toEqual(['+442079460958'])
  })

  test('suggests people; arrow keys and Enter pick one', async () => {
    const shown = await show()
    await userEvent.type(to(shown), 'ar')
    await expect.element(shown.screen.getByRole('option', { name: /Maria/ })).toBeVisible()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect.element(to(shown)).toHaveValue('Maria Gonzalez')
    await expect.element(shown.screen.getByText('+1 415 555 0132')).toBeVisible()
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.poll(() => sent(shown).map((draft) => draft.to)).toEqual(['+14155550132'])
  })

  test('Escape closes the suggestions, not the window', async () => {
    const shown = await show()
    await userEvent.type(to(shown), 'mar')
    await expect.element(shown.screen.getByRole('option', { name: /Maria/ })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(shown.screen.getByRole('option')).not.toBeInTheDocument()
    expect(called(shown, 'app.closeWindow')).toEqual([])
  })

  test('a changed name is not the person who was picked before', async () => {
    const shown = await show()
    await userEvent.type(to(shown), 'mar')
    await userEvent.click(shown.screen.getByRole('option', { name: /Maria/ }))
    await userEvent.fill(to(shown), 'Maria G')
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByText('Nobody of this name is known yet.')).toBeVisible()
    await expect.element(to(shown)).toHaveFocus()
    expect(sent(shown)).toEqual([])
  })

  test('is filled in by the address of the window', async () => {
    const shown = await show('?window=compose&to=+33612345678')
    await expect.element(to(shown)).toHaveValue('+33 6 12 34 56 78')
    await expect.element(message(shown)).toHaveFocus()
  })

  test('changes when the window is asked for again; what is written stays', async () => {
    const shown = await show('?window=compose&to=+33612345678')
    await userEvent.fill(message(shown), 'Half a text')
    location.hash = '#to=%2B14155550132'
    await expect.element(to(shown)).toHaveValue('+1 415 555 0132')
    await expect.element(message(shown)).toHaveValue('Half a text')
    location.hash = ''
  })
})

describe('Send', () => {
  test('sends from the number in use, opens the conversation and closes the window', async () => {
    const shown = await show('?to=+14155550132')
    await userEvent.fill(message(shown), 'Your keys are ready')
    await userEvent.click(send(shown))
    await expect.poll(() => called(shown, 'app.closeWindow')).toHaveLength(1)
    expect(sent(shown)).toMatchObject([
      { numberId: 1234, to: '+14155550132', body: 'Your keys are ready', mediaUrls: [] },
    ])
    expect(called(shown, 'app.openPlace')).toEqual([
      { view: 'conversation', conversationId: shown.world.conversations[0]?.id },
    ])
  })

  test('warns before it while an answer would not arrive, and sends all the same', async () => {
    const shown = await show('?to=+14155550132')
    await userEvent.fill(message(shown), 'Hello')
    await expect.element(send(shown)).not.toHaveAttribute('aria-describedby')
    shown.emit.reach.changed({ ...shown.world.reach, state: 'lost' })
    const words = 'Replies cannot reach this computer right now. An answer to this text would not arrive.'
    await expect.element(shown.screen.getByText(words)).toBeVisible()
    await expect.element(send(shown)).toHaveAccessibleDescription(words)
    await userEvent.click(send(shown))
    await expect.poll(() => sent(shown)).toHaveLength(1)
  })

  test('keeps everything when it is refused', async () => {
    const shown = await show('?to=+14155550132', {
      handlers: {
        messages: {
          send: () => {
            throw new TernError('store.diskFull')
          },
        },
      },
    })
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByRole('alert')).toBeVisible()
    await expect.element(message(shown)).toHaveValue('Hello')
    expect(called(shown, 'app.closeWindow')).toEqual([])
    await userEvent.click(send(shown))
    await expect.poll(() => sent(shown)).toHaveLength(2)
    expect(sent(shown)[0]?.id).toBe(sent(shown)[1]?.id)
  })

  test('our own number is refused in words', async () => {
    const shown = await show('?to=+13023063029')
    await userEvent.fill(message(shown), 'Hello')
    await userEvent.click(send(shown))
    await expect.element(shown.screen.getByText('This is your own number.')).toBeVisible()
    expect(sent(shown)).toEqual([])
  })
})

describe('Escape', () => {
  test('closes an empty window at once', async () => {
    const shown = await show()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => called(shown, 'app.closeWindow')).toHaveLength(1)
  })

  test('asks before it throws a text away', async () => {
    const shown = await show()
    await userEvent.fill(message(shown), 'Half a thought')
    await userEvent.keyboard('{Escape}')
    await expect.element(shown.screen.getByRole('dialog')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(shown.screen.getByRole('dialog')).not.toBeInTheDocument()
    await expect.element(message(shown)).toHaveValue('Half a thought')
    expect(called(shown, 'app.closeWindow')).toEqual([])
    await userEvent.keyboard('{Escape}')
    await userEvent.click(shown.screen.getByRole('button', { name: 'Discard' }))
    await expect.poll(() => called(shown, 'app.closeWindow')).toHaveLength(1)
  })

  test('so does the window’s own close button', async () => {
    const shown = await show()
    const leave = (): Event => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event
    }
    expect(leave().defaultPrevented).toBe(false)
    await userEvent.fill(message(shown), 'Half a thought')
    expect(leave().defaultPrevented).toBe(true)
    await expect.element(shown.screen.getByRole('dialog')).toBeVisible()
    await userEvent.click(shown.screen.getByRole('button', { name: 'Discard' }))
    await expect.poll(() => called(shown, 'app.closeWindow')).toHaveLength(1)
    expect(leave().defaultPrevented).toBe(false)
  })
})

test.each(['light', 'dark'] as const)(
  'nothing that people could not use (%s)',
  async (theme) => {
    useTheme(theme)
    const shown = await show()
    await expectAccessible(shown.screen.container)
    await userEvent.type(to(shown), 'a')
    await expect.element(shown.screen.getByRole('option', { name: /Maria/ })).toBeVisible()
    await userEvent.keyboard('{ArrowDown}')
    await expectAccessible(shown.screen.container)
    await userEvent.fill(to(shown), '306 3029')
    await userEvent.fill(message(shown), '😀'.repeat(900))
    shown.emit.reach.changed({ ...shown.world.reach, state: 'lost' })
    await userEvent.click(shown.screen.getByRole('button', { name: 'Add photos' }))
    await userEvent.keyboard('http://x{Tab}')
    await expect.element(shown.screen.getByText('A photo address cannot be used.')).toBeVisible()
    await expectAccessible(shown.screen.container)
  },
  60_000,
)
