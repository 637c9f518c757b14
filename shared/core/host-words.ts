/** Hosts as a report may name them. */

/** Servers that many people use, so that their names say nothing of anybody. */
const known = [
  'aircall.io',
  'loca.lt',
  'localtunnel.me',
  'ngrok.com',
  'ngrok.io',
  'ngrok.app',
  'ngrok.dev',
  'ngrok-free.app',
  'ngrok-free.dev',
]
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/

/**
 * A host without what tells whose it is: of a well-known server the part before its name goes, everything else is
 * `•••`. This computer stays.
 */
export function hostWords(host: string): string {
  const plain = host.toLowerCase()
  if (loopback.test(plain)) return plain
  const name = plain.replace(/:\d+$/, '')
  const server = known.find((one) => name === one || name.endsWith(`.${one}`))
  if (server === undefined) return '•••'
  return name === server || name === `api.${server}` ? name : `•••.${server}`
}

/** As {@link hostWords}, of an address. */
export function addressWords(address: string): string {
  const host = /^[a-z]+:\/\/([^/@]+)\/?$/i.exec(address)?.[1]
  return host === undefined ? '•••' : hostWords(host)
}
