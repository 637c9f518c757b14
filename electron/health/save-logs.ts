import { desktopWords } from '../../shared/words/desktop.ts'
import type { HealthNeeds } from '../ipc/handlers/health.ts'
import type { Clock } from '../ports.ts'
import { writeLogs } from './write-logs.ts'

/** *Export logs*: asks where to, then writes the file. */
export function createSaveLogs(needs: {
  /** Asks for the place of a file; undefined when the user picked none. */
  readonly pickFile: (windowId: number, name: string) => Promise<string | undefined>
  /** Folder of the log. */
  readonly logDir: string
  readonly clock: Pick<Clock, 'now'>
}): HealthNeeds['saveLogs'] {
  return async (report, windowId) => {
    const day = new Date(needs.clock.now()).toISOString().slice(0, 10)
    const path = await needs.pickFile(windowId, desktopWords.window.reportFile(day))
    if (path === undefined) return false
    await writeLogs({ path, report, logDir: needs.logDir })
    return true
  }
}
