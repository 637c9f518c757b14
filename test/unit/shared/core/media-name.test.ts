import { describe, expect, test } from 'vitest'
import { mediaFileName } from '../../../../shared/core/media-name.ts'
import { pictureAddress, readPictureAddress } from '../../../../shared/core/picture-address.ts'

describe('the name of a saved file', () => {
  const at = new Date(2026, 0, 5, 9, 0, 12).getTime()
  test.each([
    ['image', 'image/jpeg', 0, 'Photo 2026-01-05 09.00.12.jpg'],
    ['image', 'image/png', 2, 'Photo 2026-01-05 09.00.12 (3).png'],
    ['file', 'application/pdf', 0, 'File 2026-01-05 09.00.12.pdf'],
    ['file', 'text/html', 0, 'File 2026-01-05 09.00.12.bin'],
  ] as const)('%s of %s at %i', (kind, type, position, name) =>
    expect(mediaFileName({ kind, type, at, position })).toBe(name),
  )
})

describe('the address of a photo', () => {
  const id = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'

  test('is read back', () => expect(readPictureAddress(pictureAddress(id))).toBe(id))

  test.each([
    `app://tern/media/${id.toUpperCase()}`,
    `app://tern/media/${id}/`,
    `app://tern/media/${id}?a`,
    `app://tern/media/${id}#a`,
    `app://tern/media/../${id}`,
    `app://other/media/${id}`,
    `https://tern/media/${id}`,
    `app://tern/media/${id}\n`,
    'app://tern/media/',
    'app://tern/index.html',
  ])('%s is none', (address) => expect(readPictureAddress(address)).toBeUndefined())
})
