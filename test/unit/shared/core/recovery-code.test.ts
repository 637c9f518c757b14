import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codeGroups,
  makeCode,
  readCode,
  recoveryRandom,
  showCode,
} from '../../../../shared/core/recovery-code.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codes = fc
  .uint8Array({ minLength: recoveryRandom, maxLength: recoveryRandom })
  .map((random) => makeCode(random))
const places = fc.nat({ max: 27 })
const symbols = fc.constantFrom(...alphabet)
const withSymbol = (code: string, place: number, symbol: string): string =>
  code.slice(0, place) + symbol + code.slice(place + 1)
const problem = (typed: string) => {
  const read = readCode(typed)
  return read.ok ? undefined : read.error
}

describe('a recovery code', () => {
  it('holds 130 random bits: other bits, another code', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: recoveryRandom - 1 }), symbols, (code, place, symbol) => {
        const read = readCode(code)
        expect(read).toEqual({ ok: true, code })
        const random = Uint8Array.from([...code.slice(0, recoveryRandom)], (one) => alphabet.indexOf(one))
        expect(makeCode(random)).toBe(code)
        random[place] = alphabet.indexOf(symbol)
        expect(makeCode(random) === code).toBe(symbol === code[place])
      }),
    )
    expect(() => makeCode(new Uint8Array(16))).toThrow(RangeError)
  })

  it('is shown in seven groups of four, without look-alikes', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(showCode(code)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/)
        expect(codeGroups(code).join('')).toBe(code)
      }),
    )
  })

  it('is read as people type it', () => {
    const noise = fc.array(fc.constantFrom('', ' ', '-', '–', '\t', '\n', '\u00A0', '.'), {
      minLength: 28,
      maxLength: 28,
    })
    const looks: Readonly<Record<string, readonly string[]>> = { 0: ['O', 'o'], 1: ['I', 'i', 'L', 'l'] }
    fc.assert(
      fc.property(
        codes,
        noise,
        fc.array(fc.nat(), { minLength: 28, maxLength: 28 }),
        (code, between, pick) => {
          const typed = [...code].map((symbol, place) => {
            const forms = [symbol, symbol.toLowerCase(), ...(looks[symbol] ?? [])]
            return `${between[place] ?? ''}${forms[(pick[place] ?? 0) % forms.length] ?? ''}`
          })
          expect(readCode(` ${typed.join('')} `)).toEqual({ ok: true, code })
        },
      ),
    )
  })

  it('notices one wrong symbol, and knows its group', () => {
    fc.assert(
      fc.property(codes, places, symbols, (code, place, symbol) => {
        fc.pre(code[place] !== symbol)
        expect(problem(withSymbol(code, place, symbol))).toEqual({
          code: 'recovery.codeMistyped',
          detail: { group: Math.floor(place / 4) + 1 },
        })
      }),
    )
  })

  it('notices two wrong symbols, wherever they are', () => {
    fc.assert(
      fc.property(codes, places, symbols, places, symbols, (code, a, first, b, second) => {
        fc.pre(a !== b && code[a] !== first && code[b] !== second)
        const typed = withSymbol(withSymbol(code, a, first), b, second)
        expect(problem(typed)?.code).toBe('recovery.codeMistyped')
      }),
    )
  })

  it('notices two symbols in the wrong order', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 26 }), (code, place) => {
        const [a = '', b = ''] = code.slice(place, place + 2)
        fc.pre(a !== b)
        const typed = code.slice(0, place) + b + a + code.slice(place + 2)
        expect(problem(typed)?.code).toBe('recovery.codeMistyped')
      }),
    )
  })

  it('tells a code that is too short or too long, and one with a foreign character', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 27 }), (code, length) => {
        expect(problem(code.slice(0, length))).toEqual({
          code: 'recovery.codeIncomplete',
          detail: { typed: length, length: 28 },
        })
        expect(problem(`${code}${code.slice(0, length + 1)}`)?.code).toBe('recovery.codeIncomplete')
      }),
    )
    const code = makeCode(new Uint8Array(recoveryRandom))
    expect(problem(withSymbol(code, 9, 'U'))).toEqual({
      code: 'recovery.codeMistyped',
      detail: { group: 3 },
    })
    expect(problem(withSymbol(code, 9, 'é'))?.code).toBe('recovery.codeMistyped')
  })

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        (typed) => typeof readCode(typed).ok === 'boolean',
      ),
    )
  })

  it('stays what it is: pages that were printed years ago are read', () => {
    const random = Uint8Array.from({ length: recoveryRandom }, (_, n) => (n * 7 + 3) & 31)
    expect(showCode(makeCode(random))).toMatchInlineSnapshot(`"3AHR-Z6DM-V29G-QY5C-KT18-FPX4-BJS0"`)
  })
})
