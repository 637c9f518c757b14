/** What a session is made of: the ports, and whom it tells. */
import type { Emit } from '../../shared/contract-sides.ts'
import type { Place } from '../../shared/model/app.ts'
import type { Recovery } from '../../shared/model/recovery.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Config } from '../config.ts'
import type { Clock, Folders, Http, Log, Notifier, Secrets } from '../ports.ts'
import type { PracticeHost } from '../setup/account.ts'
import type { TrayState } from '../desktop/tray-state.ts'

export interface SessionNeeds {
  readonly dataDir: string
  /** The built `work/worker.ts`. */
  readonly workScript: string
  readonly config: Pick<Config, 'aircallUrl' | 'tunnelHost'>
  readonly secrets: Secrets
  readonly http: Http
  readonly notifier: Notifier
  readonly folders: Folders
  readonly clock: Clock
  /** Whole milliseconds that went by, sleep included; setting the clock does not change them. */
  readonly elapsed: () => number
  readonly log: Log
  readonly emit: Emit
  readonly startPractice: (greeting: boolean) => Promise<PracticeHost>
  /** The conversation that the focused window shows, if one does. */
  readonly seen: () => string | undefined
  readonly openPlace: (place: Place) => void
  readonly onTray: (state: TrayState) => void
  readonly onSettings: (settings: Settings) => void
  readonly hasTray: () => boolean
  /** Whether there is a recovery page for this store. */
  readonly recovery: () => Recovery
  /** A backup was made. */
  readonly onBackup: () => void
  /** Ends this session, does `between`, and opens the next one. */
  readonly restart: (between: () => void | Promise<void>) => Promise<void>
}
