/** Where a page may go: nowhere. A window shows the page that it was made with until it is closed. */
import type { App, WebContents } from 'electron'
import type { Log } from '../ports.ts'

/** Whether a page may move to an address: only the dev server's own page, which loads itself anew on a change. */
export function mayNavigate(to: string, source: { readonly origin: string; readonly dev: boolean }): boolean {
  return source.dev && URL.canParse(to) && new URL(to).origin === source.origin
}

/** Only the origin of an address: a path may hold what should not be in the log. */
const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : '(no address)'

function guard(
  contents: WebContents,
  source: { readonly origin: string; readonly dev: boolean },
  log: Log,
): void {
  const refuse = (what: string, to: string): void => log.warn(what, { to: originOf(to) })

  // `will-navigate` is the main frame's; `will-frame-navigate` is every frame's and comes first.
  contents.on('will-frame-navigate', (event) => {
    if (mayNavigate(event.url, source)) return
    event.preventDefault()
    refuse('refused to leave the page', event.url)
  })
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url, source)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (mayNavigate(event.url, source)) return
    event.preventDefault()
    refuse('refused a redirect', event.url)
  })
  contents.setWindowOpenHandler(({ url }) => {
    refuse('refused a new window', url)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    log.warn('refused a webview')
  })
}

/** Keeps every page that is ever made where it is: no navigation, redirect, new window or webview. */
export function guardNavigation(
  app: App,
  source: { readonly origin: string; readonly dev: boolean },
  log: Log,
): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, source, log))
}
