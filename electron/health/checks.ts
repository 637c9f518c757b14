/** *Run all checks*, one after the other and each with a time limit; and one of them by itself. How they ended is kept. */
import { TernError, toErrorValue } from '../../shared/errors.ts'
import {
  checkedParts,
  type CheckedPart,
  type HealthCheck,
  type HealthChecks,
} from '../../shared/model/health.ts'
import type { Clock, Log } from '../ports.ts'

export interface Check {
  /** Whether there is something to try. */
  readonly isSetUp: () => boolean
  /** Rejects with why it does not work. */
  readonly run: () => Promise<void>
  /** It counts as failed when it takes longer, milliseconds. */
  readonly limitMs: number
}

export interface Checks {
  readonly current: () => HealthChecks
  /** Rejects with `check.busy` while others are under way. */
  readonly runAll: () => Promise<HealthChecks>
  /** Rejects with `check.busy` while others are under way. How the check ended is in the answer. */
  readonly runOne: (part: CheckedPart) => Promise<HealthChecks>
  /** What is under way is not waited for, and tells nothing more. */
  readonly stop: () => void
}

export function createChecks(needs: {
  readonly checks: Readonly<Record<CheckedPart, Check>>
  readonly onChange: (now: HealthChecks) => void
  readonly clock: Clock
  readonly log: Log
}): Checks {
  const { checks, clock, log } = needs
  const done = new Map<CheckedPart, HealthCheck>()
  let running: HealthChecks['running']
  let stopped = false

  const current = (): HealthChecks => ({
    ...(running === undefined ? {} : { running }),
    checks: checkedParts.flatMap((part) => done.get(part) ?? []),
  })

  function show(check: HealthCheck): void {
    done.set(check.part, check)
    if (!stopped) needs.onChange(current())
  }

  async function run(part: CheckedPart): Promise<void> {
    const check = checks[part]
    show({ part, state: 'running' })
    let end: Omit<HealthCheck, 'part' | 'at'>
    try {
      if (check.isSetUp()) {
        await inTime(check, clock)
        end = { state: 'passed' }
      } else end = { state: 'skipped' }
    } catch (thrown) {
      const error = toErrorValue(thrown)
      if (error.code === 'app.internal') log.error(`health: the check of ${part} broke`, thrown)
      end = { state: 'failed', error }
    }
    show({ part, ...end, at: clock.now() })
  }

  async function alone(kind: 'all' | 'one', parts: readonly CheckedPart[]): Promise<HealthChecks> {
    if (running !== undefined) throw new TernError('check.busy')
    running = kind
    try {
      for (const part of parts) show({ part, state: 'waiting' })
      for (const part of parts) {
        if (stopped) throw new TernError('work.stopped')
        await run(part)
      }
    } finally {
      running = undefined
      if (!stopped) needs.onChange(current())
    }
    return current()
  }

  return {
    current,
    runAll: () => alone('all', checkedParts),
    runOne: (part) => alone('one', [part]),
    stop: () => void (stopped = true),
  }
}

async function inTime({ run, limitMs }: Check, clock: Clock): Promise<void> {
  let cancel = (): void => undefined
  const tooLong = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => reject(new TernError('check.timedOut', { seconds: limitMs / 1000 })))
  })
  try {
    await Promise.race([run(), tooLong])
  } finally {
    cancel()
  }
}
