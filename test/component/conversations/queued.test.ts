import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { Message } from '../../../shared/model/message.ts'
import { called, composer, showThread, toZoe } from '../support/conversation.ts'
import { expectAccessible, useTheme, type Rendered } from '../support/render.ts'

beforeEach(() => page.viewport(700, 600))

const held = (n: number, more: Partial<Message> = {}): Message =>
  toZoe(n, { state: 'queued', at: Date.now(), heldUntil: Date.now() + 20_000, ...more })
const button = ({ screen }: Rendered, name: string) => screen.getByRole('button', { name, exact: true })
const drafts = (shown: Rendered): string[] =>
  called(shown, 'conversations.saveDraft').map((arg) => (arg as { body: string }).body)

describe('undo', () => {
  test('counts down, and gives the text back to the composer, before what is written there', async () => {
    const shown = await showThread([])
    await userEvent.fill(composer(shown), 'See you at 9')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.element(shown.screen.getByText(/^Sending in \d s$/)).toBeVisible()
    await userEvent.keyboard('And bring the keys')
    await userEvent.click(button(shown, 'Undo'))
    await expect.element(composer(shown)).toHaveValue('See you at 9\nAnd bring the keys')
    await expect.element(composer(shown)).toHaveFocus()
    expect((composer(shown).element() as HTMLTextAreaElement).selectionStart).toBe('See you at 9'.length)
    await expect.element(shown.screen.getByRole('article')).not.toBeInTheDocument()
    await expect.poll(() => drafts(shown).at(-1)).toBe('See you at 9\nAnd bring the keys')
    expect(shown.world.messages).toEqual([])
  })

  test('gives the photos’ addresses back too', async () => {
    const urls = ['https://example.com/a.png', 'https://example.com/b.png']
    const shown = await showThread([held(1, { body: '', mediaUrls: urls })])
    await userEvent.click(button(shown, 'Undo'))
    await expect.element(shown.screen.getByLabelText('Photo addresses')).toHaveValue(urls.join('\n'))
    await expect.element(composer(shown)).toHaveValue('')
    await expect.element(button(shown, 'Send')).toBeEnabled()
  })

  test('by the keys for it, with nothing written: the newest one', async () => {
    const shown = await showThread([held(1, { body: 'First' }), held(2, { body: 'Second' }), toZoe(3)])
    await userEvent.click(composer(shown))
    await userEvent.keyboard('x{Control>}z{/Control}')
    expect(called(shown, 'messages.cancel')).toEqual([])
    await userEvent.fill(composer(shown), '')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(composer(shown)).toHaveValue('Second')
    expect(called(shown, 'messages.cancel')).toHaveLength(1)
  })

  test('is reached with the keyboard', async () => {
    const shown = await showThread([held(1)])
    await userEvent.click(composer(shown))
    await userEvent.keyboard('{Shift>}{Tab}{Tab}{/Shift}')
    await expect.element(button(shown, 'Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(composer(shown)).toHaveValue('Text 1')
  })

  test('is said once to screen readers', async () => {
    const shown = await showThread([toZoe(1)])
    const said: string[] = []
    const status = [...document.querySelectorAll('[role=status]')]
    const watch = new MutationObserver(() =>
      said.push(...status.map((one) => one.textContent ?? '').filter((text) => text.includes('goes out'))),
    )
    for (const one of status) watch.observe(one, { childList: true, characterData: true, subtree: true })
    await userEvent.fill(composer(shown), 'Hello')
    await userEvent.click(button(shown, 'Send'))
    await expect.element(shown.screen.getByText('Sending in 5 s')).toBeVisible()
    await expect.element(shown.screen.getByText('Sending in 3 s')).toBeVisible()
    watch.disconnect()
    expect(said).toEqual(['Your text goes out in 5 seconds. You can undo that.'])
  })

  test('is said also of a text that was just sent from the compose window', async () => {
    const { screen } = await showThread([toZoe(1), held(2, { heldUntil: Date.now() + 4800 })])
    await expect
      .element(screen.getByText('Your text goes out in 5 seconds. You can undo that.'))
      .toBeInTheDocument()
  })

  test('too late: says so, and the text stays', async () => {
    const shown = await showThread([held(1)], {
      handlers: {
        messages: {
          cancel: () => {
            throw new TernError('text.onItsWay')
          },
        },
      },
    })
    await userEvent.click(button(shown, 'Undo'))
    await expect.element(shown.screen.getByText('This text has left already.')).toBeVisible()
    await expect.element(composer(shown)).toHaveValue('')
    await userEvent.click(button(shown, 'Dismiss'))
    await expect.element(shown.screen.getByRole('alert')).not.toBeInTheDocument()
  })

  test('a clock that was set back shows no absurd countdown', async () => {
    const shown = await showThread([held(1, { heldUntil: Date.now() + 3_600_000 })])
    await expect.element(shown.screen.getByText('Sending in a moment')).toBeVisible()
  })
})

describe('a text that waits', () => {
  const waits = toZoe(1, { state: 'queued', error: { code: 'aircall.unreachable', detail: {} } })

  test('says why, and can be cancelled', async () => {
    const shown = await showThread([waits])
    await expect.element(shown.screen.getByText('Waiting', { exact: true })).toBeVisible()
    await expect.element(shown.screen.getByText('Tern could not reach Aircall.')).toBeVisible()
    await userEvent.click(button(shown, 'Cancel'))
    await expect.element(composer(shown)).toHaveValue('Text 1')
  })

  test('one that was to be sent again is where it was', async () => {
    const before = toZoe(1, { state: 'failed', error: { code: 'aircall.trouble', detail: {} } })
    const shown = await showThread([waits], {
      handlers: {
        messages: {
          cancel: () => {
            shown.emit.messages.changed(before)
            return { gone: false, message: before }
          },
        },
      },
    })
    await userEvent.click(button(shown, 'Cancel'))
    await expect.element(shown.screen.getByText('Failed', { exact: true })).toBeVisible()
    await expect.element(composer(shown)).toHaveValue('')
  })
})

test.each(['light', 'dark'] as const)('nothing that people could not use (%s)', async (theme) => {
  useTheme(theme)
  const error = { code: 'text.overBudget', detail: { until: Date.now() + 60_000 } } as const
  const { screen } = await showThread([held(1), toZoe(2, { state: 'queued', error, at: Date.now() })])
  await expect.element(screen.getByText(/^Sending in/)).toBeVisible()
  await expectAccessible(screen.container)
})
