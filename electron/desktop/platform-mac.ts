/** macOS: the menu bar is always there; the icon opens its menu; icons are shapes. */
import type { Platform } from './platform.ts'

export function createMacPlatform(): Platform {
  return {
    hasTray: () => Promise.resolve(true),
    watchTray: () => () => undefined,
    hasNotifications: () => Promise.resolve(true),
    notificationBody: (text) => text,
    trayClicks: false,
    templateIcons: true,
    hidesMenuBar: false,
    spellcheck: true,
    sendKey: '⌘',
  }
}
