/** The health of the fake main process. */
import type { Emit, Handlers } from '../../../shared/contract-sides.ts'
import {
  checkedParts,
  type CheckedPart,
  type HealthCheck,
  type HealthChecks,
} from '../../../shared/model/health.ts'
import type { World } from './world.ts'

export function healthHandlers(world: World, emit: Emit): Handlers['health'] {
  function setChecks(checks: HealthChecks): HealthChecks {
    world.checks = checks
    emit.health.checking(checks)
    return checks
  }
  const passed = (part: CheckedPart): HealthCheck => ({ part, state: 'passed', at: Date.now() })

  return {
    get: () => world.health,
    checks: () => world.checks,
    runAll: () => setChecks({ checks: checkedParts.map(passed) }),
    check: ({ part }) =>
      setChecks({ checks: [...world.checks.checks.filter((one) => one.part !== part), passed(part)] }),
    callbacks: ({ limit }) => world.arrivals.slice(0, limit),
    verifyRecord: () => world.record,
    rawEvents: ({ limit }) => world.rawEvents.slice(0, limit),
    report: () => world.report,
    saveLogs: () => ({ saved: true }),
  }
}
