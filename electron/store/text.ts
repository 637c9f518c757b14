/**
 * Text on its way into and out of SQLite. Its text ends at a NUL when it is read back, and is UTF-8, which has no
 * place for a lone surrogate; a text may hold both. They are written as an escape, so that search still sees the rest.
 */

// A code point that Unicode sets aside for a program's own use inside; never part of real text.
const mark = '\uFDD0'

const unsafe = /[\0\uFDD0]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const escaped = /\uFDD0([0-9a-f]{4})/g

/** A text as it is stored. */
export function toStored(text: string): string {
  return text.replace(unsafe, (unit) => mark + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}

/** The text that was stored. */
export function fromStored(stored: string): string {
  return stored.replace(escaped, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** A text as search compares it: without case, accents and other marks. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The folded text to store beside a text; undefined where it differs by no more than ASCII case, which LIKE ignores. */
export function foldedBeside(text: string): string | undefined {
  return /^[\0-\x7F]*$/.test(text) ? undefined : toStored(fold(text))
}

/** A LIKE pattern for texts that contain `part`, with `\` as its escape. */
export function containing(part: string): string {
  return `%${toStored(part).replace(/[\\%_]/g, '\\$&')}%`
}

/** A LIKE pattern for numbers that contain what was typed, in any usual format; undefined where it is no number. */
export function containingDigits(query: string): string | undefined {
  if (!/^[\d\s()+./-]+$/.test(query)) return undefined
  // Without the zeros of a trunk prefix or of 00, which E.164 does not have.
  const digits = query.replace(/\D/g, '').replace(/^0+/, '')
  return digits === '' ? undefined : `%${digits}%`
}
