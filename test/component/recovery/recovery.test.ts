import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError, type ErrorCode } from '../../../shared/errors.ts'
import App from '../../../renderer/App.svelte'
import SettingsView from '../../../renderer/features/settings/SettingsView.svelte'
import SetupWizard from '../../../renderer/features/setup/SetupWizard.svelte'
import { ourNumber } from '../support/people.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { noSetup, sampleWorld, stepsAll } from '../support/world.ts'

const code = '3AHR-Z6DM-V29G-QY5C-KT18-FPX4-BJS0'
const main = { kind: 'main' } as const
const { info } = sampleWorld()
const lockedOut = {
  ...info,
  boot: { state: 'blocked', error: { code: 'store.keyMissing', detail: {} } },
} as const
const ready = { ...noSetup, mode: 'live', number: ourNumber, steps: stepsAll('done') } as const
const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = page.getByLabelText('Recovery code')
const refuse = (refusal: ErrorCode) => () => {
  throw new TernError(refusal)
}
const names = (calls: readonly (readonly [string, unknown])[]) => calls.map(([name]) => name)

describe('locked out', () => {
  it('opens with the code, as it was typed', async () => {
    const { calls, emit } = await renderInApp(App, main, { world: { info: lockedOut } })
    await button('Use recovery code').click()
    await expect.element(field).toHaveFocus()
    const typed = ` ${code.toLowerCase()} `
    await field.fill(typed)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => calls.at(-1)).toEqual(['recovery.unlock', { code: typed }])
    // The code does not stay in the page.
    await expect.element(field).toHaveValue('')
    emit.app.bootChanged({ state: 'ready' })
    await expect.element(page.getByRole('heading', { name: 'Notifications', level: 1 })).toBeVisible()
  })

  it('tells a typing error at once, and asks nobody', async () => {
    const { calls } = await renderInApp(App, main, { world: { info: lockedOut } })
    await button('Use recovery code').click()
    await field.fill(code.replace('Z', 'Y'))
    await button('Open my messages').click()
    await expect.element(page.getByText(/typing error.*Look at group 2 first/)).toBeVisible()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    await expect.element(field).toHaveFocus()
    await field.fill('3AHR')
    await expect.element(page.getByText(/typing error/)).not.toBeInTheDocument()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText(/has 28 characters. There are 4 here/)).toBeVisible()
    expect(names(calls)).not.toContain('recovery.unlock')
  })

  it.each([
    ['recovery.wrongCode', 'This code does not open your messages.'],
    ['recovery.noKit', 'No recovery page was ever made for these messages.'],
    ['recovery.otherKey', 'This code is right, but it belongs to other messages.'],
    ['keychain.refused', "The computer's keychain is locked, or did not let Tern in."],
  ] as const)('says what is wrong: %s', async (refusal, words) => {
    await renderInApp(App, main, {
      world: { info: lockedOut },
      handlers: { recovery: { unlock: refuse(refusal) } },
    })
    await button('Use recovery code').click()
    await field.fill(code)
    await button('Open my messages').click()
    await expect.element(page.getByText(words)).toBeVisible()
    await expect.element(field).toHaveValue(code)
    await button('Back').click()
    await expect.element(button('Try again')).toBeVisible()
  })

  it('is offered for a lost key only', async () => {
    const error = { code: 'keychain.refused', detail: {} } as const
    await renderInApp(App, main, { world: { info: { ...info, boot: { state: 'blocked', error } } } })
    await expect.element(button('Try again')).toBeVisible()
    await expect.element(button('Use recovery code')).not.toBeInTheDocument()
  })
})

