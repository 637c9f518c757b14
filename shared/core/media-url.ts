/**
 * The addresses of photos that go out with a text. Aircall fetches them from the internet, so an address of this
 * computer or its network is a mistake, and one with a password in it a leak.
 *
 * A parser of its own, because `shared` has no `URL`; it takes the plain form only and refuses what browsers repair
 * (backslashes, spaces, numbers for hosts), so that nobody down the line reads another host out of the same string.
 */
import type { ErrorValue } from '../errors.ts'

/** Aircall's limit for one text. */
export const mediaLimit = 10

const lengthLimit = 2048

// scheme, host, port, and the rest. No user part: `@` is in neither host nor port.
const form = /^https:\/\/([a-z0-9.-]+)(?::(\d{1,5}))?([/?#][^\s\\]*)?$/i
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
// Names that never leave a computer, a home or an office: RFC 6761, RFC 6762, RFC 8375, and common habit.
const privateSuffix =
  /\.(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|test|invalid)$/i

export type MediaAddress =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly error: ErrorValue }

export type MediaAddresses =
  | { readonly ok: true; readonly urls: readonly string[] }
  /** `bad` is the entry that cannot be used, as it was typed; absent when there are too many. */
  | { readonly ok: false; readonly error: ErrorValue; readonly bad?: string }

const bad: MediaAddress = { ok: false, error: { code: 'media.badAddress', detail: {} } }

/**
 * Checks one photo address. Fails with `media.badAddress`.
 * The answer's `url` has every character outside ASCII percent-encoded and is otherwise as it was typed.
 */
export function readMediaAddress(input: string): MediaAddress {
  const typed = input.trim()
  const parts = form.exec(typed)
  if (parts === null || /\p{Cc}|\p{Cs}/u.test(typed)) return bad
  const [, host = '', port] = parts
  if (!isPublicName(host)) return bad
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) return bad
  const url = typed.replace(/[^\x21-\x7e]|["<>^`{|}]/gu, encodeURIComponent)
  return url.length > lengthLimit ? bad : { ok: true, url }
}

/**
 * Reads photo addresses typed one a line (or with spaces between); empty lines do not count.
 * Fails with `media.badAddress` for the first that cannot be used, or with `media.tooMany`.
 */
export function readMediaAddresses(typed: string): MediaAddresses {
  const entries = typed.split(/\s+/u).filter((entry) => entry !== '')
  const urls: string[] = []
  for (const entry of entries) {
    const address = readMediaAddress(entry)
    if (!address.ok) return { ok: false, error: address.error, bad: entry }
    urls.push(address.url)
  }
  if (urls.length > mediaLimit) {
    return { ok: false, error: { code: 'media.tooMany', detail: { limit: mediaLimit } } }
  }
  return { ok: true, urls }
}

/** A DNS name of two labels or more that is no address in disguise and not private by its name. */
function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, '')
  const labels = name.split('.')
  const last = labels.at(-1) ?? ''
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) return false
  // Browsers read a host that ends in a number, also a hexadecimal one, as an IPv4 address.
  if (/^(?:\d+|0x[0-9a-f]*)$/i.test(last)) return false
  return !privateSuffix.test(name)
}
