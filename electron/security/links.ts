/** The web pages that Tern opens in the system's browser. A page can ask for these hosts and no others. */
import { TernError } from '../../shared/errors.ts'

/** Each host with its reason. */
const hosts: Readonly<Record<string, string>> = {
  'dashboard.aircall.io': 'where an API key is made and numbers are managed',
  'support.aircall.io': "Aircall's help pages on keys, plans and texting",
  'help.aircall.io': "the older address of Aircall's help pages",
  'status.aircall.com': 'whether Aircall has a problem for everybody',
  'dashboard.ngrok.com': 'where the authtoken and the domain of an ngrok account are',
}

/**
 * The address to open, in its normal form.
 * @throws TernError `app.notAllowed` for anything but a plain `https:` address on a listed host
 */
export function allowedLink(address: string): string {
  if (!URL.canParse(address)) throw new TernError('app.notAllowed')
  const url = new URL(address)
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  if (!plain || !Object.hasOwn(hosts, url.hostname)) throw new TernError('app.notAllowed')
  return url.href
}

/**
 * Makes the function behind the contract's `openLink`.
 * @param open hands an address to the system, `shell.openExternal`
 */
export function createOpenLink(open: (address: string) => Promise<void>): (address: string) => Promise<void> {
  return (address) => open(allowedLink(address))
}
