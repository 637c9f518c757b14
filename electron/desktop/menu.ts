/** The application menu: it gives every window the system's editing keys, and is the way to quit without a tray. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { desktopWords } from '../../shared/words/desktop.ts'

export interface MenuNeeds {
  readonly isMac: boolean
  /** Adds what developers need: reload and the developer tools. */
  readonly dev: boolean
  readonly newText: () => void
  readonly quit: () => void
}

export function setApplicationMenu({ isMac, dev, newText, quit }: MenuNeeds): void {
  const words = desktopWords.menu
  const fileMenu: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      { label: words.newText, accelerator: 'CmdOrCtrl+N', click: newText },
      { label: words.close, role: 'close' },
      ...(isMac
        ? []
        : [{ type: 'separator' as const }, { label: words.quit, accelerator: 'Ctrl+Q', click: quit }]),
    ],
  }
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(dev
      ? [{ type: 'separator' as const }, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]
      : []),
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      fileMenu,
      { label: words.edit, role: 'editMenu' },
      { label: words.view, submenu: view },
      { label: words.window, role: 'windowMenu' },
    ]),
  )
}
