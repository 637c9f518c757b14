/** The address of each window's page. Pure. */

export const windowKinds = ['main', 'compose'] as const
export type WindowKind = (typeof windowKinds)[number]

/**
 * @param origin `app://tern`, or the dev server's
 * @param to recipient to fill in, for the compose window
 */
export function pageAddress(origin: string, kind: WindowKind, to?: string): string {
  const query = new URLSearchParams({ window: kind, ...(to === undefined ? {} : { to }) })
  return `${origin}/index.html?${query.toString()}`
}

/** The address that tells an open compose page another recipient: only what follows `#` differs, so nothing is lost. */
export function withRecipient(address: string, to: string): string {
  const url = new URL(address)
  url.hash = new URLSearchParams({ to }).toString()
  return url.href
}
