import type { Handlers } from '../../../shared/contract-sides.ts'
import type { Clock, Notifier } from '../../ports.ts'
import type { RecoveryService } from '../../recovery/recovery.ts'
import { appHandlers, type AppNeeds } from './app.ts'
import { backupHandlers } from './backups.ts'
import { conversationHandlers } from './conversations.ts'
import { exportHandlers } from './exports.ts'
import { gapHandlers } from './gaps.ts'
import { healthHandlers, type HealthNeeds } from './health.ts'
import { messageHandlers } from './messages.ts'
import { notificationHandlers } from './notifications.ts'
import { photoHandlers, type SaveFile } from './photos.ts'
import { recoveryHandlers } from './recovery.ts'
import { setupHandlers } from './setup.ts'
import { statusHandlers } from './status.ts'

/** The handlers of the whole contract. */
export function createHandlers(
  needs: AppNeeds & {
    readonly health: HealthNeeds
    readonly notifier: Notifier
    readonly recovery: RecoveryService
    readonly saveFile: SaveFile
    readonly clock: Clock
  },
): Handlers {
  const { host, notifier, recovery, clock } = needs
  return {
    app: appHandlers(needs),
    setup: setupHandlers(host),
    conversations: conversationHandlers(host, notifier),
    messages: messageHandlers(host, clock),
    photos: photoHandlers(host, needs.saveFile),
    notifications: notificationHandlers(host),
    gaps: gapHandlers(host, clock),
    recovery: recoveryHandlers(recovery),
    backups: backupHandlers(host),
    exports: exportHandlers(host),
    health: healthHandlers(host, needs.health),
    ...statusHandlers(host),
  }
}
