import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import HealthView from '../../../renderer/features/health/HealthView.svelte'
import { healthNames } from '../../../renderer/words/health.ts'
import { TernError } from '../../../shared/errors.ts'
import type { HealthChecks, HealthLine, HealthPart } from '../../../shared/model/health.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { renderInApp } from '../support/render.ts'
import { sampleWorld } from '../support/world.ts'

const button = (label: string, part: HealthPart) =>
  page.getByRole('button', { name: `${label} (${healthNames[part]})`, exact: true })
const line = (part: HealthPart, level: HealthLine['level'], more: Partial<HealthLine> = {}): HealthLine => ({
  part,
  level,
  facts: {},
  ...more,
})
const taken = { code: 'registration.taken', detail: { host: 'other.example' } } as const

describe('each part', () => {
  it('says since when it is so', async () => {
    const now = Date.now()
    const health = [
      line('listener', 'ok', { since: new Date().setHours(0, 5, 0, 0) }),
      line('tray', 'ok', { since: now - 40 * 86_400_000, fromStart: true }),
    ]
    await renderInApp(HealthView, {}, { world: { health } })
    await expect.element(page.getByText(/^since (00:05|12:05.am)$/i)).toBeVisible()
    await expect
      .element(page.getByText(/^since Tern started, \d+ \w+|^since Tern started, \w+ \d+/))
      .toBeVisible()
  })

  it('says what it means where something is off', async () => {
    const health = [
      line('number', 'off'),
      line('recovery', 'warn', { facts: { kit: 'none' } }),
      line('key', 'ok'),
    ]
    await renderInApp(HealthView, {}, { world: { health } })
    await expect
      .element(page.getByText('Nothing is sent and nothing comes in until a number is set up.'))
      .toBeVisible()
    await expect.element(page.getByText(/only such a page opens them/)).toBeVisible()
    await expect
      .element(page.getByText('Without a key Tern can neither send nor receive.'))
      .not.toBeInTheDocument()
  })

  const checked = [
    ['key', 'Check the key'],
    ['number', 'Check with Aircall'],
    ['registration', 'Check with Aircall'],
    ['listener', 'Test it'],
    ['proof', 'Test now'],
    ['store', 'Check the file'],
    ['disk', 'Test the disk'],
    ['notifications', 'Show a test'],
  ] as const
  it.each(checked)('has a button that tries it: %s', async (part, label) => {
    const { calls } = await renderInApp(HealthView, {})
    await button(label, part).click()
    await expect.element(page.getByText('Checked just now: works.')).toBeVisible()
    expect(calls).toContainEqual(['health.check', { part }])
  })

  it('has none to try what is not in use', async () => {
    const health = [
      line('listener', 'off'),
      line('registration', 'off'),
      line('wayIn', 'off'),
      line('tray', 'ok'),
    ]
    const reach = { state: 'off', since: 1 } as const
    await renderInApp(HealthView, {}, { world: { health, reach } })
    await expect.element(page.getByRole('heading', { name: healthNames.listener })).toBeVisible()
    expect(page.getByRole('button', { name: /\((Listener|Registration|Way in|Tray)/ }).elements()).toEqual([])
  })

  it('leads to the wizard where there is no number', async () => {
    const { app } = await renderInApp(HealthView, {}, { world: { health: [line('number', 'off')] } })
    app.setSetup({ mode: 'live', steps: [], finished: false })
    app.lookAround()
    await button('Set up…', 'number').click()
    expect(app.screen).toBe('setup')
  })

  it('opens the way in anew, after a word on what that costs', async () => {
    const { calls, app } = await renderInApp(HealthView, {})
    await button('Open anew…', 'wayIn').click()
    await expect.element(page.getByText(/A reply that comes in these seconds does not arrive/)).toBeVisible()
    expect(calls.map(([name]) => name)).not.toContain('reach.reopen')
    await page.getByRole('dialog').getByRole('button', { name: 'Open anew' }).click()
    await expect
      .poll(() => app.toasts.list.map(({ text }) => text))
      .toEqual(['The way in is open, and a test came through.'])
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  })

  it('says why the way in did not open, in the dialog', async () => {
    const error = { code: 'tunnel.unanswered', detail: {} } as const
    await renderInApp(
      HealthView,
      {},
      { handlers: { reach: { reopen: () => ({ state: 'lost', since: 1, error }) } } },
    )
    await button('Open anew…', 'wayIn').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Open anew' }).click()
    await expect
      .element(page.getByRole('dialog').getByText('The tunnel server does not answer.'))
      .toBeVisible()
  })

  it('takes a number back that somebody else has', async () => {
    const health = [line('registration', 'bad', { error: taken })]
    const { calls } = await renderInApp(HealthView, {}, { world: { health } })
    await button('Take it back…', 'registration').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
    await expect.poll(() => calls.map(([name]) => name)).toContain('reach.takeBack')
  })

  it('offers that too when only the check has found it', async () => {
    const checks: HealthChecks = {
      checks: [{ part: 'registration', state: 'failed', at: Date.now(), error: taken }],
    }
    await renderInApp(HealthView, {}, { world: { checks } })
    await expect.element(button('Take it back…', 'registration')).toBeVisible()
    await expect.element(page.getByText(/Somebody else receives the replies.*other\.example/)).toBeVisible()
  })

  it('shows what waits, and where what was not sent is', async () => {
    const { app } = await renderInApp(
      HealthView,
      {},
      { world: { health: [line('outbox', 'warn', { facts: { queued: 1, unknown: 1 } })] } },
    )
    await button('Show what waits', 'outbox').click()
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await button('Show conversations', 'outbox').click()
    expect(app.view).toBe('conversations')
  })

  it('makes a recovery page and a backup', async () => {
    const { calls, app } = await renderInApp(HealthView, {})
    await button('Make the page…', 'recovery').click()
    await page.getByRole('button', { name: 'Show it' }).click()
    await expect.poll(() => calls.map(([name]) => name)).toContain('recovery.show')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await button('Back up now', 'backups').click()
    await expect
      .poll(() => app.toasts.list.map(({ text }) => text))
      .toContain('The backup is made and checked.')
  })

  it('switches notifications on where they are off', async () => {
    const settings = { ...defaultSettings, notifications: { enabled: false, showText: false } }
    const health = [line('notifications', 'off')]
    const { world } = await renderInApp(HealthView, {}, { world: { settings, health } })
    await button('Switch on', 'notifications').click()
    await expect.poll(() => world.settings.notifications).toEqual({ enabled: true, showText: false })
  })

  it('says on its line why it could not be tried', async () => {
    await renderInApp(
      HealthView,
      {},
      {
        handlers: {
          health: {
            check: () => {
              throw new TernError('check.busy')
            },
          },
        },
      },
    )
    await button('Test the disk', 'disk').click()
    await expect.element(page.getByText('Tern is checking already.')).toBeVisible()
  })
})

describe('the test from outside', () => {
  it('shows how reachable this computer was, and what happened lately', async () => {
    await renderInApp(HealthView, {})
    await expect
      .element(page.getByText('Replies could reach you 99.8% of the time today, 96.0% in the last 7 days.'))
      .toBeVisible()
    const lately = page.getByText('What happened to the way in lately')
    await expect.element(page.getByText('Replies do not arrive: the connection broke.')).not.toBeVisible()
    await lately.click()
    await expect.element(page.getByText('Replies do not arrive: the connection broke.')).toBeVisible()
    await expect.element(page.getByText('The connection to the tunnel server broke.')).toBeVisible()
    await expect.element(page.getByText('Replies arrive: a test came through.')).toBeVisible()
  })

  it('says nothing of the time before there was a number', async () => {
    const reachRecord = { uptime: {}, changes: [] }
    await renderInApp(HealthView, {}, { world: { reachRecord } })
    await expect.element(page.getByRole('heading', { name: healthNames.proof })).toBeVisible()
    expect(page.getByText(/Replies could reach you/).elements()).toEqual([])
    expect(page.getByText('What happened to the way in lately').elements()).toEqual([])
  })
})

describe('run all checks', () => {
  const all = page.getByRole('button', { name: 'Run all checks' })

  it('shows line by line how it goes, and what came of it', async () => {
    let release = (_: HealthChecks): void => undefined
    const { emit, world } = await renderInApp(
      HealthView,
      {},
      { handlers: { health: { runAll: () => new Promise<HealthChecks>((done) => (release = done)) } } },
    )
    await all.click()
    const show = (next: HealthChecks): HealthChecks => {
      world.checks = next
      emit.health.checking(world.checks)
      return world.checks
    }
    show({
      running: 'all',
      checks: [
        { part: 'key', state: 'running' },
        { part: 'store', state: 'waiting' },
      ],
    })
    await expect.element(page.getByRole('progressbar', { name: 'Aircall key…' })).toHaveAttribute('max', '2')
    await expect.element(page.getByText('Checking…')).toBeVisible()
    await expect.element(page.getByText('Waits for its check.')).toBeVisible()
    // Nothing else is begun meanwhile.
    await expect.element(button('Test the disk', 'disk')).toBeDisabled()
    const at = Date.now()
    release(
      show({
        checks: [
          { part: 'key', state: 'failed', at, error: { code: 'aircall.unreachable', detail: {} } },
          { part: 'store', state: 'passed', at },
          { part: 'notifications', state: 'skipped', at },
        ],
      }),
    )
    await expect.element(page.getByText('Checked just now: does not work.')).toBeVisible()
    await expect.element(page.getByText('Checked just now: works.')).toBeVisible()
    await expect.element(page.getByText('Not checked: switched off.')).toBeVisible()
    await expect
      .element(
        page.getByText(
          '1 of 2 checks shows something that does not work: see below. 1 could not be checked, because they are not in use.',
        ),
      )
      .toBeVisible()
    await expect.element(all).not.toHaveAttribute('aria-disabled')
  })

  it('that went well says so; how they ended is there when the page comes back', async () => {
    const world = sampleWorld()
    await renderInApp(HealthView, {}, { world })
    await all.click()
    await expect.element(page.getByText('All 8 checks went well.')).toBeVisible()
    expect(page.getByText('Checked just now: works.').elements()).toHaveLength(8)
  })

  it('that are under way already are shown, and not begun again', async () => {
    const checks: HealthChecks = { running: 'all', checks: [{ part: 'disk', state: 'running' }] }
    const { calls } = await renderInApp(HealthView, {}, { world: { checks } })
    await expect.element(page.getByRole('progressbar', { name: 'Disk…' })).toBeVisible()
    ;(all.element() as HTMLElement).click()
    ;(button('Check the file', 'store').element() as HTMLElement).click()
    expect(calls.map(([name]) => name)).not.toContain('health.runAll')
    expect(calls.map(([name]) => name)).not.toContain('health.check')
  })
})
