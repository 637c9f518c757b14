import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import App from '../../../renderer/App.svelte'
import { expectAccessible, renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { noSetup, sampleWorld } from '../support/world.ts'

const { info, setup } = sampleWorld()
const main = { kind: 'main' } as const
const blocked = {
  ...info,
  boot: { state: 'blocked', error: { code: 'keychain.missing', detail: { platform: 'linux' } } },
} as const
const lost = {
  state: 'lost',
  since: 1,
  error: { code: 'tunnel.unanswered', detail: { host: 'loca.lt' } },
} as const
const place = (name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name })
const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true })
const current = (name: string | RegExp) => expect.element(place(name)).toHaveAttribute('aria-current', 'page')

describe('the main window', () => {
  it('opens on the notifications, with the unread count in the rail', async () => {
    const { emit } = await renderInApp(App, main)
    await current(/Notifications/)
    await expect.element(place('Notifications , 3 unread')).toBeVisible()
    emit.notifications.unreadChanged(120)
    await expect.element(place('Notifications , 120 unread')).toHaveTextContent('99+')
    emit.notifications.unreadChanged(0)
    await expect.element(place('Notifications').getByText('0')).not.toBeInTheDocument()
  })

  it('goes from place to place by the keyboard', async () => {
    await renderInApp(App, main)
    await userEvent.keyboard('{Control>}4{/Control}')
    await expect.element(heading('Health')).toBeVisible()
    await userEvent.keyboard('{Control>}3{/Control}')
    await expect.element(heading('Settings')).toBeVisible()
    await userEvent.keyboard('{Control>}1{/Control}')
    await current(/Notifications/)
    await userEvent.keyboard('{Control>},{/Control}')
    await current('Settings')
    // A digit alone is text.
    await userEvent.keyboard('4')
    await current('Settings')
  })

  it('moves through the rail with arrows, as one stop of the Tab key', async () => {
    await renderInApp(App, main)
    ;(place(/Notifications/).element() as HTMLElement).focus()
    await userEvent.keyboard('{ArrowUp}')
    await expect.element(place('Health')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await current('Health')
    const stops = page
      .getByRole('navigation', { name: 'Places' })
      .element()
      .querySelectorAll('[tabindex="0"]')
    expect(stops.length).toBe(1)
  })

  it('opens compose with the button and with the keyboard', async () => {
    const { calls } = await renderInApp(App, main)
    await page.getByRole('button', { name: 'New text', exact: true }).click()
    await userEvent.keyboard('{Control>}n{/Control}')
    await expect.poll(() => calls.filter(([name]) => name === 'app.openCompose').length).toBe(2)
  })

  it('goes where the main process sends it', async () => {
    const { emit, app, world } = await renderInApp(App, main)
    emit.app.goTo({ view: 'health' })
    await expect.element(heading('Health')).toBeVisible()
    const conversationId = world.conversations[0]?.id ?? ''
    emit.app.goTo({ view: 'conversation', conversationId })
    await current('Conversations')
    expect(app.conversationId).toBe(conversationId)
  })

  it('always says in words whether replies can reach this computer', async () => {
    const { emit } = await renderInApp(App, main)
    await expect.element(page.getByRole('button', { name: 'Replies can reach you' })).toBeVisible()
    emit.reach.changed(lost)
    const alert = page.getByRole('alert').last()
    await expect.element(alert).toHaveTextContent("Replies can't reach this computer.")
    await expect.element(alert).toHaveTextContent('The tunnel server loca.lt does not answer.')
    await expect.element(alert.getByRole('button', { name: 'Try again' })).toBeVisible()
    await alert.getByRole('button', { name: 'Details' }).click()
    await current('Health')
    // Health itself says it: once is enough.
    await expect.element(page.getByText('The tunnel server loca.lt does not answer.')).toBeVisible()
    expect(page.getByText("Replies can't reach this computer.").elements()).toHaveLength(0)
  })

  it('marks practice mode', async () => {
    await renderInApp(App, main, { world: { setup: { ...setup, mode: 'practice' } } })
    await expect.element(page.getByText('Practice mode', { exact: true })).toBeVisible()
  })

  it('shows the wizard until set-up is finished', async () => {
    const { emit, world } = await renderInApp(App, main, { world: { setup: noSetup } })
    await expect.element(heading('Welcome to Tern')).toBeVisible()
    await userEvent.keyboard('{Control>}4{/Control}')
    await expect.element(heading('Welcome to Tern')).toBeVisible()
    emit.setup.changed(setup)
    await current(/Notifications/)
    emit.setup.changed({ ...world.setup })
    await expect.element(heading('Welcome to Tern')).toBeVisible()
  })

  it('keeps earlier messages in reach when no number is in use', async () => {
    const { app } = await renderInApp(App, main, { world: { setup: noSetup } })
    app.lookAround()
    await expect
      .element(page.getByText('No number is in use, so texts can be neither sent nor received.'))
      .toBeVisible()
    await expect.element(page.getByRole('button', { name: 'New text' })).toBeDisabled()
    await page.getByRole('button', { name: 'Set up a number' }).click()
    await expect.element(heading('Welcome to Tern')).toBeVisible()
  })

  it('follows the theme of the settings', async () => {
    const { emit, world } = await renderInApp(App, main)
    emit.settings.changed({ ...world.settings, theme: 'dark' })
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark')
    emit.settings.changed({ ...world.settings, theme: 'system' })
    await expect.poll(() => document.documentElement.dataset['theme']).toBeUndefined()
  })
})

describe('a start that is blocked', () => {
  it('says why, how to mend it here, and goes on when it is mended', async () => {
    const rendered = await renderInApp(App, main, {
      world: { info: blocked },
      handlers: { app: { tryAgain: () => ({ state: 'ready' }) } },
    })
    await expect.element(heading('This computer has no keychain that Tern can use.')).toBeVisible()
    await expect.element(page.getByText('sudo apt install gnome-keyring')).toBeVisible()
    expect(rendered.calls.map(([name]) => name)).not.toContain('setup.get')
    await page.getByRole('button', { name: 'Try again' }).click()
    await current(/Notifications/)
  })

  it('stays when it is not mended', async () => {
    const { calls } = await renderInApp(App, main, { world: { info: blocked } })
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => calls.at(-1)?.[0]).toBe('app.tryAgain')
    await expect.element(heading('This computer has no keychain that Tern can use.')).toBeVisible()
  })

  it('has a report for whoever helps', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    onTestFinished(() => write.mockRestore())
    await renderInApp(App, main, {
      world: { info: blocked, report: 'Tern report\nblocked: keychain.missing\n' },
    })
    await page.getByRole('button', { name: 'Get help…' }).click()
    await page.getByRole('button', { name: 'Copy report' }).click()
    await expect.element(page.getByText('The report is copied. Paste it into your mail.')).toBeVisible()
    expect(write.mock.calls).toEqual([['Tern report\nblocked: keychain.missing\n']])
    await expectAccessible(document.documentElement)
  })

  it('shows that it opens, then what it opened', async () => {
    const { emit } = await renderInApp(App, main, {
      world: { info: { ...info, boot: { state: 'starting' } } },
    })
    await expect.element(page.getByText('Opening your messages…')).toBeInTheDocument()
    emit.app.bootChanged({ state: 'ready' })
    await current(/Notifications/)
  })

  it('loads again after the state could not be loaded', async () => {
    let fails = true
    await renderInApp(App, main, {
      handlers: {
        setup: {
          get: () => {
            if (fails) throw new TernError('store.failed')
            return setup
          },
        },
      },
    })
    await expect.element(heading('Tern could not write to your messages.')).toBeVisible()
    fails = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await current(/Notifications/)
  })
})

