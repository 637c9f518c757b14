import type { Handlers } from '../../../shared/contract-sides.ts'
import type { SessionHost } from '../../session/session.ts'

export interface HealthNeeds {
  /** The report, as plain text. */
  readonly report: () => string
  /** Asks for a place, and writes report and log there; false when the user thought better of it. */
  readonly saveLogs: (report: string, windowId: number) => Promise<boolean>
}

export function healthHandlers(host: SessionHost, { report, saveLogs }: HealthNeeds): Handlers['health'] {
  const health = () => host.get().health
  return {
    get: () => health().lines(),
    checks: () => health().checks.current(),
    runAll: () => health().checks.runAll(),
    check: ({ part }) => health().checks.runOne(part),
    callbacks: ({ limit }) => health().arrivals(limit),
    rawEvents: ({ limit }) => host.get().store.events.list(limit),
    verifyRecord: () => host.get().verifyRecord(),
    report,
    saveLogs: async (_, { windowId }) => ({ saved: await saveLogs(report(), windowId) }),
  }
}
