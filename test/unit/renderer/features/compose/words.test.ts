import { describe, expect, test } from 'vitest'
import { counterWords } from '../../../../../renderer/features/compose/words.ts'
import { countSegments } from '../../../../../shared/core/segments.ts'

const words = (text: string) => counterWords(countSegments(text))

describe('counterWords', () => {
  test('segments, what is left, and why it is Unicode', () => {
    expect(words('Hello')).toEqual({
      count: '1 segment · 155 left',
      encoding: undefined,
      limit: undefined,
      tooLong: false,
    })
    expect(words('ł'.repeat(71))).toMatchObject({
      count: '2 segments · 63 left',
      encoding: 'Unicode because of “ł”',
    })
  })

  test('names characters that cannot be seen', () => {
    expect(words('a\u00A0b').encoding).toBe('Unicode because of a no-break space')
    expect(words('a\u2003b').encoding).toBe('Unicode because of the character U+2003')
    expect(words('a\u202Eb').encoding).toBe('Unicode because of the character U+202E')
  })

  test('says how near the limit is, and by how much it is passed', () => {
    expect(words('a'.repeat(1400)).limit).toBeUndefined()
    expect(words('a'.repeat(1401)).limit).toBe('1,401 of 1,600 characters')
    expect(words('a'.repeat(1600))).toMatchObject({ limit: '1,600 of 1,600 characters', tooLong: false })
    expect(words('a'.repeat(1601))).toMatchObject({
      limit: '1 over the 1,600 characters that Aircall takes',
      tooLong: true,
    })
  })
})
