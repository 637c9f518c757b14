import fc from 'fast-check'
import { createRequire } from 'node:module'
import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, test } from 'vitest'
import { bodyLength, bodyLimit, countSegments } from '../../../../shared/core/segments.ts'

interface SplitSms {
  readonly split: (text: string) => {
    readonly characterSet: 'GSM' | 'Unicode'
    readonly parts: readonly { readonly bytes: number }[]
    readonly bytes: number
    readonly remainingInPart: number
  }
}
const splitSms = createRequire(import.meta.url)('split-sms') as SplitSms

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '\f^{}\\[~]|€'

/** Long enough to cross several borders, with pairs everywhere. */
const gsm = fc.string({ unit: fc.constantFrom(...basic, ...extension, ...extension), maxLength: 500 })
// No combining marks: the second oracle keeps what people see as one character in one segment, which no phone does.
const unicode = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'é', 'ł', '中', '€', '😀', '🚀', '”'), maxLength: 300 }),
    fc.constantFrom('ł', '😀', '中'),
  )
  .map(([text, one]) => text + one)

describe('countSegments', () => {
  test('knows the 127 basic and 10 extension characters, and no other', () => {
    const known = { one: 0, two: 0 }
    for (let code = 0; code < 0x10000; code++) {
      const count = countSegments(String.fromCharCode(code))
      if (count.encoding === 'GSM-7') known[count.units === 2 ? 'two' : 'one'] += 1
    }
    expect(known).toEqual({ one: 127, two: 10 })
  })

  test('an empty text takes no segment', () => {
    expect(countSegments('')).toEqual({ encoding: 'GSM-7', segments: 0, units: 0, left: 160, characters: 0 })
  })

  test.each([
    ['a'.repeat(160), 1, 0],
    ['a'.repeat(161), 2, 145],
    ['a'.repeat(306), 2, 0],
    ['a'.repeat(307), 3, 152],
    ['€'.repeat(80), 1, 0],
    // 76 pairs fill 152 of 153 units; the next pair does not fit.
    ['€'.repeat(81), 2, 143],
    ['ł'.repeat(70), 1, 0],
    ['ł'.repeat(71), 2, 63],
    ['😀'.repeat(35), 1, 0],
    // 33 emoji fill 66 of 67 units.
    ['😀'.repeat(36), 2, 61],
  ])('borders: %#', (text, segments, left) => {
    expect(countSegments(text)).toMatchObject({ segments, left })
  })

  test('names the first character that makes it Unicode, whole', () => {
    expect(countSegments('Hello “you” 😀').unicodeBecause).toBe('“')
    expect(countSegments('ok 😀').unicodeBecause).toBe('😀')
    expect(countSegments('ok {€}').unicodeBecause).toBeUndefined()
  })

  test('agrees with split-sms', () => {
    fc.assert(
      fc.property(fc.oneof(gsm, unicode), (text) => {
        const ours = countSegments(text)
        const theirs = splitSms.split(text)
        expect(ours.encoding).toBe(theirs.characterSet === 'GSM' ? 'GSM-7' : 'Unicode')
        expect(ours.units).toBe(theirs.bytes / (theirs.characterSet === 'GSM' ? 1 : 2))
        if (text !== '') expect(ours.segments).toBe(theirs.parts.length)
        // When the last pair overflows, it counts what one long segment would have left.
        if (text !== '') expect(ours.left).toBe(theirs.remainingInPart)
      }),
      { numRuns: 2000 },
    )
  })

  test('agrees with sms-segments-calculator', () => {
    fc.assert(
      fc.property(fc.oneof(gsm, unicode), (text) => {
        fc.pre(text !== '')
        const ours = countSegments(text)
        const theirs = new SegmentedMessage(text)
        expect(ours.encoding).toBe(theirs.encodingName === 'GSM-7' ? 'GSM-7' : 'Unicode')
        expect(ours.segments).toBe(theirs.segmentsCount)
      }),
      { numRuns: 500 },
    )
  })

  test('any text at all: never throws, and the numbers fit each other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { segments, units, left, encoding, characters } = countSegments(text)
        const joined = encoding === 'GSM-7' ? 153 : 67
        expect(characters).toBe(text.length)
        expect(units).toBeGreaterThanOrEqual(text.length)
        expect(left).toBeGreaterThanOrEqual(0)
        // A segment ends at most one unit early.
        if (segments > 1) {
          expect(units + left).toBeLessThanOrEqual(segments * joined)
          expect(units + left).toBeGreaterThan(segments * (joined - 1))
        }
      }),
    )
  })
})

test('the limit counts an emoji as two', () => {
  expect(bodyLength('😀'.repeat(800))).toBe(bodyLimit)
})
