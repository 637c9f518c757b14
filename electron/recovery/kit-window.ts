/**
 * The window that a recovery page is shown, printed and saved from. It has no preload and no scripts, a session of its
 * own that serves this one page and refuses everything else, and counts as none of Tern's windows at the door.
 */
import { randomUUID } from 'node:crypto'
import { app, BrowserWindow, dialog, type Session, type WebContents } from 'electron'
import { TernError } from '../../shared/errors.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Log } from '../ports.ts'
import { appScheme } from '../security/app-origin.ts'
import { kitPage, kitPolicy } from './kit-page.ts'
import type { KitPage, KitPaper } from './recovery.ts'
import { writeWhole } from './write-whole.ts'

export interface KitWindowNeeds {
  /** In memory and for nothing else. */
  readonly session: Session
  readonly icon?: string
  /** The size of paper where this computer is. */
  readonly paper: 'A4' | 'Letter'
  /** The window in front, which dialogs belong to. */
  readonly parent: () => BrowserWindow | undefined
  readonly log: Log
}

const origin = `${appScheme}://recovery`

const headers = {
  'content-security-policy': kitPolicy,
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export function createKitWindow(needs: KitWindowNeeds): KitPaper {
  const { session, log } = needs
  /** Each page under an address of its own, as long as its window loads it. */
  const pages = new Map<string, string>()
  let shown: BrowserWindow | undefined

  session.protocol.handle(appScheme, (request) => {
    const page = request.method === 'GET' ? pages.get(request.url) : undefined
    return page === undefined ? new Response('Not found', { status: 404 }) : new Response(page, { headers })
  })
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !pages.has(details.url) }))

  function make(): BrowserWindow {
    const window = new BrowserWindow({
      width: 780,
      height: 940,
      minWidth: 560,
      minHeight: 400,
      show: false,
      title: desktopWords.window.recovery,
      ...(needs.icon === undefined ? {} : { icon: needs.icon }),
      autoHideMenuBar: true,
      fullscreenable: false,
      backgroundColor: '#ffffff',
      webPreferences: {
        session,
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        devTools: false,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
    })
    window.on('page-title-updated', (event) => event.preventDefault())
    // Kept out of shared screens and recordings, where the system can.
    window.setContentProtection(true)
    return window
  }

  async function load(window: BrowserWindow, page: KitPage): Promise<void> {
    const address = `${origin}/${randomUUID()}`
    pages.set(address, kitPage(page, await page.code()))
    try {
      await window.loadURL(address)
    } finally {
      pages.delete(address)
    }
  }

  /** Loads the page into a window that nobody sees, and lets it go afterwards. */
  async function unseen<T>(page: KitPage, act: (contents: WebContents) => Promise<T>): Promise<T> {
    const window = make()
    try {
      await load(window, page)
      return await act(window.webContents)
    } finally {
      if (!window.isDestroyed()) window.destroy()
    }
  }

  /** A page that is still on the screen has a code that is about to be useless. */
  function closeShown(): void {
    shown?.destroy()
    shown = undefined
  }

  return {
    async savePdf(page) {
      const day = new Date(page.madeAt).toISOString().slice(0, 10)
      const options = {
        title: desktopWords.window.saveRecovery,
        defaultPath: `${app.getPath('documents')}/${desktopWords.window.recoveryFile(day)}.pdf`,
        filters: [{ name: 'PDF', extensions: ['pdf'] }],
      }
      const parent = needs.parent()
      const { canceled, filePath } = await (parent === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options))
      if (canceled || filePath === '') return 'cancelled'
      const pdf = await unseen(page, (contents) =>
        contents.printToPDF({ pageSize: needs.paper, printBackground: true, generateTaggedPDF: true }),
      )
      try {
        writeWhole(filePath, pdf)
      } catch (thrown) {
        throw new TernError('recovery.notSaved', {}, thrown)
      }
      closeShown()
      return 'done'
    },
    async print(page) {
      const end = await unseen(page, print)
      if (end === 'done') closeShown()
      return end
    },
    async show(page) {
      const window = make()
      try {
        await load(window, page)
        if (window.isDestroyed()) return 'cancelled'
        closeShown()
        window.show()
      } catch (thrown) {
        if (!window.isDestroyed()) window.destroy()
        if (thrown instanceof TernError) throw thrown
        throw new TernError('recovery.notShown', {}, thrown)
      }
      shown = window
      window.once('closed', () => {
        if (shown === window) shown = undefined
      })
      return 'done'
    },
  }

  function print(contents: WebContents): Promise<'done' | 'cancelled'> {
    return new Promise((resolve, reject) => {
      contents.print({ printBackground: true, pageSize: needs.paper }, (printed, reason) => {
        if (printed) return resolve('done')
        // Electron's word for a dialog that was closed.
        if (/cancel/i.test(reason)) return resolve('cancelled')
        log.warn('recovery: not printed', { reason })
        reject(new TernError('recovery.notPrinted'))
      })
    })
  }
}
