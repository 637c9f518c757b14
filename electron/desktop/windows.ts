/**
 * The two windows. Each is disposable: it holds nothing that the main process or the store does not, and can be
 * destroyed and made again at any time. `main` shows everything, `compose` is small and there is at most one.
 */
import { app, BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron'
import { createEmit } from '../ipc/door.ts'
import type { Place } from '../../shared/model/app.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Log } from '../ports.ts'
import { fitBounds, type Bounds, type Size } from './bounds.ts'
import { whenClosed, type ClosingFacts } from './closing.ts'
import { pageAddress, withRecipient, type WindowKind } from './page-address.ts'

const sizes: Readonly<Record<WindowKind, { readonly usual: Size; readonly smallest: Size }>> = {
  main: { usual: { width: 1100, height: 720 }, smallest: { width: 720, height: 480 } },
  compose: { usual: { width: 480, height: 560 }, smallest: { width: 380, height: 420 } },
}

/** The page's own background (`--color-surface` of renderer/styles/tokens.css), so that opening does not flash. */
const backgrounds = { light: '#ffffff', dark: '#1d2327' }
const background = (): string => (nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light)

export interface WindowsNeeds {
  /** Path of the built preload script. */
  readonly preload: string
  /** Origin that the pages are loaded from. */
  readonly origin: string
  /** The pages' own session. */
  readonly session: Session
  /** Path of the app's icon, where the system does not take it from the package. */
  readonly icon?: string
  readonly hidesMenuBar: boolean
  readonly spellcheck: boolean
  readonly bounds: {
    readonly load: (kind: WindowKind) => Bounds | undefined
    readonly save: (kind: WindowKind, bounds: Bounds) => void
  }
  /** Asked each time the main window is closed. */
  readonly closing: () => Promise<ClosingFacts>
  /** The window went and Tern stays: in the tray, or minimised where there is none. Told once a run for each. */
  readonly stayed: (where: 'tray' | 'minimised') => void
  readonly log: Log
}

export interface Windows {
  /** Shows the main window, made if need be, and moves it to a place. */
  readonly openMain: (place?: Place) => void
  /** For a start without a window where there is no tray: made, but minimised. */
  readonly openMinimised: () => void
  /** Shows the compose window; a second time it is the same one, with another recipient if one is given. */
  readonly openCompose: (to?: string) => void
  /** Closes the window that shows these contents, as its close button does. */
  readonly close: (webContentsId: number) => void
  /** Whether these contents are a page of ours. */
  readonly isOurs: (webContentsId: number) => boolean
  /** The pages that events go to. */
  readonly pages: () => WebContents[]
  /** Contents of the window that has the keyboard, while it can be seen. */
  readonly focused: () => number | undefined
  /** From now on closing closes: Tern is quitting, unless a page holds an unsent text and so stops it. */
  readonly letGo: () => void
}

export function createWindows(needs: WindowsNeeds): Windows {
  const open = new Map<WindowKind, BrowserWindow>()
  const told = new Set<'tray' | 'minimised'>()
  let quitting = false

  nativeTheme.on('updated', () => {
    for (const window of open.values()) window.setBackgroundColor(background())
  })

  function stay(where: 'tray' | 'minimised'): void {
    if (told.has(where)) return
    told.add(where)
    needs.stayed(where)
  }

  async function closeMain(window: BrowserWindow): Promise<void> {
    const closing = whenClosed(await needs.closing())
    if (window.isDestroyed()) return
    if (closing === 'quit') return app.quit()
    if (closing === 'minimise') {
      window.minimize()
      return stay('minimised')
    }
    window.destroy()
    stay('tray')
  }

  function make(kind: WindowKind, show: boolean, to?: string, replaces = false): BrowserWindow {
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
    const { usual, smallest } = sizes[kind]
    const window = new BrowserWindow({
      ...fitBounds(needs.bounds.load(kind), screens, usual, smallest),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: desktopWords.window[kind],
      ...(needs.icon === undefined ? {} : { icon: needs.icon }),
      show: false,
      backgroundColor: background(),
      autoHideMenuBar: needs.hidesMenuBar,
      fullscreenable: kind === 'main',
      webPreferences: {
        preload: needs.preload,
        session: needs.session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: needs.spellcheck,
        navigateOnDragDrop: false,
      },
    })
    open.set(kind, window)
    // The page's <title> is the same for both windows.
    window.on('page-title-updated', (event) => event.preventDefault())
    // Whether it is yet to be shown for the first time.
    let awaited = show
    window.once('ready-to-show', () => {
      if (awaited) window.show()
      awaited = false
    })
    window.on('close', (event) => {
      if (!window.isMinimized()) needs.bounds.save(kind, window.getNormalBounds())
      if (quitting || kind !== 'main') return
      event.preventDefault()
      closeMain(window).catch((thrown: unknown) => needs.log.error('the window could not be closed', thrown))
    })
    window.on('closed', () => {
      if (open.get(kind) === window) open.delete(kind)
    })
    // What a page held is in the store, so a new one takes its place, at once if the window can be seen, or would be seen
    // by now; but not again and again when pages do not get that far.
    const replace = (): void => {
      if (quitting || window.isDestroyed()) return
      const again = window.isVisible() || (awaited && !replaces)
      window.destroy()
      if (again) make(kind, true, undefined, true)
    }
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      needs.log.warn('a page has gone', { kind, reason })
      // A page that cannot even start would be replaced without end.
      if (reason !== 'launch-failed') replace()
    })
    // A page keeps its window when a text in it is not sent yet. Then Tern is not quitting either, and without a
    // tray the main window must be there again.
    window.webContents.on('will-prevent-unload', () => {
      reveal(window)
      if (!quitting) return
      quitting = false
      needs.closing().then(
        ({ tray }) => {
          if (!tray && !open.has('main')) make('main', false).minimize()
        },
        (thrown: unknown) => needs.log.error('the desktop could not be asked', thrown),
      )
    })
    // Electron asks nobody before `about:blank`: such a page is replaced afterwards.
    window.webContents.on('did-navigate', (_event, url) => {
      if (url.startsWith(`${needs.origin}/`)) return
      needs.log.warn('a page had left', { kind })
      replace()
    })
    window.loadURL(pageAddress(needs.origin, kind, to)).catch((thrown: unknown) => {
      if (!window.isDestroyed()) needs.log.error(`the page of ${kind} did not load`, thrown)
    })
    return window
  }

  function reveal(window: BrowserWindow): void {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  function whenLoaded(window: BrowserWindow, act: () => void): void {
    if (window.webContents.isLoadingMainFrame()) window.webContents.once('did-finish-load', act)
    else act()
  }

  return {
    openMain: (place) => {
      const there = open.get('main')
      const window = there ?? make('main', true)
      if (there !== undefined) reveal(there)
      if (place === undefined) return
      const emit = createEmit(() => [window.webContents], needs.log)
      whenLoaded(window, () => emit.app.goTo(place))
    },
    openMinimised: () => {
      if (!open.has('main')) make('main', false).minimize()
    },
    openCompose: (to) => {
      const there = open.get('compose')
      if (there === undefined) return void make('compose', true, to)
      reveal(there)
      if (to === undefined) return
      // Only what follows `#` changes, so what is written stays and the page decides.
      there.loadURL(withRecipient(there.webContents.getURL(), to)).catch((thrown: unknown) => {
        needs.log.error('the recipient did not reach the compose window', thrown)
      })
    },
    close: (webContentsId) => {
      for (const window of open.values()) if (window.webContents.id === webContentsId) window.close()
    },
    isOurs: (webContentsId) =>
      [...open.values()].some((window) => !window.isDestroyed() && window.webContents.id === webContentsId),
    pages: () =>
      [...open.values()].filter((window) => !window.isDestroyed()).map(({ webContents }) => webContents),
    focused: () => {
      const window = [...open.values()].find(
        (one) => !one.isDestroyed() && one.isFocused() && one.isVisible(),
      )
      return window?.isMinimized() === false ? window.webContents.id : undefined
    },
    letGo: () => {
      quitting = true
    },
  }
}
