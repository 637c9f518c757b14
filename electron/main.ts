/** The composition root: makes each part, joins them, in reading order. No logic of its own. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, powerMonitor, session, shell } from 'electron'
import { desktopWords } from '../shared/words/desktop.ts'
import { readConfig } from './config.ts'
import { createDesktopState } from './desktop/desktop-state.ts'
import { folders } from './desktop/folders.ts'
import { setApplicationMenu } from './desktop/menu.ts'
import { createNotifier } from './desktop/notifications.ts'
import { choosePlatform } from './desktop/choose-platform.ts'
import { askWhereRepliesGo, createQuit } from './desktop/quit.ts'
import { pickFile, saveFile } from './desktop/save-file.ts'
import { claimSingleInstance } from './desktop/single-instance.ts'
import { createTray } from './desktop/tray.ts'
import { createWindows } from './desktop/windows.ts'
import { createReport } from './health/report.ts'
import { createSaveLogs } from './health/save-logs.ts'
import { createSessionHttp } from './http/session-http.ts'
import { createEmit, serve } from './ipc/door.ts'
import { createHandlers } from './ipc/handlers/all.ts'
import { createLog } from './log/log.ts'
import { createKeychain, keychainService, loadKeytar } from './secrets/keychain.ts'
import { createKitFiles } from './recovery/kit-file.ts'
import { paperOf } from './recovery/kit-page.ts'
import { createKitWindow } from './recovery/kit-window.ts'
import { createRecovery } from './recovery/recovery.ts'
import { pageSource } from './security/app-origin.ts'
import { registerAppScheme, servePages } from './security/app-scheme.ts'
import { createOpenLink } from './security/links.ts'
import { guardNavigation } from './security/navigation.ts'
import { denyPermissions } from './security/permissions.ts'
import { createSenderCheck } from './security/sender.ts'
import { createSessionHost } from './session/host.ts'
import { openSession } from './session/open-session.ts'
import { systemClock, systemElapsed } from './system-clock.ts'

// --- Before Electron is ready -----------------------------------------------------------------------------------

const defaultDataDir = join(app.getPath('appData'), 'Tern')
const dataDir = process.env['TERN_DATA_DIR'] ?? defaultDataDir
app.setPath('userData', join(dataDir, 'chromium'))
const logDir = join(dataDir, 'logs')
const log = createLog({ dir: logDir, terminal: !app.isPackaged })
const config = readConfig(process.env, process.argv, log)
const source = pageSource(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])
const clock = systemClock

process.on('uncaughtException', (thrown) => log.error('not caught', thrown))
process.on('unhandledRejection', (thrown) => log.error('rejected, and nobody listened', thrown))

registerAppScheme()
// With shared connections Chromium may send a POST a second time; see http/session-http.ts.
app.commandLine.appendSwitch('disable-http2')
app.commandLine.appendSwitch('disable-quic')

const platform = choosePlatform({
  platform: process.platform,
  env: process.env,
  userId: process.getuid?.() ?? 0,
  log,
})

if (claimSingleInstance(app, () => openMain())) {
  app.whenReady().then(start, (thrown: unknown) => {
    log.error('could not start', thrown)
    app.exit(1)
  })
} else {
  app.quit()
}

// --- The parts --------------------------------------------------------------------------------------------------

/** Set once there are windows. */
let openMain = (): void => undefined

