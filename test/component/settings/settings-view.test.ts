import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import SettingsView from '../../../renderer/features/settings/SettingsView.svelte'
import { ourNumber } from '../support/people.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const { setup } = sampleWorld()
const practice = { ...setup, mode: 'practice', number: { ...ourNumber, practice: true } } as const
const button = (name: string) => page.getByRole('button', { name, exact: true })
const dialog = page.getByRole('dialog')
const names = (calls: readonly (readonly [string, unknown])[]) => calls.map(([name]) => name)

describe('settings', () => {
  it('replaces the key without showing the old one', async () => {
    const { calls } = await renderInApp(SettingsView, {})
    await expect.element(page.getByText('API key ending in 3f9a')).toBeVisible()
    await button('Replace key').click()
    await page.getByLabelText('API ID').fill('other-0042')
    await page.getByLabelText('API token').fill('secret')
    await button('Check key').click()
    await expect.element(page.getByText('API key ending in 0042')).toBeVisible()
    expect(names(calls)).toContain('setup.connectKey')
  })

  it('keeps what is to become of replies while Tern is away, and says what that means', async () => {
    const { app } = await renderInApp(SettingsView, {})
    await expect.element(page.getByText('Tern asks once, when you quit it.', { exact: false })).toBeVisible()
    await page.getByRole('radio', { name: 'Hand it back to Aircall' }).click()
    await expect.poll(() => app.settings?.away).toBe('handBack')
    await expect.element(page.getByText('Experimental', { exact: false })).toBeVisible()
  })

  it('forgets the key only when asked twice', async () => {
    const { calls, app } = await renderInApp(SettingsView, {})
    await button('Forget key').click()
    await expect.element(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(button('Forget key')).toHaveFocus()
    expect(names(calls)).not.toContain('setup.forgetKey')
    await button('Forget key').click()
    await dialog.getByRole('button', { name: 'Forget key' }).click()
    await expect.poll(() => app.setup?.mode).toBe('none')
  })

  it('stops using the number after saying what that means', async () => {
    const { app } = await renderInApp(SettingsView, {})
    await button('Stop using this number').click()
    await expect.element(dialog.getByText('goes back to the Aircall apps')).toBeVisible()
    await expect.element(dialog.getByText('Your conversations stay on this computer.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Stop using this number' }).click()
    await expect.poll(() => app.setup?.number).toBeUndefined()
    expect(app.toasts.list.map((toast) => toast.text)).toEqual([
      'Texting for Front desk is back in the Aircall apps.',
    ])
  })

  it('keeps the question open when it did not work, with the reason', async () => {
    const { app } = await renderInApp(
      SettingsView,
      {},
      {
        handlers: {
          setup: {
            stopUsingNumber: () => {
              throw new TernError('aircall.unreachable')
            },
          },
        },
      },
    )
    await button('Stop using this number').click()
    await dialog.getByRole('button', { name: 'Stop using this number' }).click()
    await expect.element(dialog.getByText('Tern could not reach Aircall.')).toBeVisible()
    expect(app.setup?.number?.id).toBe(ourNumber.id)
  })

  it('leaves practice mode only when asked twice, and has no way in to choose there', async () => {
    const { app } = await renderInApp(SettingsView, {}, { world: { setup: practice } })
    await expect.element(page.getByRole('heading', { name: 'Replies' })).not.toBeInTheDocument()
    await button('Leave practice mode').click()
    await expect.element(dialog.getByText('The practice conversations are deleted.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Leave practice mode' }).click()
    await expect.poll(() => app.setup?.mode).toBe('none')
  })

  it('switches notifications and their text, one without the other', async () => {
    const { world } = await renderInApp(SettingsView, {})
    const text = page.getByRole('switch', { name: 'Show the text' })
    await text.click()
    await expect.element(text).not.toBeChecked()
    expect(world.settings.notifications).toEqual({ enabled: true, showText: false })
    await page.getByRole('switch', { name: 'Notify me of new texts' }).click()
    await expect.poll(() => world.settings.notifications).toEqual({ enabled: false, showText: false })
    await expect.element(text).toBeDisabled()
  })

  it('leaves a switch where it was when the change was refused', async () => {
    await renderInApp(
      SettingsView,
      {},
      {
        handlers: {
          settings: {
            set: () => {
              throw new TernError('store.diskFull')
            },
          },
        },
      },
    )
    const one = page.getByRole('switch', { name: 'Notify me of new texts' })
    await one.click()
    await expect.element(page.getByText('The disk is full.')).toBeVisible()
    await expect.element(one).toBeChecked()
  })

  it('shows a test notification, or why it could not', async () => {
    let fails = true
    const { app } = await renderInApp(
      SettingsView,
      {},
      {
        handlers: {
          settings: {
            testNotification: () => {
              if (fails) throw new TernError('notifications.failed')
            },
          },
        },
      },
    )
    await button('Show a test notification').click()
    await expect.element(page.getByText('The system did not show a notification.')).toBeVisible()
    fails = false
    await button('Show a test notification').click()
    await expect.poll(() => app.toasts.list.length).toBe(1)
  })

  it('sets the theme', async () => {
    const { world } = await renderInApp(SettingsView, {})
    await page.getByRole('radio', { name: 'Dark' }).click()
    await expect.poll(() => world.settings.theme).toBe('dark')
  })

  it('asks about the tray only where there is one', async () => {
    const { info } = sampleWorld()
    await renderInApp(SettingsView, {}, { world: { info: { ...info, can: { ...info.can, tray: false } } } })
    await expect.element(page.getByRole('heading', { name: 'Window' })).toBeVisible()
    await expect.element(page.getByRole('switch', { name: /tray/ })).not.toBeInTheDocument()
  })
})

describe('sending', () => {
  it('sets how long a text can be taken back', async () => {
    const { world } = await renderInApp(SettingsView, {})
    await expect.element(page.getByRole('radio', { name: '5 s', exact: true })).toBeChecked()
    await page.getByRole('radio', { name: '20 s' }).click()
    await expect.poll(() => world.settings.undoSeconds).toBe(20)
    await page.getByRole('radio', { name: 'Off' }).click()
    await expect.poll(() => world.settings.undoSeconds).toBe(0)
    await expect.element(page.getByText('A text goes out as soon as you press Send.')).toBeVisible()
  })

  it('shows another time that was set elsewhere', async () => {
    const settings = { ...sampleWorld().settings, undoSeconds: 7 }
    await renderInApp(SettingsView, {}, { world: { settings } })
    await expect.element(page.getByRole('radio', { name: '7 s' })).toBeChecked()
  })

  it('saves the limits, both at once', async () => {
    const { world } = await renderInApp(SettingsView, {})
    await expect.element(button('Save limits')).toBeDisabled()
    await page.getByLabelText('Segments an hour').fill('500')
    await button('Save limits').click()
    await expect.poll(() => world.settings.limits).toEqual({ segmentsPerHour: 500, segmentsPerDay: 10_000 })
    await expect.element(button('Save limits')).toBeDisabled()
  })

  it.each(['', '0', '-1', '1.5', '1e3', 'many', '1000001'])('does not take %j as a limit', async (typed) => {
    const { calls } = await renderInApp(SettingsView, {})
    const field = page.getByLabelText('Segments a day')
    await field.fill(typed)
    await button('Save limits').click()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    expect(names(calls)).not.toContain('settings.set')
  })
})

describeAccessible(SettingsView, {}, [
  { name: 'live', until: () => expect.element(button('Forget key')).toBeVisible() },
  {
    name: 'practice',
    options: { world: { setup: practice } },
    until: () => expect.element(button('Leave practice mode')).toBeVisible(),
  },
  {
    name: 'a question',
    until: async () => {
      await button('Stop using this number').click()
      await expect.element(dialog).toBeVisible()
    },
  },
])
