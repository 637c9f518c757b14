/**
 * Phone numbers as people write them, and the one form that Tern keeps (E.164, or a short code).
 *
 * This module carries the metadata of every country (145 kB), so pages load it by `import()`.
 * The full metadata is needed: the small sets know neither landlines nor toll-free numbers by type.
 */
import {
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max'
import type { PhoneAddress } from '../model/number.ts'

export type ParsedPhone =
  | {
      readonly ok: true
      readonly address: PhoneAddress
      /** ISO 3166-1 alpha-2; absent for short codes and for numbers that belong to no country (+800 and the like). */
      readonly country?: string
    }
  | { readonly ok: false }

const refused: ParsedPhone = { ok: false }

/** Longer input is a pasted page, not a number. */
const lengthLimit = 250

/**
 * Reads a number typed or pasted in any usual format: international with `+`, `00` or `011`, national of `region`,
 * a `tel:` or `sms:` link, with any punctuation, hidden characters or digits of any script, or within a few words.
 *
 * Refused, because a guess could text a stranger: two numbers, digits left over, an extension (cannot be texted),
 * and whatever is no valid number. What is not a valid number of the region but is 3 to 6 bare digits is a short
 * code; 7 or 8 are refused, since that is how a local number without its area code looks.
 *
 * @param region ISO 3166-1 alpha-2 for numbers without a country code; an unknown one means that `+` is needed
 */
export function parsePhone(input: string, region: string): ParsedPhone {
  if (input.length > lengthLimit) return refused
  const country = region.toUpperCase()
  const home = isSupportedCountry(country) ? country : undefined
  const text = withoutScheme(plainCharacters(input))
  const digits = text.replace(/\D/g, '')

  const direct = valid(parsePhoneNumberFromString(text, home), digits)
  if (direct !== undefined) return direct
  // Typed without its `+` (as Aircall's own `raw_digits` are), or with the prefix of another country's phones.
  if (/^[\d\s().-]+$/.test(text)) {
    const rest = /^(?:00|011)/.test(digits) ? digits.replace(/^(?:00|011)/, '') : digits
    const international = rest.length >= 10 ? valid(parsePhoneNumberFromString(`+${rest}`), rest) : undefined
    if (international !== undefined) return international
  }
  if (/^[1-9][\d ]*$/.test(text) && digits.length >= 3 && digits.length <= 6)
    return { ok: true, address: digits }
  return withinWords(text, digits, home)
}

/** The number for people to read, in international form (`+1 302 306 3029`); a short code as it is. */
export function formatPhone(address: PhoneAddress): string {
  return read(address)?.formatInternational() ?? address
}

/** ISO 3166-1 alpha-2 of the country a number belongs to; undefined for short codes and non-geographic numbers. */
export function countryOf(address: PhoneAddress): string | undefined {
  return read(address)?.country
}

const read = (address: PhoneAddress): PhoneNumber | undefined =>
  address.startsWith('+') ? parsePhoneNumberFromString(address, { extract: false }) : undefined

function valid(number: PhoneNumber | undefined, digits: string): ParsedPhone | undefined {
  if (number === undefined || number.ext !== undefined || !number.isValid()) return undefined
  // Digits after the number (a second one, an extension in disguise) would be dropped in silence.
  if (!digits.endsWith(number.nationalNumber.slice(-4))) return undefined
  return asParsed(number)
}

function asParsed(number: PhoneNumber): ParsedPhone {
  return number.country === undefined
    ? { ok: true, address: number.number }
    : { ok: true, address: number.number, country: number.country }
}

/** The one number in a pasted line, if there is just one and no other digit. */
function withinWords(text: string, digits: string, home: CountryCode | undefined): ParsedPhone {
  const found = findPhoneNumbersInText(text, home)
  const only = found[0]
  if (only === undefined || found.length > 1 || only.number.ext !== undefined) return refused
  const inside = text.slice(only.startsAt, only.endsAt).replace(/\D/g, '')
  return inside === digits ? asParsed(only.number) : refused
}

/** One form of each character: full-width to ASCII, digits of every script to 0–9, hidden characters gone. */
function plainCharacters(input: string): string {
  return input
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Unicode lays the digits of each script in one run from 0 to 9. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0x30
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/** A `tel:`, `sms:` or `callto:` link without its scheme; the text that an `sms:` link carries is dropped. */
function withoutScheme(text: string): string {
  const link = /^(?:tel|sms|callto):(?:\/\/)?/i.exec(text)
  if (link === null) return text
  return text.slice(link[0].length).replace(/\?.*$/, '').replace(/%2b/gi, '+').replace(/%20/g, ' ')
}
