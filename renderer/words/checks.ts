/** Checks of health, in words. */
import { missingCase } from '../../shared/errors.ts'
import type { CheckedPart, HealthCheck, HealthChecks } from '../../shared/model/health.ts'
import { whenWords } from '../lib/time.ts'
import { healthNames } from './health.ts'

/** How a check stands, on the line of its part; `now` in epoch milliseconds. */
export function checkWords({ part, state, at }: HealthCheck, now: number): string {
  const when = at === undefined ? '' : ` ${whenWords(at, now)}`
  switch (state) {
    case 'waiting':
      return 'Waits for its check.'
    case 'running':
      return 'Checking…'
    case 'passed':
      return `Checked${when}: works.`
    case 'failed':
      return `Checked${when}: does not work.`
    case 'skipped':
      return part === 'notifications' ? 'Not checked: switched off.' : 'Not checked: not set up.'
    default:
      return missingCase(state)
  }
}

/** How far *Run all checks* is: `3 of 8: Listener on this computer`. */
export function runWords({ checks }: HealthChecks): {
  readonly label: string
  readonly done: number
  readonly total: number
} {
  const done = checks.filter(({ state }) => state !== 'waiting' && state !== 'running').length
  const running = checks.find(({ state }) => state === 'running')
  const name: Partial<Record<CheckedPart, string>> = healthNames
  return {
    label: running === undefined ? 'Checking' : (name[running.part] ?? 'Checking'),
    done,
    total: checks.length,
  }
}

/** What came of all of them. */
export function outcomeWords({ checks }: HealthChecks): string {
  const failed = checks.filter(({ state }) => state === 'failed').length
  const passed = checks.filter(({ state }) => state === 'passed').length
  const skipped = checks.filter(({ state }) => state === 'skipped').length
  const left = skipped === 0 ? '' : ` ${skipped} could not be checked, because they are not in use.`
  if (failed === 0) return `${passed === 1 ? 'The check' : `All ${passed} checks`} went well.${left}`
  return `${failed} of ${passed + failed} checks ${failed === 1 ? 'shows' : 'show'} something that does not work: see below.${left}`
}
