/**
 * Says which form a value has, and never what it is: the report is about forms. A list of words that the service itself
 * chooses (a status, an event's name, an error's key) is kept; nothing that a person wrote is.
 */
import { asFields, own } from '../../shared/core/aircall-wire.ts'

/** The form of a JSON value, key by key. */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape }

/** Fields whose words are the service's own. */
const serviceWords = ['event', 'event_name', 'resource', 'status', 'direction', 'type', 'availability_status']
/** The same of a refusal. */
const refusalWords = ['key', 'code', 'error', 'message']

const deepest = 6
const mostKeys = 80

/** A word of the service as it came; undefined for whatever does not look like one. */
export function serviceWord(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z _.:'-]{0,60}$/.test(value)) return undefined
  return value
}

/** @param refusal whether this is the body of a refusal, whose words are the service's too */
export function shapeOf(value: unknown, refusal = false, depth = 0): Shape {
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[]
    if (first === undefined) return 'empty list'
    return depth >= deepest ? 'list' : [shapeOf(first, refusal, depth + 1)]
  }
  const fields = asFields(value)
  if (fields === undefined) return formOf(value)
  if (depth >= deepest) return 'object'
  const kept = refusal ? [...serviceWords, ...refusalWords] : serviceWords
  const entries = Object.keys(fields)
    .slice(0, mostKeys)
    .map((key): [string, Shape] => {
      const held = own(fields, key)
      const word = kept.includes(key) ? serviceWord(held) : undefined
      return [nameOf(key), word === undefined ? shapeOf(held, refusal, depth + 1) : `the word “${word}”`]
    })
  return Object.fromEntries(entries)
}

/** A key is a name in the API's description, unless it looks like a number or an id. */
const nameOf = (key: string): string =>
  /^[A-Za-z_][A-Za-z_-]{0,40}\d{0,3}$/.test(key) ? key : '(a key of another form)'

/** The form of a plain value. */
export function formOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return formOfText(value)
    case 'number':
      return formOfNumber(value)
    case 'boolean':
      return 'true or false'
    default:
      return value === null ? 'null' : value === undefined ? 'nothing' : 'object'
  }
}

function formOfNumber(value: number): string {
  const unit = timeUnit(value)
  if (unit !== undefined) return `time in ${unit}`
  return Number.isInteger(value) ? `whole number, ${digitsOf(String(Math.abs(value)).length)}` : 'number'
}

function formOfText(text: string): string {
  if (text === '') return 'empty text'
  if (timeUnit(text) === 'iso') return 'time in ISO 8601'
  if (/^https:\/\//i.test(text)) return 'https address'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'address'
  if (/^[\d+().\s-]+$/.test(text)) return formOfDigits(text)
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-z]{12}$/i.test(text)) return 'UUID'
  return /^[\w=+/-]{16,}$/.test(text) && /\d/.test(text) ? formOfId(text) : 'text'
}

function formOfDigits(text: string): string {
  const digits = text.replace(/\D/g, '').length
  if (digits === text.length) return `${digitsOf(digits)} as text`
  const plus = text.startsWith('+') ? 'with +' : 'without +'
  return `${digitsOf(digits)} as text, ${plus}${/^\+\d+$/.test(text) ? '' : ', with signs between'}`
}

const digitsOf = (count: number): string => `${String(count)} digit${count === 1 ? '' : 's'}`

/** The length and the alphabet of an id. */
export function formOfId(id: unknown): string {
  if (typeof id !== 'string') return formOf(id)
  const parts = [
    ...(/^[0-9a-f]+$/.test(id) ? ['hexadecimal'] : []),
    ...(/[a-z]/.test(id) && !/^[0-9a-f]+$/.test(id) ? ['a-z'] : []),
    ...(/[A-Z]/.test(id) ? ['A-Z'] : []),
    ...(/\d/.test(id) && !/^[0-9a-f]+$/.test(id) ? ['0-9'] : []),
    ...[...new Set(id.replace(/[A-Za-z0-9]/g, ''))].map((sign) => `“${sign}”`),
  ]
  return `${id.length} characters of ${parts.join(', ')}`
}

/** What a time is counted in; undefined for what is no time of these decades. */
export function timeUnit(value: unknown): 'milliseconds' | 'seconds' | 'iso' | undefined {
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value)) return 'iso'
    return /^\d{9,13}$/.test(value) ? timeUnit(Number(value)) : undefined
  }
  if (typeof value !== 'number') return undefined
  if (value >= 1e12 && value < 5e12) return 'milliseconds'
  return value >= 1e9 && value < 5e9 ? 'seconds' : undefined
}

/** A phone number, for people who know it: only how it ends. */
export const endOf = (number: string): string => `••${number.replace(/\D/g, '').slice(-2)}`

/** The last two parts of a host's name: whose it is, not which. */
export function hostEnd(url: string): string {
  const { hostname } = new URL(url)
  return /^[\d.]+$|^\[/.test(hostname) ? 'an IP address' : hostname.split('.').slice(-2).join('.')
}

/** A header's value that says what the sender is, where it looks like that and nothing else. */
export function plainHeader(value: string | undefined): string | undefined {
  if (value === undefined || !/^[\w ./;:=+*(),-]{1,100}$/.test(value)) return undefined
  return /\d{7}|[A-Za-z0-9]{24}/.test(value) ? undefined : value
}
