import { expect, it } from 'vitest'
import { createReport } from '../../../../electron/health/report.ts'
import type { Boot } from '../../../../shared/model/app.ts'

const reportOf = (boot: Boot): string =>
  createReport({
    version: '0.1.0',
    host: { peek: () => undefined, boot: () => boot },
    clock: { now: () => Date.UTC(2026, 10, 24, 12) },
  })()

it('tells of a start that is blocked, with nothing open', () => {
  const report = reportOf({
    state: 'blocked',
    error: { code: 'store.corrupt', detail: { folder: '/home/maria' } },
  })
  expect(report).toMatch(/^Tern report of 2026-11-24T12:00:00Z\nTern 0\.1\.0, (linux|win32|darwin) \d/)
  expect(report).toContain('START\nblocked: store.corrupt\n')
  expect(report).not.toContain('maria')
})

it('is there also while Tern starts', () => {
  expect(reportOf({ state: 'starting' })).toMatch(/left out\.\n$/)
})
