import { describe, expect, test } from 'vitest'
import {
  absenceWords,
  fileName,
  photoName,
  sizeWords,
} from '../../../../../renderer/features/photos/words.ts'
import { mediaRefusals } from '../../../../../shared/model/media.ts'

const id = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'

test('photos are named by their place', () => {
  expect(photoName(0, 1, 'Zoë')).toBe('Photo from Zoë')
  expect(photoName(1, 3, 'Zoë')).toBe('Photo 2 of 3 from Zoë')
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 KB'],
  [48_400, '48 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [16_777_216, '16.8 MB'],
])('%i bytes are %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words))

test.each([
  ['application/pdf', 'PDF'],
  ['text/vcard', 'Contact'],
  ['video/3gpp', 'Video'],
  ['audio/amr', 'Voice or sound'],
  ['image/png', 'Large photo'],
  ['image/heic', 'Photo (HEIC)'],
  ['constructor', 'File'],
])('%s is called %s', (type, name) => expect(fileName(type)).toBe(name))

describe('a photo that is not there', () => {
  test('says nothing while it is on its way, and something in every other case', () => {
    expect(absenceWords({ id, state: 'waiting', late: false })).toBeUndefined()
    expect(absenceWords({ id, state: 'waiting', late: true })?.what).toBe('Not here yet')
    expect(absenceWords({ id, state: 'expired' })?.what).toBe('Photo expired')
    const whys = mediaRefusals.map((reason) => absenceWords({ id, state: 'refused', reason })?.why)
    expect(new Set(whys).size).toBe(mediaRefusals.length)
  })
})
