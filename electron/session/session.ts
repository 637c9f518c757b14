/**
 * What is there once the keychain and the store are open. A session is made anew when *Try again* opens what was
 * blocked at start; the windows, the tray and the door live outside it.
 */
import type { LedgerReport } from '../../shared/core/ledger.ts'
import type { Boot } from '../../shared/model/app.ts'
import type { Settings, SettingsPatch } from '../../shared/model/settings.ts'
import type { MediaService } from '../media/media.ts'
import type { Keeper } from '../backups/keeper.ts'
import type { Exports } from '../export/exports.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { ReachService } from '../reach/reach.ts'
import type { Ways } from '../reach/ways.ts'
import type { SetupService } from '../setup/service.ts'
import type { StorageWatch } from '../storage/storage-watch.ts'
import type { Store } from '../store/store.ts'
import type { Work } from '../work/work.ts'
import type { Announcer } from './announce.ts'
import type { SessionHealth } from './health-of.ts'

export interface Session {
  readonly store: Store
  /** Heavy jobs, off this thread. */
  readonly work: Work
  /** Backups and checks of the store. */
  readonly keeper: Keeper
  readonly exports: Exports
  readonly outbox: Outbox
  readonly media: MediaService
  readonly reach: ReachService
  readonly ways: Pick<Ways, 'told' | 'setNgrokToken' | 'forgetNgrokToken'>
  readonly setup: SetupService
  readonly announce: Announcer
  readonly storage: StorageWatch
  /** What the recovery kit seals. */
  readonly storeKey: string
  readonly settings: { readonly get: () => Settings; readonly set: (patch: SettingsPatch) => Settings }
  readonly health: SessionHealth
  /** Walks the whole ledger, in a worker; tells how far it is by `health.verifying`. */
  readonly verifyRecord: () => Promise<LedgerReport>
  readonly testNotification: () => Promise<void>
  /** Whether the user has still to decide what becomes of replies while Tern is quit. */
  readonly isAwayUndecided: () => boolean
  /** The computer goes to sleep, or is back. */
  readonly slept: () => void
  readonly woke: () => void
  /** Ends every part, the store last. Leaving for good, the number is handed back where the user wants that. */
  readonly close: (how?: { readonly leaving: boolean }) => Promise<void>
}

/** Opens the session, once at a time, and says where that stands. */
export interface SessionHost {
  readonly boot: () => Boot
  /** Throws `app.notReady` while there is none. */
  readonly get: () => Session
  readonly peek: () => Session | undefined
  readonly open: () => Promise<Boot>
  /** Ends the session, does `between`, and opens another one whatever came of it; then rejects with what `between` threw. */
  readonly restart: (between: () => void | Promise<void>) => Promise<void>
  readonly close: () => Promise<void>
}
