import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  containing,
  containingDigits,
  fold,
  foldedBeside,
  fromStored,
  toStored,
} from '../../../../electron/store/text.ts'

// Every UTF-16 unit, halves of pairs and all.
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 0xd83d, 0xde00, 0xdc00, 0xfdd0, 0x30, 0x61)))
  .map((units) => String.fromCharCode(...units))

describe('stored text', () => {
  it('comes back as it went in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fromStored(toStored(text))).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  it('holds neither NUL nor half a pair', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stored = toStored(text)
        expect(stored).not.toContain('\0')
        expect(Buffer.from(stored, 'utf8').toString('utf8')).toBe(stored)
      }),
    )
  })

  it('is the text itself where nothing stands in the way', () => {
    for (const text of ['', 'Hello', 'Zoë 👩‍👩‍👧 \n 100%']) expect(toStored(text)).toBe(text)
  })
})

describe('search', () => {
  it('folds case and marks', () => {
    expect(fold('ÉCOLE Zoë ﬁ')).toBe('ecole zoe fi')
  })

  it('stores a folded text only beside one that needs it', () => {
    expect(foldedBeside('Hello 100%')).toBeUndefined()
    expect(foldedBeside('É\0')).toBe(toStored('e\0'))
  })

  it('takes what was typed as it is', () => {
    expect(containing('a%b_c\\')).toBe('%a\\%b\\_c\\\\%')
  })

  it.each([
    ['(302) 306-3029', '%3023063029%'],
    ['06 12', '%612%'],
    ['+33 6', '%336%'],
    ['0033 6', '%336%'],
    ['000', undefined],
    ['+', undefined],
    ['Ann 302', undefined],
  ])('%j as digits: %j', (typed, pattern) => {
    expect(containingDigits(typed)).toBe(pattern)
  })
})
