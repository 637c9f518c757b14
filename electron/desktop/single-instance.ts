/** One Tern at a time: two would send twice and fight over the store. */
import type { App } from 'electron'

/**
 * Claims the one place. Depends on the data folder, so `userData` must be set before.
 * @param onSecond another start was tried: show the window. Nothing of that start is passed on.
 * @returns false when another Tern has it: quit at once
 */
export function claimSingleInstance(app: App, onSecond: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => onSecond())
  return true
}
