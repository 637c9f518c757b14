/** macOS: the menu bar is always there; the icon opens its menu. */
import type { Platform } from './platform.ts'

export function createMacPlatform(): Platform {
  return {
    hasTray: () => Promise.resolve(true),
    watchTray: () => () => undefined,
    hasNotifications: () => Promise.resolve(true),
    notificationBody: (text) => text,
    trayClicks: false,
    iconSuffix: '-16',
    hidesMenuBar: false,
    spellcheck: true,
    sendKey: '⌘',
  }
}
