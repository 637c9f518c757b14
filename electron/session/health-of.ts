/** Health of a session: its lines and since when they are so, the checks, what came to the listener, facts for the report. */
import type { Emit } from '../../shared/contract-sides.ts'
import { arrivalsKept, type NewArrival } from '../../shared/core/arrivals.ts'
import { hasMoved, withSince } from '../../shared/core/health-since.ts'
import type { ReportSession } from '../../shared/core/report.ts'
import type { Arrival } from '../../shared/model/arrival.ts'
import type { HealthLine } from '../../shared/model/health.ts'
import type { ReachRecord } from '../../shared/model/reach.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Keeper } from '../backups/keeper.ts'
import { createArrivalLog } from '../callback/arrival-log.ts'
import { createChecks, type Checks } from '../health/checks.ts'
import { healthLines } from '../health/health.ts'
import { sessionChecks, type SessionChecksNeeds } from '../health/session-checks.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { reachRecord } from '../reach/record.ts'
import type { SetupService } from '../setup/service.ts'
import type { StorageWatch } from '../storage/storage-watch.ts'
import type { Store } from '../store/store.ts'
import type { SessionNeeds } from './needs.ts'
import type { Session } from './session.ts'
import type { WatchedNotifier } from './watch-notifier.ts'

export interface SessionHealth {
  /** How each part is now. */
  readonly lines: () => HealthLine[]
  /** Something may have changed: looks a moment later, and tells the windows when a part is better or worse. */
  readonly noticed: () => void
  readonly checks: Checks
  /** What came to the listener, newest first. */
  readonly arrivals: (limit: number) => Arrival[]
  readonly onArrival: (arrival: NewArrival) => void
  readonly record: () => ReachRecord
  readonly testNotification: () => Promise<void>
  readonly reportFacts: () => ReportSession
  /** Looks no more. */
  readonly stop: () => void
  /** Writes down what is left, before the store is closed. */
  readonly flush: () => void
}

type FromSession = Pick<SessionNeeds, 'recovery' | 'hasTray' | 'http' | 'emit' | 'clock' | 'log'>

export interface SessionHealthNeeds extends FromSession, Pick<SessionChecksNeeds, 'listener' | 'reach'> {
  readonly store: Store
  readonly setup: SetupService
  readonly outbox: Outbox
  readonly keeper: Keeper
  readonly storage: StorageWatch
  readonly notifier: WatchedNotifier
  readonly settings: Session['settings']
}

/** What changes often changes together. Milliseconds. */
const settleMs = 300

export function createSessionHealth(needs: SessionHealthNeeds): SessionHealth {
  const { store, setup, reach, listener, clock, emit, settings } = needs
  const arrivals = createArrivalLog({ ...needs, store: store.arrivals })
  const notificationsOn = (): boolean => settings.get().notifications.enabled
  let last: HealthLine[] | undefined
  let cancel: (() => void) | undefined
  let stopped = false

  /** @param messages how many there are; counting millions takes its time */
  function look(messages: number): HealthLine[] {
    const now = setup.get()
    const lines = healthLines({
      setup: now,
      accountError: setup.accountError(),
      reach: reach.current(),
      port: listener.port(),
      registeredAt: now.number && store.numbers.registration(now.number.id)?.registeredAt,
      waiting: store.outbox.waiting(),
      outboxError: needs.outbox.trouble(),
      storage: needs.storage.current(),
      recovery: needs.recovery(),
      keeping: needs.keeper.state(),
      messages,
      rawEvents: store.events.count(),
      notificationError: needs.notifier.error(),
      notificationsOn: notificationsOn(),
      tray: needs.hasTray(),
    })
    const next = withSince(lines, last, clock.now())
    const moved = hasMoved(next, last)
    last = next
    if (moved) emit.health.changed()
    return next
  }

  function lookQuietly(): void {
    cancel = undefined
    try {
      look(store.conversations.list('', undefined, 1).items.length)
    } catch (thrown) {
      needs.log.error('health: could not look', thrown)
    }
  }

  const lines = (): HealthLine[] => look(store.messages.count())
  const record = (): ReachRecord => reachRecord(store.gaps, setup.get().number?.id, clock.now())
  const testNotification = (): Promise<void> =>
    needs.notifier.show({ key: 'test', ...desktopWords.notification.test, onClick: () => undefined })
  const checks = createChecks({
    ...needs,
    checks: sessionChecks({ ...needs, notificationsOn, testNotification }),
    onChange: emit.health.checking,
  })

  return {
    lines,
    noticed() {
      if (!stopped) cancel ??= clock.after(settleMs, lookQuietly)
    },
    checks,
    arrivals: arrivals.list,
    onArrival: arrivals.note,
    record,
    testNotification,
    reportFacts: () => ({
      number: setup.get().number,
      reach: reach.current(),
      record: record(),
      lines: lines(),
      checks: checks.current().checks,
      arrivals: arrivals.list(arrivalsKept),
      settings: settings.get(),
    }),
    stop() {
      stopped = true
      cancel?.()
      checks.stop()
    },
    flush: arrivals.stop,
  }
}

/** The events, and somebody who notices those that may have changed a part. */
export function noticing(emit: Emit, noticed: () => void): Emit {
  const then =
    <P>(tell: (payload: P) => void) =>
    (payload: P): void => {
      tell(payload)
      noticed()
    }
  return {
    ...emit,
    setup: { ...emit.setup, changed: then(emit.setup.changed) },
    messages: { ...emit.messages, changed: then(emit.messages.changed) },
    reach: { ...emit.reach, changed: then(emit.reach.changed) },
    settings: { ...emit.settings, changed: then(emit.settings.changed) },
    storage: { ...emit.storage, changed: then(emit.storage.changed) },
    backups: { ...emit.backups, changed: then(emit.backups.changed) },
  }
}
