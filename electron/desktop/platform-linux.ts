/**
 * Linux: nothing can be taken for granted. A tray is there when a StatusNotifier host or an XEmbed tray is, and
 * notifications are when their service runs or can be started by the bus. Electron tells neither: a `Tray` can
 * always be made, and `Notification.isSupported()` is always true. So Tern asks the bus and the X server.
 */
import type { Log } from '../ports.ts'
import { busSockets, connectBus, type Bus } from './dbus.ts'
import { booleanOf, stringsOf, type BusMessage } from './dbus-wire.ts'
import { hasXEmbedTray } from './x11.ts'
import type { Platform } from './platform.ts'

const watcher = 'org.kde.StatusNotifierWatcher'
const notifications = 'org.freedesktop.Notifications'
const busItself = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
}

export interface LinuxNeeds {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly userId: number
  readonly log: Log
}

/** The body of a notification is markup by the Desktop Notifications Specification, so plain text is escaped. */
export const escapeMarkup = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

async function ask(bus: Bus, member: string, ...args: string[]): Promise<BusMessage> {
  return bus.call({ ...busItself, member, args })
}

/** A StatusNotifier watcher alone draws nothing: it must say that a host has registered with it. */
async function hasStatusNotifierHost(bus: Bus): Promise<boolean> {
  if (booleanOf(await ask(bus, 'NameHasOwner', watcher)) !== true) return false
  const registered = await bus.call({
    destination: watcher,
    path: '/StatusNotifierWatcher',
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    args: [watcher, 'IsStatusNotifierHostRegistered'],
  })
  return booleanOf(registered) === true
}

async function hasNotificationService(bus: Bus): Promise<boolean> {
  if (booleanOf(await ask(bus, 'NameHasOwner', notifications)) === true) return true
  return stringsOf(await ask(bus, 'ListActivatableNames'))?.includes(notifications) === true
}

export function createLinuxPlatform({ env, userId, log }: LinuxNeeds): Platform {
  async function open(): Promise<Bus | undefined> {
    for (const path of busSockets(env)) {
      try {
        return await connectBus(path, userId)
      } catch (thrown) {
        log.error('the session bus could not be asked', thrown)
      }
    }
    return undefined
  }

  async function withBus(question: (bus: Bus) => Promise<boolean>): Promise<boolean> {
    const bus = await open()
    if (bus === undefined) return false
    try {
      return await question(bus)
    } catch (thrown) {
      log.error('the session bus gave no answer', thrown)
      return false
    } finally {
      bus.close()
    }
  }

  async function hasTray(): Promise<boolean> {
    if (await withBus(hasStatusNotifierHost)) return true
    try {
      return await hasXEmbedTray(env)
    } catch (thrown) {
      log.error('the X server could not be asked', thrown)
      return false
    }
  }

  function watchTray(changed: () => void | Promise<void>): () => void {
    let stopped = false
    let bus: Bus | undefined
    const watch = async (): Promise<void> => {
      bus = await open()
      if (bus === undefined) return
      if (stopped) return bus.close()
      bus.onSignal(({ member }) => {
        if (member !== 'NameOwnerChanged' && member !== 'StatusNotifierHostRegistered') return
        Promise.resolve(changed()).catch((thrown: unknown) => log.error('the tray has changed', thrown))
      })
      await ask(bus, 'AddMatch', `type='signal',member='NameOwnerChanged',arg0='${watcher}'`)
      await ask(bus, 'AddMatch', `type='signal',interface='${watcher}',member='StatusNotifierHostRegistered'`)
    }
    watch().catch((thrown: unknown) => log.error('the tray cannot be watched', thrown))
    return () => {
      stopped = true
      bus?.close()
    }
  }

  return {
    hasTray,
    watchTray,
    hasNotifications: () => withBus(hasNotificationService),
    notificationBody: escapeMarkup,
    trayClicks: true,
    iconSuffix: '',
    hidesMenuBar: true,
    spellcheck: false,
    sendKey: 'Ctrl',
  }
}