describe('the recovery page in settings', () => {
  it.each([
    ['Save as PDF…', 'recovery.savePdf', /was saved/],
    ['Print…', 'recovery.print', /went to the printer/],
    ['Show it', 'recovery.show', /window of its own/],
  ])('is made by “%s”', async (name, call, said) => {
    const { calls, app } = await renderInApp(SettingsView, {})
    await expect.element(page.getByText('No recovery page was made yet.')).toBeVisible()
    await button(name).click()
    await expect.element(page.getByText('Recovery page made: just now.')).toBeVisible()
    expect(names(calls)).toContain(call)
    expect(app.toasts.list.map(({ text }) => text).join()).toMatch(said)
  })

  it('is replaced only when asked twice', async () => {
    const { calls } = await renderInApp(
      SettingsView,
      {},
      { world: { recovery: { kit: 'ready', madeAt: 1 } } },
    )
    await button('Print…').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(names(calls)).not.toContain('recovery.print')
    await button('Print…').click()
    await button('Make a new page').click()
    await expect.poll(() => names(calls)).toContain('recovery.print')
  })

  it('cancelled says nothing; failed says why', async () => {
    const { app } = await renderInApp(
      SettingsView,
      {},
      {
        handlers: { recovery: { savePdf: () => 'cancelled', print: refuse('recovery.notPrinted') } },
      },
    )
    await button('Save as PDF…').click()
    await expect.element(button('Save as PDF…')).toBeEnabled()
    expect(app.toasts.list).toEqual([])
    await button('Print…').click()
    await expect.element(page.getByText('The recovery page was not printed.')).toBeVisible()
  })

  it('asks for the key again where the keychain has lost it', async () => {
    const error = { code: 'aircall.keyMissing', detail: {} } as const
    await renderInApp(SettingsView, {}, { world: { reach: { state: 'lost', since: 1, error } } })
    await button('Connect key').click()
    await expect.element(page.getByLabelText('API ID')).toBeVisible()
  })
})

describe('the recovery page at the end of set-up', () => {
  it('is offered, and may be skipped', async () => {
    const { app } = await renderInApp(SetupWizard, {}, { world: { setup: ready } })
    await expect.element(button('Save recovery page')).toBeVisible()
    await button('Start texting').click()
    await expect.poll(() => app.setup?.finished).toBe(true)
  })

  it('is saved there, and is not offered again', async () => {
    await renderInApp(SetupWizard, {}, { world: { setup: ready } })
    await button('Save recovery page').click()
    await expect.element(page.getByText(/The recovery page is saved/)).toBeVisible()
    await expect.element(button('Save recovery page')).not.toBeInTheDocument()
  })

  it('is not offered over one that works', async () => {
    await renderInApp(SetupWizard, {}, { world: { setup: ready, recovery: { kit: 'ready', madeAt: 1 } } })
    await expect.element(button('Start texting')).toBeEnabled()
    await expect.element(button('Save recovery page')).not.toBeInTheDocument()
  })
})

describe('a full disk', () => {
  const full = { error: { code: 'store.diskFull', detail: {} }, free: 0, low: true } as const

  it('is told wherever the window is, once, until it is over', async () => {
    const { emit, app } = await renderInApp(App, main)
    emit.storage.changed(full)
    await expect.element(page.getByText('The disk is full.')).toBeVisible()
    await expect.element(button('Replies cannot be kept')).toBeVisible()
    await button('Details').click()
    await expect.element(page.getByRole('heading', { name: 'Disk' })).toBeVisible()
    expect(page.getByText('The disk is full.').elements()).toHaveLength(1)
    expect(app.view).toBe('health')
    emit.storage.changed({ low: false })
    await expect.element(page.getByText('The disk is full.')).not.toBeInTheDocument()
  })

  it('is known to a window that opens later', async () => {
    await renderInApp(App, main, { world: { storage: full } })
    await expect.element(page.getByText('The disk is full.')).toBeVisible()
  })
})

describeAccessible(
  App,
  main,
  [
    {
      name: 'typing the code',
      options: {
        world: { info: lockedOut },
        handlers: { recovery: { unlock: refuse('recovery.wrongCode') } },
      },
      until: async () => {
        await button('Use recovery code').click()
        await field.fill(code)
        await button('Open my messages').click()
        await expect.element(page.getByText('This code does not open your messages.')).toBeVisible()
      },
    },
    {
      name: 'the offer at the end of set-up',
      options: { world: { setup: ready } },
      until: () => expect.element(button('Save recovery page')).toBeVisible(),
    },
    {
      name: 'a full disk',
      options: { world: { storage: { error: { code: 'store.diskFull', detail: {} }, low: true } } },
      until: () => expect.element(page.getByText('The disk is full.')).toBeVisible(),
    },
  ],
  document.documentElement,
)
