/** The {@link Notifier} on the system's own notifications. */
import { Notification as SystemNotification } from 'electron'
import { TernError } from '../../shared/errors.ts'
import type { Clock, Log, Notification, Notifier } from '../ports.ts'
import type { Platform } from './platform.ts'

export interface NotifierNeeds {
  readonly platform: Pick<Platform, 'hasNotifications' | 'notificationBody'>
  readonly clock: Clock
  readonly log: Log
}

/** How long the system may take to say whether it took a notification, milliseconds. */
const patience = 10_000
/** Shown ones are kept in memory, or their clicks would be lost with them; the oldest go. */
const keptAtMost = 100

export function createNotifier({ platform, clock, log }: NotifierNeeds): Notifier {
  const kept = new Map<string, SystemNotification>()

  function forget(key: string, notification: SystemNotification): void {
    if (kept.get(key) === notification) kept.delete(key)
  }

  function clear(key: string): void {
    const earlier = kept.get(key)
    kept.delete(key)
    earlier?.close()
  }

  function keep(key: string, notification: SystemNotification): void {
    clear(key)
    kept.set(key, notification)
    const oldest = kept.keys().next().value
    if (kept.size > keptAtMost && oldest !== undefined) kept.delete(oldest)
  }

  async function show({ key, title, body, onClick }: Notification): Promise<void> {
    // Without a service Electron reports nothing at once, or only after the bus gave up waiting for one.
    if (!SystemNotification.isSupported() || !(await platform.hasNotifications())) {
      throw new TernError('notifications.failed')
    }
    const notification = new SystemNotification({ title, body: platform.notificationBody(body) })
    keep(key, notification)
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => {
        stopWaiting()
        forget(key, notification)
        log.warn('a notification was not shown', { why })
        reject(new TernError('notifications.failed'))
      }
      const stopWaiting = clock.after(patience, () => fail('no answer'))
      notification.once('show', () => {
        stopWaiting()
        resolve()
      })
      notification.once('failed', (_event, why) => fail(why))
      notification.on('click', onClick)
      notification.once('close', () => forget(key, notification))
      notification.show()
    })
  }

  return { show, clear }
}
