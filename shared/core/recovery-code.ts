/**
 * The code on a recovery page. 26 random symbols (130 bits) and 2 that check them, in Crockford's base32
 * (https://www.crockford.com/base32.html): no I, L, O or U, so that nothing looks like something else.
 *
 * The two check symbols make it a Reed-Solomon code over GF(32): any one or two wrong symbols are noticed, two
 * neighbours in the wrong order among them, before any slow work; and of a single wrong one it is known where it stands.
 */
import type { ErrorValue } from '../errors.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** What people write for a symbol that looks like it. */
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/** Random symbols of a code, of five bits each. */
export const recoveryRandom = 26
const codeLength = recoveryRandom + 2
const groupLength = 4
const groupCount = codeLength / groupLength

/** Powers of 2 in GF(32), by x⁵ + x² + 1; the same run twice, so that the sum of two exponents needs no remainder. */
const powers: readonly number[] = (() => {
  const run: number[] = []
  for (let value = 1; run.length < 31; value = value & 16 ? (value << 1) ^ 0b100101 : value << 1)
    run.push(value)
  return [...run, ...run]
})()
const power = (exponent: number): number => powers[exponent] ?? 0
const logOf = (value: number): number => powers.indexOf(value)

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : power(logOf(a) + logOf(b))
}
const divided = (a: number, b: number): number => (a === 0 ? 0 : power(logOf(a) + 31 - logOf(b)))

/** Both sums are 0 for a code that is right: of the symbols, and of each times 2 to the power of its place. */
function sums(symbols: readonly number[]): readonly [plain: number, weighted: number] {
  return [
    symbols.reduce((sum, symbol) => sum ^ symbol, 0),
    symbols.reduce((sum, symbol, place) => sum ^ times(symbol, power(place)), 0),
  ]
}

/**
 * Makes a code; as plain symbols, which {@link showCode} puts into groups.
 * @param random {@link recoveryRandom} random bytes, of which the lower five bits count
 */
export function makeCode(random: Uint8Array): string {
  if (random.length !== recoveryRandom) throw new RangeError('a code is made of 26 random bytes')
  const symbols = [...random].map((byte) => byte & 31)
  const [plain, weighted] = sums(symbols)
  const [first, second] = [power(recoveryRandom), power(recoveryRandom + 1)]
  const last = divided(weighted ^ times(plain, first), first ^ second)
  return [...symbols, plain ^ last, last].map((symbol) => alphabet[symbol]).join('')
}

/** A code's groups, as a person reads and types them. */
export function codeGroups(code: string): string[] {
  return Array.from({ length: groupCount }, (_, n) => code.slice(n * groupLength, (n + 1) * groupLength))
}

/** A code in one line: `7K3M-…`. */
export const showCode = (code: string): string => codeGroups(code).join('-')

export type ReadCode =
  { readonly ok: true; readonly code: string } | { readonly ok: false; readonly error: ErrorValue }

/**
 * Reads what somebody typed: in any case, with or without spaces and dashes, with look-alikes. Refuses it with
 * `recovery.codeIncomplete` or `recovery.codeMistyped`; the latter's `group` (from 1) is where one wrong symbol would stand.
 */
export function readCode(typed: string): ReadCode {
  const symbols = [...typed.toUpperCase()]
    .filter((character) => !/[\s\p{Dash}._·]/u.test(character))
    .map((character) => lookAlikes[character] ?? character)
  const values = symbols.map((symbol) => alphabet.indexOf(symbol))
  const odd = values.indexOf(-1)
  if (odd >= 0) return refused('recovery.codeMistyped', { group: groupOf(odd) })
  if (values.length !== codeLength) {
    return refused('recovery.codeIncomplete', { typed: values.length, length: codeLength })
  }
  const [plain, weighted] = sums(values)
  if (plain === 0 && weighted === 0) return { ok: true, code: symbols.join('') }
  const place = plain === 0 || weighted === 0 ? codeLength : logOf(divided(weighted, plain))
  return refused('recovery.codeMistyped', place < codeLength ? { group: groupOf(place) } : {})
}

const groupOf = (place: number): number => Math.min(Math.floor(place / groupLength), groupCount - 1) + 1

const refused = (code: ErrorValue['code'], detail: ErrorValue['detail']): ReadCode => ({
  ok: false,
  error: { code, detail },
})
