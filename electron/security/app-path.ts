/** Which file a page address means. Pure, so that every trick with a path can be tried in a unit test. */

/** Types of the files that a built page consists of. Anything else is not served. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
}

export interface AppFile {
  /** Parts of the path under the folder of the built pages; each is a plain name. */
  readonly parts: readonly string[]
  readonly type: string
}

/** A name that means the same file on every system: no separator, drive, stream, device trick or hidden file. */
const plainName = /^[A-Za-z0-9_@-][A-Za-z0-9_@.-]*$/

/**
 * The file that an address of our own scheme means; `/` is `index.html`.
 * @returns undefined for what is not ours, not a plain path, or not a type that pages consist of
 */
export function appFile(address: string, origin: { readonly protocol: string; readonly host: string }) {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== origin.protocol || url.host !== origin.host) return undefined
  if (url.username !== '' || url.password !== '') return undefined

  const path = url.pathname === '/' || url.pathname === '' ? '/index.html' : url.pathname
  // No built file needs an escaped character, so an escape can only be a trick.
  const parts = path.slice(1).split('/')
  if (!parts.every((part) => plainName.test(part) && !part.includes('..'))) return undefined

  const type = types[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? '']
  return type === undefined ? undefined : ({ parts, type } satisfies AppFile)
}
