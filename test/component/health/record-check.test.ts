import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import RecordCheck from '../../../renderer/features/health/RecordCheck.svelte'
import { recordWords } from '../../../renderer/words/record.ts'
import { ledgerBreaks, type LedgerReport } from '../../../shared/core/ledger.ts'
import { TernError } from '../../../shared/errors.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'

const button = page.getByRole('button', { name: 'Verify my record' })
const now = new Date(2026, 10, 24, 12).getTime()
const at = new Date(2026, 10, 3, 14, 5, 9).getTime()

describe('verify my record', () => {
  it('shows how far it is, then what it found', async () => {
    let release: (report: LedgerReport) => void = () => undefined
    const { emit } = await renderInApp(
      RecordCheck,
      {},
      {
        handlers: { health: { verifyRecord: () => new Promise<LedgerReport>((done) => (release = done)) } },
      },
    )
    await button.click()
    await expect.element(page.getByRole('progressbar', { name: 'Reading the record…' })).toBeVisible()
    emit.health.verifying({ done: 2000, total: 12_345 })
    const bar = page.getByRole('progressbar', { name: '2,000 of 12,345 entries' })
    await expect.element(bar).toHaveAttribute('value', '2000')
    release({ entries: 12_345, messages: 3210 })
    await expect
      .element(page.getByText('12,345 entries about 3,210 messages: the record holds.'))
      .toBeVisible()
    await expect.element(page.getByRole('progressbar')).not.toBeInTheDocument()
  })

  it('names the first break', async () => {
    const record = { entries: 50, messages: 7, broken: { kind: 'content', seq: 12, at } } as const
    await renderInApp(RecordCheck, {}, { world: { record } })
    await button.click()
    await expect.element(page.getByText(/^A message says something else.*entry 12/)).toBeVisible()
  })

  it('says why it could not', async () => {
    await renderInApp(
      RecordCheck,
      {},
      {
        handlers: {
          health: {
            verifyRecord: () => {
              throw new TernError('work.stopped')
            },
          },
        },
      },
    )
    await button.click()
    await expect.element(page.getByText('This was stopped before it was done.')).toBeVisible()
  })
})

describe('the words of the record', () => {
  it.each(ledgerBreaks)('for a break: %s', (kind) => {
    const report = { entries: 5000, messages: 70 }
    const words = recordWords({ ...report, broken: { kind, seq: 1234, at } }, now)
    expect(words.what).toMatch(/^[A-Z].* \(entry 1,234, .*3.*05:09.*\)\.$/)
    expect(words.meaning).toContain('5,000 entries about 70 messages')
    expect(words.hint).toMatch(/backup/)
    // One that has no entry.
    expect(recordWords({ ...report, broken: { kind } }, now).what).toMatch(/[a-z]\.$/)
  })

  it('are others for every kind of break', () => {
    const all = ledgerBreaks.map(
      (kind) => recordWords({ entries: 0, messages: 0, broken: { kind } }, now).what,
    )
    expect(new Set(all).size).toBe(ledgerBreaks.length)
  })
})

describeAccessible(RecordCheck, {}, [
  {
    name: 'a break',
    options: { world: { record: { entries: 5, messages: 2, broken: { kind: 'chain', seq: 3, at } } } },
    until: async () => {
      await button.click()
      await expect.element(page.getByText(/^The record breaks/)).toBeVisible()
    },
  },
  {
    name: 'under way',
    options: { handlers: { health: { verifyRecord: () => new Promise<LedgerReport>(() => undefined) } } },
    until: async () => {
      await button.click()
      await expect.element(page.getByRole('progressbar')).toBeVisible()
    },
  },
])
