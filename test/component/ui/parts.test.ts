import { createRawSnippet } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { errorCodes } from '../../../shared/errors.ts'
import { flagOf, countryName } from '../../../renderer/lib/flag.ts'
import { createToasts } from '../../../renderer/lib/toasts.svelte.ts'
import Avatar from '../../../renderer/ui/Avatar.svelte'
import Button from '../../../renderer/ui/Button.svelte'
import Confirm from '../../../renderer/ui/Confirm.svelte'
import ErrorNote from '../../../renderer/ui/ErrorNote.svelte'
import SearchField from '../../../renderer/ui/SearchField.svelte'
import Segmented from '../../../renderer/ui/Segmented.svelte'
import Toaster from '../../../renderer/ui/Toaster.svelte'
import { expectAccessible, useTheme } from '../support/render.ts'

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }))

describe('a busy button', () => {
  it('keeps its name and its focus, and ignores presses', async () => {
    const pressed = vi.fn()
    const screen = await render(Button, { children: words('Send'), onclick: pressed })
    const button = page.getByRole('button', { name: 'Send' })
    await button.click()
    await screen.rerender({ busy: true })
    await userEvent.keyboard('{Enter}')
    await expect.element(button).toHaveFocus()
    await expect.element(button).toHaveAttribute('aria-disabled', 'true')
    expect(pressed).toHaveBeenCalledTimes(1)
  })
})

describe('a question', () => {
  const props = { title: 'Forget this?', confirm: 'Forget', children: words('It is gone then.') }

  it('is named by its title, and Escape means no', async () => {
    const onclose = vi.fn()
    const onconfirm = vi.fn()
    await render(Confirm, { ...props, open: true, onclose, onconfirm })
    await expect.element(page.getByRole('dialog', { name: 'Forget this?' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    expect(onclose).toHaveBeenCalledTimes(1)
    expect(onconfirm).not.toHaveBeenCalled()
  })

  it('starts on the harmless answer', async () => {
    await render(Confirm, { ...props, open: true, danger: true, onclose: vi.fn(), onconfirm: vi.fn() })
    await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  })
})

describe('toasts', () => {
  it('come, act once and go', async () => {
    const toasts = createToasts()
    const run = vi.fn()
    await render(Toaster, { toasts })
    toasts.show('Marked as done.', { label: 'Undo', run })
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(run).toHaveBeenCalledTimes(1)
    await expect.element(page.getByText('Marked as done.')).not.toBeInTheDocument()
  })

  it('are at most three, the newest', () => {
    const toasts = createToasts()
    for (const text of ['one', 'two', 'three', 'four']) toasts.show(text)
    expect(toasts.list.map((toast) => toast.text)).toEqual(['two', 'three', 'four'])
  })

  it('go by themselves, but not while the pointer rests on them', () => {
    vi.useFakeTimers()
    try {
      const toasts = createToasts(1000)
      toasts.show('Saved.')
      toasts.hold()
      vi.advanceTimersByTime(5000)
      expect(toasts.list.length).toBe(1)
      toasts.release()
      vi.advanceTimersByTime(1000)
      expect(toasts.list.length).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a choice of few', () => {
  it('is made with the arrow keys', async () => {
    const onchange = vi.fn()
    const options = [
      { value: 'a', label: 'First' },
      { value: 'b', label: 'Second' },
    ]
    await render(Segmented, { label: 'Which', options, value: 'a', onchange })
    await page.getByRole('radio', { name: 'First' }).click()
    await userEvent.keyboard('{ArrowRight}')
    expect(onchange).toHaveBeenLastCalledWith('b')
  })
})

describe('a search field', () => {
  it('asks once typing has stopped, without the spaces, and Escape empties it', async () => {
    const onsearch = vi.fn()
    await render(SearchField, { label: 'Search', value: '', onsearch })
    const field = page.getByRole('searchbox', { name: 'Search' })
    await field.fill(' maria ')
    await expect.poll(() => onsearch.mock.calls).toEqual([['maria']])
    await field.click()
    await userEvent.keyboard('{Escape}')
    await expect.element(field).toHaveValue('')
    await expect.poll(() => onsearch.mock.lastCall).toEqual([''])
  })
})

describe('an avatar', () => {
  it.each([
    ['Maria Gonzalez', 'MG'],
    ['Zoë', 'Z'],
    ['נועה לוי', 'נל'],
    ['Ana de la Cruz', 'AC'],
    ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
    ['  ', ''],
    ['?!', ''],
  ])('of %s shows %s', async (name, initials) => {
    const { container } = await render(Avatar, { name })
    expect(container.textContent).toBe(initials)
  })
})

describe('flags', () => {
  it('are two regional indicators of a country, and nothing of anything else', () => {
    expect(flagOf('US')).toBe('🇺🇸')
    expect([flagOf(undefined), flagOf('us'), flagOf('USA')]).toEqual([undefined, undefined, undefined])
    expect([countryName('DE'), countryName('XX'), countryName(undefined)]).toEqual([
      'Germany',
      undefined,
      undefined,
    ])
  })
})

describe.each(['light', 'dark'] as const)('error notes, %s', (theme) => {
  it('of every code can be read', async () => {
    useTheme(theme)
    for (const code of errorCodes)
      await render(ErrorNote, { error: { code, detail: {} }, onaction: () => undefined })
    await expectAccessible()
    expect(page.getByRole('alert').elements().length).toBe(errorCodes.length)
  })
})
