import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { Setup } from '../../../shared/model/setup.ts'
import SetupWizard from '../../../renderer/features/setup/SetupWizard.svelte'
import { ourNumber } from '../support/people.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { noSetup, stepsAll } from '../support/world.ts'

const connected: Setup = { ...noSetup, mode: 'live', company: 'Harbour Lettings', keyHint: '3f9a' }
const half: Setup = {
  ...connected,
  number: ourNumber,
  steps: stepsAll('waiting').map((step, at) =>
    at === 0
      ? { ...step, state: 'done' }
      : at === 1
        ? { ...step, state: 'failed', error: { code: 'tunnel.unanswered', detail: { host: 'loca.lt' } } }
        : step,
  ),
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
const heading = (name: string) => page.getByRole('heading', { name, level: 1 })
const refuse = (code: TernError['code']) => () => {
  throw new TernError(code)
}

describe('the set-up wizard', () => {
  it('leads from a key to texting by keyboard alone', async () => {
    const { calls, app } = await renderInApp(
      SetupWizard,
      {},
      { world: { setup: noSetup, conversations: [] } },
    )
    await button('Connect Aircall').click()
    await expect.element(page.getByLabelText('API ID')).toHaveFocus()
    await userEvent.keyboard('my-id')
    await page.getByLabelText('API token').fill(' my-token ')
    await userEvent.keyboard('{Enter}')
    await expect.element(heading('Pick the number to text from')).toHaveFocus()
    expect(calls).toContainEqual(['setup.connectKey', { apiId: 'my-id', apiToken: ' my-token ' }])

    await page.getByRole('radio', { name: 'Front desk +1 302-306-3029', exact: true }).click()
    await userEvent.keyboard('{Enter}')
    await expect.element(heading('Ready to text')).toBeVisible()
    expect(calls).toContainEqual(['setup.useNumber', { numberId: ourNumber.id }])

    await button('Start texting').click()
    await expect.poll(() => app.setup?.finished).toBe(true)
  })

  it('starts practice', async () => {
    const { app } = await renderInApp(SetupWizard, {}, { world: { setup: noSetup } })
    await button('Try it with a practice number').click()
    await expect.element(heading('Pick the number to text from')).toBeVisible()
    await expect.element(page.getByText('nobody real gets a text')).toBeVisible()
    await button('Leave practice').click()
    await expect.element(heading('Welcome to Tern')).toBeVisible()
    expect(app.setup?.mode).toBe('none')
  })

  it('says what changes before the number can be set up', async () => {
    await renderInApp(SetupWizard, {}, { world: { setup: connected } })
    await expect
      .element(
        page.getByText(
          'Texting in the Aircall apps stops for this number until you stop using it in Tern. Calls go on.',
        ),
      )
      .toBeVisible()
    await expect.element(page.getByText('Whoever runs it can read them on the way.')).toBeVisible()
    await expect.element(button('Set up this number')).toBeDisabled()
  })

  it('forgets a refused token, and keeps one that Aircall could not judge', async () => {
    let answer: TernError['code'] = 'aircall.unreachable'
    await renderInApp(
      SetupWizard,
      {},
      { world: { setup: noSetup }, handlers: { setup: { connectKey: () => refuse(answer)() } } },
    )
    await button('Connect Aircall').click()
    await page.getByLabelText('API ID').fill('id')
    const token = page.getByLabelText('API token')
    await expect.element(token).toHaveAttribute('type', 'password')
    await token.fill('secret')
    await button('Check key').click()
    await expect.element(page.getByText('Tern could not reach Aircall.')).toBeVisible()
    await expect.element(token).toHaveValue('secret')
    answer = 'aircall.keyRefused'
    await button('Check key').click()
    await expect.element(page.getByText('Aircall did not accept this key.')).toBeVisible()
    await expect.element(token).toHaveValue('')
    await expect.element(token).toHaveFocus()
  })

  it('asks for both parts of the key before it asks Aircall', async () => {
    const { calls } = await renderInApp(SetupWizard, {}, { world: { setup: noSetup } })
    await button('Connect Aircall').click()
    await button('Check key').click()
    await expect.element(page.getByLabelText('API ID')).toHaveAttribute('aria-invalid', 'true')
    await expect.element(page.getByLabelText('API token')).toHaveAttribute('aria-invalid', 'true')
    await expect.element(page.getByLabelText('API ID')).toHaveFocus()
    await page.getByLabelText('API ID').fill('id')
    await button('Check key').click()
    await expect.element(page.getByLabelText('API token')).toHaveFocus()
    expect(calls.map(([name]) => name)).not.toContain('setup.connectKey')
  })

  it('leads to another number when this one cannot text', async () => {
    const cannot: Setup = {
      ...half,
      steps: stepsAll('done').map((step) =>
        step.id === 'register'
          ? { ...step, state: 'failed', error: { code: 'aircall.numberInOtherMode', detail: {} } }
          : { ...step, state: step.id === 'listen' || step.id === 'tunnel' ? 'done' : 'waiting' },
      ),
    }
    await renderInApp(SetupWizard, {}, { world: { setup: cannot } })
    const names = page
      .getByRole('button')
      .elements()
      .map((one) => one.textContent.trim())
    expect(names).toEqual(['Go on without replies', 'Try again', 'Pick another number'])
    await button('Pick another number').click()
    await expect.element(heading('Pick the number to text from')).toBeVisible()
  })

  it('shows why the numbers did not come, and asks again', async () => {
    let away = true
    await renderInApp(
      SetupWizard,
      {},
      {
        world: { setup: connected },
        handlers: { setup: { listNumbers: () => (away ? refuse('aircall.unreachable')() : [ourNumber]) } },
      },
    )
    await expect.element(page.getByText('Tern could not reach Aircall.')).toBeVisible()
    away = false
    await button('Try again').click()
    // The only number there is needs no picking.
    await expect.element(page.getByRole('radio')).toBeChecked()
    await expect.element(button('Set up this number')).toBeEnabled()
  })

  it('says so when the account has no numbers', async () => {
    await renderInApp(SetupWizard, {}, { world: { setup: connected, numbers: [] } })
    await expect.element(page.getByText('This Aircall account has no numbers')).toBeVisible()
  })

  it('shows each step as it comes', async () => {
    const { emit, world } = await renderInApp(
      SetupWizard,
      {},
      { world: { setup: { ...half, steps: stepsAll('waiting') } } },
    )
    emit.setup.changed({
      ...world.setup,
      steps: stepsAll('waiting').map((step, at) => (at === 0 ? { ...step, state: 'running' } : step)),
    })
    await expect.element(page.getByText('Step 1 of 6: Listen on this computer')).toBeInTheDocument()
    await expect.element(button('Start texting')).toBeDisabled()
    emit.setup.changed({ ...world.setup, steps: stepsAll('done') })
    await expect.element(button('Start texting')).toBeEnabled()
  })

  it('shows the error under its step, and takes another tunnel server', async () => {
    const { calls } = await renderInApp(SetupWizard, {}, { world: { setup: half } })
    await expect.element(page.getByText('The tunnel server loca.lt does not answer.')).toBeVisible()
    await page.getByLabelText('Tunnel server').fill('https://tunnel.example')
    await button('Save').click()
    await expect.element(heading('Ready to text')).toBeVisible()
    const asked = calls.map(([name]) => name).filter((name) => name !== 'recovery.get')
    expect(asked.slice(-2)).toEqual(['settings.set', 'setup.tryAgain'])
  })

  it('offers another way in under the step that failed', async () => {
    const { world } = await renderInApp(SetupWizard, {}, { world: { setup: half } })
    await page.getByRole('radio', { name: 'My own address' }).click()
    await page.getByLabelText('Address', { exact: true }).fill('https://replies.example.org')
    await button('Use my own address').click()
    await expect.element(heading('Ready to text')).toBeVisible()
    expect(world.settings).toMatchObject({ way: 'own', ownAddress: 'https://replies.example.org' })
  })

  it.each([
    ['tunnel', 'ngrok.badToken', true],
    ['prove', 'probe.failed', true],
    ['listen', 'listener.portTaken', true],
    ['listen', 'listener.failed', false],
    ['register', 'aircall.trouble', false],
  ] as const)('after %s failed with %s another way in is offered: %s', async (id, code, offered) => {
    const steps = stepsAll('waiting').map((step) =>
      step.id === id ? { ...step, state: 'failed' as const, error: { code, detail: {} } } : step,
    )
    await renderInApp(SetupWizard, {}, { world: { setup: { ...half, steps } } })
    await expect.element(button('Try again')).toBeVisible()
    const choices = page.getByRole('group', { name: 'Way in for replies' })
    await (offered ? expect.element(choices).toBeVisible() : expect.element(choices).not.toBeInTheDocument())
  })

  it('lets the way in be chosen before the number is set up, and says what the choice means', async () => {
    const { calls } = await renderInApp(SetupWizard, {}, { world: { setup: connected } })
    await expect.element(page.getByText('through the tunnel server loca.lt.')).toBeVisible()
    await button('Another way in…').click()
    const dialog = page.getByRole('dialog', { name: 'How replies reach this computer' })
    await expect.element(dialog.getByRole('radio', { name: 'localtunnel' })).toBeChecked()
    await dialog.getByRole('radio', { name: 'My own address' }).click()
    await dialog.getByLabelText('Address', { exact: true }).fill('https://replies.example.org')
    await dialog.getByRole('button', { name: 'Use my own address' }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(page.getByText('through your own address replies.example.org.')).toBeVisible()
    // The number is still to be picked, and one press sets it up.
    expect(calls.map(([name]) => name)).not.toContain('setup.useNumber')
    await page.getByRole('radio', { name: 'Front desk +1 302-306-3029', exact: true }).click()
    await button('Set up this number').click()
    await expect.element(heading('Ready to text')).toBeVisible()
  })

  it('has no way in to choose for practice', async () => {
    await renderInApp(SetupWizard, {}, { world: { setup: { ...connected, mode: 'practice' } } })
    await expect.element(button('Set up this number')).toBeVisible()
    await expect.element(button('Another way in…')).not.toBeInTheDocument()
  })

  it('lets the user go on without replies, and pick another number', async () => {
    const { app } = await renderInApp(SetupWizard, {}, { world: { setup: half } })
    await button('Pick another number').click()
    await expect.element(page.getByRole('radio', { name: 'Front desk +1 302-306-3029' })).toBeChecked()
    await button('Set up this number').click()
    await expect.element(heading('Ready to text')).toBeVisible()
    await button('Start texting').click()
    await expect.poll(() => app.screen).toBe('places')
  })

  it('offers the earlier conversations when no number is in use', async () => {
    const { app } = await renderInApp(SetupWizard, {}, { world: { setup: connected } })
    await button('Look at them').click()
    expect(app.screen).toBe('places')
  })
})

describeAccessible(SetupWizard, {}, [
  {
    name: 'welcome',
    options: { world: { setup: noSetup } },
    until: () => expect.element(button('Connect Aircall')).toBeVisible(),
  },
  {
    name: 'key',
    options: { world: { setup: noSetup } },
    until: async () => {
      await button('Connect Aircall').click()
      await button('Check key').click()
    },
  },
  {
    name: 'numbers',
    options: { world: { setup: connected } },
    until: () => page.getByRole('radio', { name: /Berlin/ }).click(),
  },
  {
    name: 'another way in',
    options: { world: { setup: connected } },
    until: async () => {
      await button('Another way in…').click()
      await page.getByRole('dialog').getByRole('radio', { name: 'ngrok' }).click()
    },
  },
  {
    name: 'no numbers',
    options: { world: { setup: connected, numbers: [] } },
    until: () => expect.element(button('Look again')).toBeVisible(),
  },
  {
    name: 'numbers refused',
    options: {
      world: { setup: connected },
      handlers: { setup: { listNumbers: refuse('aircall.keyRefused') } },
    },
    until: () => expect.element(button('Try again')).toBeVisible(),
  },
  {
    name: 'failed step',
    options: { world: { setup: half } },
    until: () => expect.element(button('Try again')).toBeVisible(),
  },
  {
    name: 'ready',
    options: { world: { setup: { ...half, steps: stepsAll('done') } } },
    until: () => expect.element(button('Start texting')).toBeVisible(),
  },
])
