/** A whole session without Electron: real store, listener, client and HTTP; the practice Aircall stands in for the service. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createNodeHttp } from '../../../../electron/http/node-http.ts'
import { createPracticeAircall, type PracticeAircall } from '../../../../electron/practice/practice.ts'
import type { Http, Notification } from '../../../../electron/ports.ts'
import { openSession } from '../../../../electron/session/open-session.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { systemClock, systemElapsed } from '../../../../electron/system-clock.ts'
import type { Emit } from '../../../../shared/contract-sides.ts'
import type { HealthChecks } from '../../../../shared/model/health.ts'
import type { Message } from '../../../../shared/model/message.ts'
import type { Setup } from '../../../../shared/model/setup.ts'
import type { Storage } from '../../../../shared/model/storage.ts'
import type { TrayState } from '../../../../electron/desktop/tray-state.ts'
import { quietLog } from '../../../unit/electron/support/quiet-log.ts'
import { createMemorySecrets, type MemorySecrets } from './memory-secrets.ts'

/** A customer's patience, in a test. */
const quick = { sent: 5, delivered: 10, reply: 20, slowReply: 40, greeting: 10 }

export interface World {
  readonly aircall: PracticeAircall
  readonly secrets: MemorySecrets
  readonly notifications: Notification[]
  readonly messages: Message[]
  readonly setups: Setup[]
  readonly storages: Storage[]
  readonly trays: TrayState[]
  /** How the checks went, step by step. */
  readonly checks: HealthChecks[]
  /** When it was told that a part is better or worse, epoch milliseconds. */
  readonly healthChanges: number[]
  readonly dataDir: string
  /** The practice accounts that were started. */
  readonly practices: PracticeAircall[]
  /** Opens Tern on the same folder and keychain; a second time it is a restart. */
  readonly open: () => Promise<Session>
  readonly close: () => Promise<void>
}

/** @param around what stands between Tern and the network */
export async function createWorld(around: (http: Http) => Http = (http) => http): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tern-session-'))
  const aircall = await createPracticeAircall({ delays: quick })
  const secrets = createMemorySecrets()
  const notifications: Notification[] = []
  const messages: Message[] = []
  const setups: Setup[] = []
  const storages: Storage[] = []
  const trays: TrayState[] = []
  const checks: HealthChecks[] = []
  const healthChanges: number[] = []
  const open: Session[] = []
  const practices: PracticeAircall[] = []

  const emit: Emit = {
    app: { bootChanged: () => undefined, goTo: () => undefined },
    setup: { changed: (setup) => setups.push(setup) },
    conversations: { changed: () => undefined, removed: () => undefined },
    messages: { changed: (message) => messages.push(message), removed: () => undefined },
    photos: {},
    notifications: { unreadChanged: () => undefined },
    reach: { changed: () => undefined },
    gaps: { changed: () => undefined },
    settings: { changed: () => undefined },
    storage: { changed: (storage) => storages.push(storage) },
    recovery: { changed: () => undefined },
    backups: { changed: () => undefined },
    exports: { changed: () => undefined },
    health: {
      changed: () => void healthChanges.push(Date.now()),
      checking: (now) => checks.push(now),
      verifying: () => undefined,
    },
  }

  return {
    aircall,
    secrets,
    notifications,
    messages,
    setups,
    storages,
    trays,
    checks,
    healthChanges,
    dataDir,
    practices,
    async open() {
      const session = await openSession({
        dataDir,
        workScript: resolve(import.meta.dirname, '../../../../out/app/main/worker.cjs'),
        // No tunnel server: what a practice account reaches is this computer, and so is this Aircall.
        config: { aircallUrl: aircall.baseUrl, tunnelHost: undefined },
        secrets,
        http: around(createNodeHttp()),
        notifier: {
          show: (notification) => Promise.resolve(void notifications.push(notification)),
          clear: () => undefined,
        },
        folders: { pick: () => Promise.resolve(undefined), open: () => Promise.resolve() },
        clock: systemClock,
        elapsed: systemElapsed,
        log: quietLog,
        emit,
        async startPractice(greeting) {
          const practice = await createPracticeAircall({ greeting, delays: quick })
          practices.push(practice)
          return practice
        },
        seen: () => undefined,
        openPlace: () => undefined,
        onTray: (state) => void trays.push(state),
        onSettings: () => undefined,
        hasTray: () => true,
        recovery: () => ({ kit: 'none' }),
        onBackup: () => undefined,
        restart: () => Promise.reject(new Error('nothing restarts here')),
      })
      // What is held is for tests of its own.
      session.settings.set({ undoSeconds: 0 })
      open.push(session)
      return session
    },
    async close() {
      for (const session of open) await session.close()
      for (const practice of practices) await practice.close()
      await aircall.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
