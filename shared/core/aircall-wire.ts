/**
 * Reads single values out of Aircall's JSON, each in every form that docs/contract.md lists. What comes from the wire
 * is hostile: only own fields are read, and whatever has another form is undefined.
 */

/** A JSON object whose fields are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** A JSON object; undefined for everything else, arrays and null too. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** The fields' own value; what they inherit (`constructor`, `__proto__`) is not there. */
export function own(fields: Fields | undefined, name: string): unknown {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** A text that is not empty. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An id of Aircall's: a text, or a number in its place. */
export function asId(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return asText(value)?.trim() || undefined
}

/** A numeric id, as number or as digits. */
export function asNumberId(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined
}

// 2001-09-09 to 2128-06-11. In seconds and in milliseconds these ranges lie far apart, so the size tells the unit.
const earliest = 1e12
const latest = 5e12

/** A time as seconds, milliseconds (numbers or digits) or ISO 8601, in epoch milliseconds. ISO without a zone is UTC. */
export function readTime(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : undefined
  if (text !== undefined && isoForm.test(text)) return plausible(Date.parse(withZone(text)))
  const number = text !== undefined && /^\d{9,16}(\.\d{1,9})?$/.test(text) ? Number(text) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  return plausible(number) ?? plausible(number * 1000)
}

const isoForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(UTC|Z|[+-]\d{2}:?\d{2}))?$/i

function withZone(iso: string): string {
  const plain = iso
    .replace(/^(\S{10}) /, '$1T')
    .replace(',', '.')
    .replace(/ ?(UTC|Z)$/i, 'Z')
    .replace(' ', '')
  return /(Z|[+-]\d{2}:?\d{2})$/.test(plain.slice(10)) ? plain : `${plain}Z`
}

function plausible(ms: number): number | undefined {
  return ms >= earliest && ms < latest ? Math.round(ms) : undefined
}

/**
 * A phone number as Aircall writes it (`+1 626-800-9000`, `18704575426`, also as a JSON number) in E.164.
 * Without a `+`, up to 8 digits are a short code and stay bare; more are a number whose `+` was left out.
 */
export function readPeer(value: unknown): string | undefined {
  const written = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : asText(value)
  if (written === undefined || !/^[\s\d+().\u2010-\u2015-]{1,40}$/.test(written)) return undefined
  const compact = written.replace(/[^\d+]/g, '').replace(/^00/, '+')
  if (/^\d{3,8}$/.test(compact)) return compact
  const full = compact.startsWith('+') ? compact : `+${compact}`
  return /^\+[1-9]\d{3,14}$/.test(full) ? full : undefined
}

/** More than Aircall's ten are never in one text; a hostile callback must not fill the page. */
const mediaCap = 30

/** Addresses of a message's photos. Where both forms are there, they are the same photos: the fuller list counts. */
export function readMedia(message: Fields): string[] {
  const plain = asList(own(message, 'media_url') ?? own(message, 'mediaUrl'))
  const details = asList(own(message, 'media_details')).map((one) => own(asFields(one), 'presigned_url'))
  const [fromPlain, fromDetails] = [plain.filter(isWebAddress), details.filter(isWebAddress)]
  return (fromDetails.length >= fromPlain.length ? fromDetails : fromPlain).slice(0, mediaCap)
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 8192 && /^https?:\/\/[^\s\p{Cc}]+$/iu.test(value)
}

/** When the message was made: the same in the answer to its POST and in its callbacks. */
export const readMessageTime = (message: Fields): number | undefined =>
  readTime(own(message, 'created_at')) ?? readTime(own(message, 'sent_at'))
