/** The tray icon: Tern's place on the desktop when no window is open. */
import { join } from 'node:path'
import { app, Menu, nativeImage, Tray, type NativeImage } from 'electron'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Clock } from '../ports.ts'
import type { Platform } from './platform.ts'
import { trayFace, trayIcons, type TrayFace, type TrayIcon, type TrayState } from './tray-state.ts'

export interface TrayNeeds {
  /** Folder of the icons; each has its double-size `@2x` beside it. */
  readonly icons: string
  readonly platform: Pick<Platform, 'trayClicks' | 'iconSuffix' | 'watchTray'>
  readonly clock: Pick<Clock, 'now'>
  readonly actions: {
    readonly newText: () => void
    readonly open: () => void
    readonly openHealth: () => void
    readonly openNotifications: () => void
    readonly quit: () => void
  }
}

export interface DesktopTray {
  /** Shows a state: icon, tooltip, menu lines, and the count on the app's icon where the desktop has one. */
  readonly update: (state: TrayState) => void
  readonly destroy: () => void
}

export function createTray({ icons, platform, clock, actions }: TrayNeeds, first: TrayState): DesktopTray {
  const images = new Map<TrayIcon, NativeImage>(
    trayIcons.map((name) => {
      const image = nativeImage.createFromPath(join(icons, `${name}${platform.iconSuffix}.png`))
      if (image.isEmpty()) throw new Error(`tray icon ${name} cannot be read`)
      return [name, image]
    }),
  )
  const imageOf = (face: TrayFace): NativeImage => images.get(face.icon) ?? nativeImage.createEmpty()

  let state = first
  let shown = trayFace(first, clock.now())
  let tray = make()

  function menuOf(face: TrayFace): Menu {
    const words = desktopWords.tray
    return Menu.buildFromTemplate([
      { label: words.newText, click: actions.newText },
      { label: words.open, click: actions.open },
      { type: 'separator' },
      { label: face.unreadLine, click: actions.openNotifications },
      { label: face.stateLine, click: actions.openHealth },
      { type: 'separator' },
      { label: words.quit, click: actions.quit },
    ])
  }

  function make(): Tray {
    const made = new Tray(imageOf(shown))
    made.setToolTip(shown.tooltip)
    made.setContextMenu(menuOf(shown))
    if (platform.trayClicks) made.on('click', actions.open)
    return made
  }

  // A panel that starts after Tern, or starts again, does not find an icon that was made before it.
  const stopWatching = platform.watchTray(() => {
    tray.destroy()
    tray = make()
  })

  function update(next: TrayState): void {
    if (next.unread !== state.unread) app.setBadgeCount(next.unread)
    state = next
    const face = trayFace(next, clock.now())
    if (face.icon !== shown.icon) tray.setImage(imageOf(face))
    if (face.tooltip !== shown.tooltip) tray.setToolTip(face.tooltip)
    // On Linux a menu that is shown does not follow its items: it has to be set again.
    if (face.unreadLine !== shown.unreadLine || face.stateLine !== shown.stateLine)
      tray.setContextMenu(menuOf(face))
    shown = face
  }

  app.setBadgeCount(first.unread)
  return {
    update,
    destroy: () => {
      stopWatching()
      tray.destroy()
    },
  }
}
