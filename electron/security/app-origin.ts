/** Where the pages live: the one origin that is trusted, and the addresses of the two windows. */

export const appScheme = 'app'
export const appHost = 'tern'
export const appOrigin = `${appScheme}://${appHost}`

/** What the pages are loaded from: Tern's own files, or (never in a package) the dev server. */
export interface PageSource {
  /** The trusted origin, such as `app://tern`. */
  readonly origin: string
  readonly dev: boolean
}

/**
 * Chooses what the pages are loaded from.
 * @param devServer address of the dev server (`ELECTRON_RENDERER_URL`); only a loopback one counts, and none in a package
 */
export function pageSource(isPackaged: boolean, devServer: string | undefined): PageSource {
  const own: PageSource = { origin: appOrigin, dev: false }
  if (isPackaged || devServer === undefined || !URL.canParse(devServer)) return own
  const url = new URL(devServer)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'http:' && loopback ? { origin: url.origin, dev: true } : own
}