async function start(): Promise<void> {
  const pages = session.fromPartition('tern-pages', { cache: false })
  servePages(pages, join(import.meta.dirname, '../renderer'), source, async (id) =>
    host.peek()?.media.read(id),
  )
  denyPermissions(pages, source.origin, log)
  guardNavigation(app, source, log)

  const http = createSessionHttp({
    shared: session.fromPartition('tern-http', { cache: false }),
    once: session.fromPartition('tern-http-once', { cache: false }),
  })
  const secrets = createKeychain({
    load: loadKeytar,
    service: keychainService(dataDir, defaultDataDir),
    clock,
    platform: process.platform,
  })
  const notifier = createNotifier({ platform, clock, log })
  const desktop = createDesktopState(join(dataDir, 'desktop.json'), log)
  nativeTheme.themeSource = desktop.theme()
  const can = { tray: await platform.hasTray(), notify: await platform.hasNotifications() }

  const windows = createWindows({
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    origin: source.origin,
    session: pages,
    icon: join(import.meta.dirname, '../icons/app.png'),
    hidesMenuBar: platform.hidesMenuBar,
    spellcheck: platform.spellcheck,
    bounds: { load: desktop.bounds, save: desktop.saveBounds },
    closing: async () => ({
      tray: await platform.hasTray(),
      closeToTray: host.peek()?.settings.get().closeToTray ?? true,
    }),
    stayed: sayWhereTernIs,
    log,
  })
  openMain = () => windows.openMain()
  platform.watchTray(async () => {
    can.tray = await platform.hasTray()
    // The tray has gone and there is no window: without one, nobody gets back to Tern.
    if (!can.tray && windows.pages().length === 0) windows.openMinimised()
  })
  const emit = createEmit(windows.pages, log)
  const quit = createQuit({
    isUndecided: () => host.peek()?.isAwayUndecided() ?? false,
    ask: () => askWhereRepliesGo(dialog),
    decided: (away) => void host.get().settings.set({ away }),
    end: () => app.quit(),
    log,
  })
  const newText = (): void => windows.openCompose()

  setApplicationMenu({ isMac: process.platform === 'darwin', dev: source.dev, newText, quit })
  const tray = createTray(
    {
      icons: join(import.meta.dirname, '../icons'),
      platform,
      clock,
      actions: {
        newText,
        open: () => windows.openMain(),
        openHealth: () => windows.openMain({ view: 'health' }),
        openNotifications: () => windows.openMain({ view: 'notifications' }),
        quit,
      },
    },
    { reach: { state: 'off' }, unread: 0 },
  )

  /** Which conversation each window shows. */
  const showing = new Map<number, string>()
  const host = createSessionHost({
    log,
    clock,
    onBoot(boot) {
      emit.app.bootChanged(boot)
      if (boot.state === 'blocked') tray.update({ reach: { state: 'off' }, unread: 0, trouble: boot.error })
      if (boot.state === 'ready') recovery.copyBesideBackups()
    },
    openSession: () =>
      openSession({
        dataDir,
        workScript: join(import.meta.dirname, 'worker.cjs'),
        config,
        secrets,
        http,
        notifier,
        folders,
        clock,
        elapsed: systemElapsed,
        log,
        emit,
        startPractice: async (greeting) =>
          (await import('./practice/practice.ts')).createPracticeAircall({ greeting }),
        seen: () => showing.get(windows.focused() ?? -1),
        openPlace: windows.openMain,
        onTray: tray.update,
        onSettings(settings) {
          nativeTheme.themeSource = settings.theme
          desktop.saveTheme(settings.theme)
        },
        hasTray: () => can.tray,
        recovery: recovery.get,
        onBackup: recovery.copyBesideBackups,
        restart: host.restart,
      }),
  })

  const kitSession = session.fromPartition('tern-recovery', { cache: false })
  denyPermissions(kitSession, source.origin, log)
  const recovery = createRecovery({
    path: join(dataDir, 'tern.db'),
    files: createKitFiles(dataDir, log),
    paper: createKitWindow({
      session: kitSession,
      icon: join(import.meta.dirname, '../icons/app.png'),
      paper: paperOf(app.getLocaleCountryCode()),
      parent: () => BrowserWindow.getFocusedWindow() ?? undefined,
      log,
    }),
    secrets,
    storeKey: () => host.peek()?.storeKey,
    facts() {
      const setup = host.peek()?.setup.get()
      return { company: setup?.company, number: setup?.number }
    },
    boot: host.boot,
    open: host.open,
    onChange: (now) => emit.recovery.changed(now),
    clock,
    log,
  })

  function sayWhereTernIs(where: 'tray' | 'minimised'): void {
    const words = desktopWords.notification
    const [title, body] =
      where === 'tray' ? [words.inTrayTitle, words.inTrayBody] : [words.keptTitle, words.keptBody]
    notifier
      .show({ key: 'stayed', title, body, onClick: () => windows.openMain() })
      .catch((thrown: unknown) => log.warn('could not say where Tern is', { why: String(thrown) }))
  }

  const handlers = createHandlers({
    host,
    notifier,
    clock,
    recovery,
    version: app.getVersion(),
    can: () => can,
    sendKey: platform.sendKey,
    region: app.getLocaleCountryCode(),
    openLink: createOpenLink((address) => shell.openExternal(address)),
    openCompose: windows.openCompose,
    openPlace: windows.openMain,
    showing: (windowId, conversationId) =>
      void (conversationId === undefined ? showing.delete(windowId) : showing.set(windowId, conversationId)),
    closeWindow: windows.close,
    saveFile,
    health: {
      report: createReport({ version: app.getVersion(), host, clock }),
      saveLogs: createSaveLogs({ pickFile, logDir, clock }),
    },
  })
  const isTrusted = createSenderCheck({ isOurWindow: windows.isOurs, origin: source.origin })
  serve(handlers, { ipcMain, isTrusted, onError: (error) => host.peek()?.storage.noticed(error), log })

  // --- Life and end ---------------------------------------------------------------------------------------------

  powerMonitor.on('suspend', () => host.peek()?.slept())
  powerMonitor.on('resume', () => {
    host.peek()?.woke()
  })
  app.on('activate', () => windows.openMain())
  // Tern goes on in the tray: the listener lives here, not in a window.
  app.on('window-all-closed', () => undefined)
  app.on('before-quit', windows.letGo)
  // Not before the windows have gone: one with an unsent text may stop the quitting, and then all goes on.
  let ended = false
  app.on('will-quit', (event) => {
    if (ended) return
    event.preventDefault()
    void host
      .close()
      .catch((thrown: unknown) => log.error('could not end in order', thrown))
      .finally(() => {
        ended = true
        tray.destroy()
        // Within this event Electron still counts as quitting, and would not hear it.
        setImmediate(() => app.quit())
      })
  })

  if (!config.hidden) windows.openMain()
  else if (!can.tray) windows.openMinimised()
  await host.open()
}
