import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import Arrivals from '../../../renderer/features/health/Arrivals.svelte'
import SupportSection from '../../../renderer/features/health/SupportSection.svelte'
import { answerWords, arrivalSize, arrivalWords } from '../../../renderer/words/arrivals.ts'
import { moveCause, moveWords, shareWords, uptimeWords } from '../../../renderer/words/moves.ts'
import { TernError } from '../../../shared/errors.ts'
import { arrivalReasons } from '../../../shared/model/arrival.ts'
import { reachReasons, reachStates } from '../../../shared/model/reach.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'

afterEach(() => vi.restoreAllMocks())

describe('what came in', () => {
  it('is a table, newest first, in plain words', async () => {
    await renderInApp(Arrivals, {})
    const rows = page.getByRole('row')
    await expect.element(rows.nth(1)).toHaveTextContent("Tern's own test")
    await expect.element(rows.nth(2)).toHaveTextContent('A stranger, at a wrong address 1,284 times')
    await expect.element(rows.nth(2)).toHaveTextContent('Turned away (404)')
    await expect.element(rows.nth(5)).toHaveTextContent('No answer')
    await expect.element(rows.nth(5)).toHaveTextContent('up to 12 kB')
    expect(rows.elements()).toHaveLength(7)
  })

  it('has room for hundreds without pushing the page away', async () => {
    const arrivals = Array.from({ length: 500 }, (_, at) => ({
      id: 500 - at,
      at: Date.now() - at * 1000,
      status: 200,
      reason: 'status' as const,
      bytes: 300,
      times: 1,
    }))
    const { calls } = await renderInApp(Arrivals, {}, { world: { arrivals } })
    const region = page.getByRole('region', { name: 'List of what came in' })
    await expect.element(region).toBeVisible()
    expect(region.element().getBoundingClientRect().height).toBeLessThanOrEqual(320)
    expect(page.getByRole('row').elements()).toHaveLength(501)
    expect(calls).toContainEqual(['health.callbacks', { limit: 500 }])
  })

  it('says that nothing has come in, and why it could not look', async () => {
    let fails = true
    await renderInApp(
      Arrivals,
      {},
      {
        handlers: {
          health: {
            callbacks: () => {
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
    await expect.element(page.getByText('Nothing has come in yet.')).toBeVisible()
  })

  it('has other words for every reason, and an answer for every status', () => {
    expect(new Set(arrivalReasons.map((reason) => arrivalWords[reason])).size).toBe(arrivalReasons.length)
    expect([0, 200, 400, 404, 405, 408, 413, 503, 418].map((status) => answerWords({ status }))).toEqual([
      'No answer',
      'Taken (200)',
      'Turned away (400)',
      'Turned away (404)',
      'Turned away (405)',
      'Cut off (408)',
      'Cut off (413)',
      'Not now (503)',
      'Answered (418)',
    ])
    expect(arrivalSize({ bytes: 0, times: 3 })).toBe('empty')
    expect(arrivalSize({ bytes: 2_000_000, times: 3 })).toBe('up to 2.0 MB')
  })
})

describe('for whoever helps', () => {
  it('puts the report on the clipboard', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const { app } = await renderInApp(SupportSection, {}, { world: { report: 'Tern report\nkey: ok\n' } })
    await page.getByRole('button', { name: 'Copy report' }).click()
    await expect.poll(() => write.mock.calls).toEqual([['Tern report\nkey: ok\n']])
    await expect
      .poll(() => app.toasts.list.map(({ text }) => text))
      .toEqual(['The report is copied. Paste it into your mail.'])
  })

  it('shows it where the system does not let Tern copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'))
    vi.spyOn(document, 'execCommand').mockReturnValue(false)
    const { app } = await renderInApp(SupportSection, {}, { world: { report: 'Tern report\nkey: ok\n' } })
    await page.getByRole('button', { name: 'Copy report' }).click()
    await expect.element(page.getByRole('region', { name: 'Report' })).toHaveTextContent('key: ok')
    expect(app.toasts.list).toEqual([])
  })

  it('exports the log, says when it is done, and why it could not', async () => {
    let answer: 'saved' | 'not' | 'fails' = 'not'
    const { app, calls } = await renderInApp(
      SupportSection,
      {},
      {
        handlers: {
          health: {
            saveLogs: () => {
              if (answer === 'fails') throw new TernError('logs.notSaved', { folder: '/media/stick' })
              return { saved: answer === 'saved' }
            },
          },
        },
      },
    )
    const save = page.getByRole('button', { name: 'Export logs…' })
    await save.click()
    await expect.poll(() => calls.filter(([name]) => name === 'health.saveLogs')).toHaveLength(1)
    expect(app.toasts.list).toEqual([])
    answer = 'saved'
    await save.click()
    await expect
      .poll(() => app.toasts.list.map(({ text }) => text))
      .toEqual(['The report and the log are saved.'])
    answer = 'fails'
    await save.click()
    await expect.element(page.getByText('The report could not be saved in /media/stick.')).toBeVisible()
  })
})

describe('the words of the way in', () => {
  it('say each move, another for every state and reason', () => {
    const all = reachStates.flatMap((to) => reachReasons.map((reason) => moveWords({ to, reason })))
    expect(new Set(all).size).toBe(all.length)
    for (const words of all) expect(words).toMatch(/^[A-Z][^.]*: [a-z A-Z]+\.$/)
    expect(moveCause({})).toBeUndefined()
    expect(moveCause({ code: 'tunnel.lost' })).toBe('The connection to the tunnel server broke.')
  })

  it('round no share up to all of the time', () => {
    expect([1, 0.99999, 0.9994, 0.5, 0].map(shareWords)).toEqual(['100%', '99.9%', '99.9%', '50.0%', '0.0%'])
    expect(uptimeWords({ today: 1 })).toBe('Replies could reach you 100% of the time today.')
    expect(uptimeWords({ week: 0.5 })).toBe('Replies could reach you 50.0% in the last 7 days.')
  })
})

describeAccessible(Arrivals, {}, [
  { name: 'what came in', until: () => expect.element(page.getByText("Tern's own test")).toBeVisible() },
])
describeAccessible(SupportSection, {}, [
  {
    name: 'for whoever helps, with what went wrong',
    options: {
      handlers: {
        health: {
          saveLogs: () => {
            throw new TernError('logs.notSaved', {})
          },
        },
      },
    },
    until: async () => {
      await page.getByRole('button', { name: 'Export logs…' }).click()
      await expect.element(page.getByText('The report could not be saved in this folder.')).toBeVisible()
    },
  },
])
