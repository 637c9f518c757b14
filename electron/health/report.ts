/** Gathers what the report says, also while the messages cannot be opened. */
import { arch, release } from 'node:os'
import { reportText } from '../../shared/core/report.ts'
import type { Clock } from '../ports.ts'
import type { SessionHost } from '../session/session.ts'

export function createReport(needs: {
  readonly version: string
  readonly host: Pick<SessionHost, 'peek' | 'boot'>
  readonly clock: Pick<Clock, 'now'>
}): () => string {
  const { version, host, clock } = needs
  return () => {
    const at = clock.now()
    const boot = host.boot()
    return reportText({
      at,
      version,
      system: {
        platform: process.platform,
        release: release(),
        arch: arch(),
        electron: process.versions['electron'] ?? '',
        desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
        utcOffset: new Date(at).getTimezoneOffset(),
      },
      blocked: boot.state === 'blocked' ? boot.error : undefined,
      session: host.peek()?.health.reportFacts(),
    })
  }
}
