/** What a page may load and do, as the headers of every answer. */

/** The policy of the built pages: their own files, nothing inline, no network. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // `data:` for the small icons that the build inlines.
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Markup from a string only by Svelte's own policy for compiled templates.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

/** The dev server injects styles and its client, and talks to it over a WebSocket. Never used in a package. */
export const devContentPolicy = (origin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    // Photos come by Tern's own scheme, which is another origin here.
    "img-src 'self' data: app:",
    "font-src 'self' data:",
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The headers of every answer of our own scheme. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/**
 * The headers of a photo. It is decrypted for one look: nothing keeps it, and nothing in it may do anything.
 * @param dev the page comes from the dev server, which is another origin
 */
export const pictureHeaders = (dev: boolean): Readonly<Record<string, string>> => ({
  ...pageHeaders,
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': dev ? 'cross-origin' : 'same-origin',
  'cache-control': 'no-store',
})
