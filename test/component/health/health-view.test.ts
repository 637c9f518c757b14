import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import { healthParts } from '../../../shared/model/health.ts'
import { reachStates } from '../../../shared/model/reach.ts'
import HealthView from '../../../renderer/features/health/HealthView.svelte'
import { healthNames, healthSentence, rawReasons } from '../../../renderer/words/health.ts'
import { reachWords } from '../../../renderer/words/reach.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const now = Date.UTC(2026, 10, 23, 12)
const lost = {
  state: 'lost',
  since: now,
  host: 'loca.lt',
  error: { code: 'tunnel.lost', detail: {} },
  retryAt: now + 60_000,
} as const

describe('health', () => {
  it('has a line in words for each part', async () => {
    await renderInApp(HealthView, {})
    for (const part of healthParts)
      await expect.element(page.getByRole('heading', { name: healthNames[part], exact: true })).toBeVisible()
    await expect.element(page.getByText('Open through quiet-tern-12.loca.lt.')).toBeVisible()
    await expect.element(page.getByText('1 text waits to go out. 1 text got no clear answer')).toBeVisible()
    await expect.element(page.getByText('The system did not show a notification.')).toBeVisible()
  })

  it('proves the way in when asked, and shows what came of it', async () => {
    const rendered = await renderInApp(
      HealthView,
      {},
      {
        world: { reach: lost },
        handlers: {
          reach: {
            check: () => {
              const { reach } = sampleWorld()
              rendered.emit.reach.changed(reach)
              return reach
            },
          },
        },
      },
    )
    await expect.element(page.getByText("Replies can't reach this computer")).toBeVisible()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.element(page.getByText('Replies can reach you')).toBeVisible()
  })

  it('explains an error once, at the top', async () => {
    const error = lost.error
    const health = [
      { part: 'wayIn', level: 'bad', facts: {}, error },
      { part: 'notifications', level: 'bad', facts: {}, error: { code: 'notifications.failed', detail: {} } },
    ] as const
    await renderInApp(HealthView, {}, { world: { reach: lost, health: [...health] } })
    await expect.element(page.getByText('The system did not show a notification.')).toBeVisible()
    expect(page.getByText('The connection to the tunnel server broke.').elements()).toHaveLength(1)
  })

  it('leads to the ways in when another one may help', async () => {
    const { app, emit, world } = await renderInApp(HealthView, {}, { world: { reach: lost } })
    await page.getByRole('button', { name: 'Way in…' }).click()
    expect(app.view).toBe('settings')
    emit.reach.changed({ ...world.reach, error: { code: 'registration.ignored', detail: {} } })
    await expect.element(page.getByRole('button', { name: 'Way in…' })).not.toBeInTheDocument()
  })

  it('looks again when something has changed', async () => {
    const { emit, world } = await renderInApp(HealthView, {}, { world: { health: [] } })
    await expect.element(page.getByRole('heading', { name: 'Parts' })).toBeVisible()
    world.health = [{ part: 'store', level: 'ok', facts: { messages: 1 } }]
    emit.reach.changed(world.reach)
    await expect.element(page.getByText('1 message kept on this computer')).toBeVisible()
  })

  it('shows callbacks that could not be read, as they came', async () => {
    const { world } = await renderInApp(HealthView, {})
    await page.getByText(rawReasons.unknownEvent).click()
    await expect.element(page.getByText(world.rawEvents[0]?.body ?? '-')).toBeVisible()
    // Shown as text, never read as a page.
    await page.getByText(rawReasons.unreadable).click()
    await expect.element(page.getByText('<!doctype html>')).toBeVisible()
  })

  it('says what kept it from looking, and looks again', async () => {
    let fails = true
    await renderInApp(
      HealthView,
      {},
      {
        handlers: {
          health: {
            get: () => {
              if (fails) throw new TernError('app.notReady')
              return []
            },
          },
        },
      },
    )
    await expect.element(page.getByText('Tern is not ready yet.')).toBeVisible()
    fails = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.element(page.getByText('Tern is not ready yet.')).not.toBeInTheDocument()
  })
})

describe('the words of health', () => {
  it('read well with no facts at all, at every level', () => {
    for (const part of healthParts)
      for (const level of ['ok', 'warn', 'bad', 'off'] as const) {
        const sentence = healthSentence({ part, level, facts: {} }, now)
        expect(sentence, `${part} ${level}`).toMatch(/^[A-Z].*\.$/)
        expect(sentence).not.toMatch(/undefined|NaN|  /)
      }
  })

  it('have another sentence for every state of reach', () => {
    const shorts = reachStates.map((state) => reachWords(state).short)
    expect(new Set(shorts).size).toBe(reachStates.length)
    expect(reachStates.filter((state) => reachWords(state).level === 'ok')).toEqual(['reachable'])
  })
})

describeAccessible(HealthView, {}, [
  {
    name: 'every level, with raw callbacks open',
    until: async () => {
      await page.getByText(rawReasons.unreadable).click()
      await expect.element(page.getByText('<!doctype html>')).toBeVisible()
    },
  },
  {
    name: 'checks that failed, and what happened lately',
    options: {
      world: {
        checks: {
          checks: [
            { part: 'key', state: 'passed', at: now },
            { part: 'number', state: 'skipped', at: now },
            {
              part: 'disk',
              state: 'failed',
              at: now,
              error: { code: 'check.timedOut', detail: { seconds: 10 } },
            },
          ],
        },
      },
    },
    until: async () => {
      await page.getByText('What happened to the way in lately').click()
      await expect.element(page.getByText('This check took longer than 10 seconds.')).toBeVisible()
    },
  },
  {
    name: 'checks under way',
    options: {
      world: {
        checks: {
          running: 'all',
          checks: [
            { part: 'key', state: 'running' },
            { part: 'disk', state: 'waiting' },
          ],
        },
      },
    },
    until: () => expect.element(page.getByText('Waits for its check.')).toBeVisible(),
  },
  {
    name: 'replies lost',
    options: { world: { reach: lost, rawEvents: [] } },
    until: () => expect.element(page.getByText('Every callback so far was understood.')).toBeVisible(),
  },
])
