import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEmojiOnly, previewLimit, previewLine } from '../../../../shared/core/preview.ts'

describe('previewLine', () => {
  test('puts a text on one line', () => {
    expect(previewLine('  Hello,\n\nsee you\tat 9\u00A0 o’clock ')).toBe('Hello, see you at 9 o’clock')
  })

  test('never ends inside a surrogate pair, and is never longer than the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '😀', '中'), maxLength: 400 }),
        (text) => {
          const line = previewLine(text)
          expect(line.length).toBeLessThanOrEqual(previewLimit)
          expect(line).not.toMatch(/\p{Cs}/u)
          expect(line).not.toMatch(/[\n\t]/)
        },
      ),
    )
  })

  test('a short text is kept whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'ü', '😀'), maxLength: 60 }), (text) => {
        expect(previewLine(text)).toBe(text)
      }),
    )
  })
})

describe('isEmojiOnly', () => {
  test.each(['😀', '👍🏽', '👩‍👩‍👧‍👦', '🇫🇷🇨🇦', '❤️', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '😀 😀\n😀', '  🚀  '])('%s', (text) => {
    expect(isEmojiOnly(text)).toBe(true)
  })

  test.each(['', '  ', '1', '#', 'ok 😀', '😀!', '😀😀😀😀😀😀😀', '12345'])('not %j', (text) => {
    expect(isEmojiOnly(text)).toBe(false)
  })

  test('does not stall on a long text', () => {
    expect(isEmojiOnly('👩‍👩‍👧‍👦'.repeat(5000) + 'x')).toBe(false)
    expect(isEmojiOnly('😀 '.repeat(66) + 'x')).toBe(false)
  })
})
