import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import App from '../../../renderer/App.svelte'
import { timeOfDay } from '../../../renderer/lib/time.ts'
import { frameWords, nextTryWords, takeBackWords } from '../../../renderer/words/lost.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import { reachStates, type Reach } from '../../../shared/model/reach.ts'
import { called } from '../support/conversation.ts'
import type { FakeOptions } from '../support/fake-api.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'

const main = { kind: 'main' } as const
const now = Date.now()
const minute = 60_000
const error = { code: 'tunnel.unanswered', detail: { host: 'loca.lt' } } as const
const lost: Reach = { state: 'lost', since: now - 1000, error, retryAt: now + 20_500 }
const open: Gap = { id: 3, numberId: 1234, from: now - 8 * minute, reason: 'lost', done: false }
const taken: Reach = {
  state: 'lost',
  since: now,
  error: { code: 'registration.taken', detail: { host: 'other-office.example' } },
}
const show = (reach: Reach, options: FakeOptions = {}) =>
  renderInApp(App, main, { ...options, world: { reach, ...options.world } })
const alert = page.getByRole('alert').filter({ hasText: "Replies can't reach this computer" })
const dialog = page.getByRole('dialog', { name: 'Take the number back?' })

describe('while replies cannot reach this computer', () => {
  it('the window says since when, why, and when it is tried again', async () => {
    await show(lost, { world: { gaps: [open] } })
    const since = timeOfDay(open.from)
    await expect.element(alert).toHaveTextContent(`Replies can't reach this computer since ${since}.`)
    await expect.element(alert).toHaveTextContent('The tunnel server loca.lt does not answer.')
    await expect.element(alert).toHaveTextContent(/Next try in \d+ seconds\./)
    await expect
      .element(page.getByRole('button', { name: `Replies can't reach this computer since ${since}` }))
      .toBeVisible()
  })

  it('goes on saying so while it tries again, and ends when replies can', async () => {
    const { emit } = await show(lost, { world: { gaps: [open] } })
    for (const state of ['opening', 'registering', 'proving'] as const) {
      emit.reach.changed({ ...lost, state })
      await expect.element(alert).toHaveTextContent('Trying again now.')
    }
    emit.gaps.changed({ ...open, to: now })
    emit.reach.changed({ state: 'reachable', since: now })
    await expect.element(alert).not.toBeInTheDocument()
    await expect.element(page.getByRole('button', { name: 'Replies can reach you' })).toBeVisible()
  })

  it('takes the last test for the beginning when there is no gap, and follows one that begins', async () => {
    const provenAt = now - 3 * minute
    const { emit } = await show({ ...lost, provenAt })
    await expect.element(alert).toHaveTextContent(`since ${timeOfDay(provenAt)}.`)
    emit.gaps.changed(open)
    await expect.element(alert).toHaveTextContent(`since ${timeOfDay(open.from)}.`)
    // Another one that is ticked off says nothing about this.
    emit.gaps.changed({ ...open, id: 1, to: now - 4 * minute, done: true })
    await expect.element(alert).toHaveTextContent(`since ${timeOfDay(open.from)}.`)
  })

  it('the countdown is for the eye: screen readers hear it once', async () => {
    await show(lost)
    await expect.element(alert.getByText(/Next try/)).toHaveAttribute('aria-live', 'off')
  })
})

describe('a number that somebody else has', () => {
  it('is taken back after saying what that means for them', async () => {
    const shown = await show(taken, {
      handlers: { reach: { takeBack: () => ({ state: 'reachable', since: now }) } },
    })
    await expect.element(alert).toHaveTextContent('at other-office.example')
    expect(alert.getByRole('button', { name: 'Try again' }).elements()).toEqual([])
    await userEvent.click(alert.getByRole('button', { name: 'Take it back' }))
    await expect.element(dialog).toHaveTextContent('go to other-office.example now')
    await expect.element(dialog).toHaveTextContent('Whoever receives them there now gets none any more')
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
    expect(called(shown, 'reach.takeBack')).toEqual([])
    await userEvent.click(alert.getByRole('button', { name: 'Take it back' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Take it back' }))
    await expect.element(dialog).not.toBeInTheDocument()
    expect(shown.app.toasts.list[0]?.text).toBe('Replies reach this computer again')
  })

  it('is asked about in its own words when Aircall has it', async () => {
    await show({ ...taken, error: { code: 'registration.gone', detail: {} } })
    await userEvent.click(alert.getByRole('button', { name: 'Take it back' }))
    await expect
      .element(dialog)
      .toHaveTextContent('nobody can text from this number in the Aircall apps any more')
  })

  it('that does not come back is said where it was asked', async () => {
    await show(taken, { handlers: { reach: { takeBack: () => lost } } })
    await userEvent.click(alert.getByRole('button', { name: 'Take it back' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Take it back' }))
    await expect.element(dialog.getByText('The tunnel server loca.lt does not answer.')).toBeVisible()
  })
})

describe('its words', () => {
  it('say lost for what is, and else what they always said', () => {
    const shorts = reachStates.map((state) => frameWords({ state, since: now }, now - minute, now).short)
    expect(shorts.filter((short) => short.includes(' since '))).toHaveLength(1)
    expect(frameWords(lost, undefined, now).short).toBe("Replies can't reach this computer")
    expect(frameWords({ state: 'proving', since: now, error }, undefined, now).level).toBe('bad')
  })

  it('count down to the next try', () => {
    const words = (ms: number) => nextTryWords({ ...lost, retryAt: now + ms }, now)
    expect([words(20_000), words(1000), words(300), words(0), words(-5)]).toEqual([
      'Next try in 20 seconds.',
      'Next try in 1 second.',
      'Next try in 1 second.',
      'Trying again now.',
      'Trying again now.',
    ])
    expect([words(90_000), words(90_001), words(10 * minute)]).toEqual([
      'Next try in 90 seconds.',
      'Next try in 2 minutes.',
      'Next try in 10 minutes.',
    ])
    expect(nextTryWords({ state: 'lost', since: now }, now)).toBeUndefined()
  })

  it('name the other address when it is known', () => {
    const words = (detail: Record<string, string>) =>
      takeBackWords({ code: 'registration.taken', detail }, '+1 626-800-9000').now
    expect(words({ host: 'a.example' })).toContain('go to a.example now')
    expect(words({})).toContain('go to another address now')
  })
})

describeAccessible(
  App,
  main,
  [
    {
      name: 'replies lost, with the time and the next try',
      options: { world: { reach: lost, gaps: [open] } },
      until: () => expect.element(alert.getByText(/Next try/)).toBeVisible(),
    },
    {
      name: 'asked whether to take it back',
      options: { world: { reach: taken } },
      until: async () => {
        await userEvent.click(alert.getByRole('button', { name: 'Take it back' }))
        await expect.element(dialog).toBeVisible()
      },
    },
  ],
  document.documentElement,
)
