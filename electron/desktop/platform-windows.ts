/** Windows: the notification area is always there; a click is ours, the right button opens the menu. */
import type { Platform } from './platform.ts'

export function createWindowsPlatform(): Platform {
  return {
    hasTray: () => Promise.resolve(true),
    watchTray: () => () => undefined,
    hasNotifications: () => Promise.resolve(true),
    notificationBody: (text) => text,
    trayClicks: true,
    iconSuffix: '-16',
    hidesMenuBar: true,
    spellcheck: false,
    sendKey: 'Ctrl',
  }
}
