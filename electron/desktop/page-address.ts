/** The address of each window's page. Pure. What changes while a page is open stands after `#`: it loads nothing anew. */

export const windowKinds = ['main', 'compose'] as const
export type WindowKind = (typeof windowKinds)[number]

/**
 * @param origin `app://tern`, or the dev server's
 * @param to recipient to fill in, for the compose window
 */
export function pageAddress(origin: string, kind: WindowKind, to?: string): string {
  const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`
  return `${origin}/index.html#${kind}${query}`
}