describe('what the window listens to', () => {
  it('is let go of when it stops', async () => {
    const { app, listeners } = await renderInApp(App, main, { world: { info: blocked } })
    expect(listeners('reach.changed')).toBe(1)
    app.stop()
    for (const name of ['app.bootChanged', 'app.goTo', 'setup.changed', 'reach.changed', 'settings.changed'])
      expect(listeners(name), name).toBe(0)
  })
})

describeAccessible(
  App,
  main,
  [
    { name: 'notifications', until: () => expect.element(heading('Notifications')).toBeVisible() },
    {
      name: 'set-up',
      options: { world: { setup: noSetup } },
      until: () => expect.element(heading('Welcome to Tern')).toBeVisible(),
    },
    {
      name: 'blocked',
      options: { world: { info: blocked } },
      until: () => expect.element(heading('This computer has no keychain that Tern can use.')).toBeVisible(),
    },
    {
      name: 'replies lost, in settings',
      options: { world: { reach: lost, setup: { ...setup, mode: 'practice' } } },
      until: async ({ app }) => {
        app.goTo('settings')
        await expect.element(heading('Settings')).toBeVisible()
      },
    },
    {
      name: 'a toast',
      until: async ({ app }) => {
        app.goTo('health')
        app.toasts.show('A test notification was sent to your screen.', {
          label: 'Undo',
          run: () => undefined,
        })
        await expect.element(page.getByText('A test notification was sent')).toBeVisible()
        await expect.element(heading('Health')).toBeVisible()
      },
    },
  ],
  document.documentElement,
)
