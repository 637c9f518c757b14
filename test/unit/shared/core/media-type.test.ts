import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paintPhoto } from '../../../../electron/practice/photo.ts'
import { endingOf, mostPixels, readMediaType } from '../../../../shared/core/media-type.ts'
import { pictureSize } from '../../../../shared/core/picture-size.ts'

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
const u16 = (n: number): number[] => [n >> 8, n & 0xff]
const u16le = (n: number): number[] => [n & 0xff, n >> 8]
const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n & 0xffff)]
const u24le = (n: number): number[] => [...u16le(n & 0xffff), n >> 16]

const png = (width: number, height: number) =>
  bytes('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(width), u32(height), [8, 2, 0, 0, 0])
const gif = (width: number, height: number) => bytes('GIF89a', u16le(width), u16le(height), [0, 0, 0])
const jpeg = (width: number, height: number, frame = 0xc0) =>
  bytes(
    [0xff, 0xd8, 0xff, 0xe0, ...u16(16)],
    'JFIF\0',
    [1, 1, 0, 0, 1, 0, 1, 0, 0],
    // A table, which has a number of the same row as a frame, and fill bytes before the next marker.
    [0xff, 0xc4, ...u16(4), 0, 0, 0xff, 0xff],
    [0xff, frame, ...u16(11), 8, ...u16(height), ...u16(width), 1, 1, 0x11, 0],
  )
const riff = (kind: string, ...rest: (string | readonly number[])[]) =>
  bytes('RIFF', [0, 1, 0, 0], kind, ...rest)
const webpLossy = (width: number, height: number) =>
  riff('WEBP', 'VP8 ', [0, 0, 0, 0], [0, 0, 0, 0x9d, 0x01, 0x2a], u16le(width), u16le(height))
const webpLossless = (width: number, height: number) => {
  const bits = (width - 1) | ((height - 1) << 14)
  return riff('WEBP', 'VP8L', [0, 0, 0, 0, 0x2f], u16le(bits & 0xffff), u16le(bits >>> 16), [0])
}
const webpExtended = (width: number, height: number) =>
  riff('WEBP', 'VP8X', [0, 0, 0, 0, 0, 0, 0, 0], u24le(width - 1), u24le(height - 1))

describe('pictures', () => {
  const kinds: readonly (readonly [
    string,
    'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp',
    (w: number, h: number) => Uint8Array,
  ])[] = [
    ['PNG', 'image/png', png],
    ['GIF', 'image/gif', gif],
    ['JPEG', 'image/jpeg', jpeg],
    ['progressive JPEG', 'image/jpeg', (w, h) => jpeg(w, h, 0xc2)],
    ['WebP, lossy', 'image/webp', webpLossy],
    ['WebP, lossless', 'image/webp', webpLossless],
    ['WebP, extended', 'image/webp', webpExtended],
  ]

  test.each(kinds)('%s: type, size, and what is cut off or too large is not shown', (_, type, make) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16_000 }),
        fc.integer({ min: 1, max: 16_000 }),
        (width, height) => {
          const picture = make(width, height)
          expect(pictureSize(picture, type)).toEqual({ width, height })
          const kind = width * height <= mostPixels ? 'image' : 'file'
          expect(readMediaType(picture)).toEqual({ type, kind })
        },
      ),
    )
    const whole = make(300, 200)
    for (let length = 12; length < 20; length += 1)
      expect(readMediaType(whole.subarray(0, length))).toEqual({
        type,
        kind: type === 'image/gif' ? 'image' : 'file',
      })
  })

  test('the practice photo', () => {
    expect(readMediaType(paintPhoto())).toEqual({ type: 'image/png', kind: 'image' })
    expect(pictureSize(paintPhoto(), 'image/png')).toEqual({ width: 320, height: 240 })
  })

  test('a picture of no width, or without its size, is a file', () => {
    expect(readMediaType(png(0, 10))).toEqual({ type: 'image/png', kind: 'file' })
    expect(readMediaType(bytes([0xff, 0xd8, 0xff, 0xd9]))).toEqual({ type: 'image/jpeg', kind: 'file' })
    expect(readMediaType(bytes([0xff, 0xd8, 0xff, 0xd8, 0x00]))).toEqual({ type: 'image/jpeg', kind: 'file' })
    // Parts of no length at all must not hold the reader up.
    expect(readMediaType(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0]))).toEqual({
      type: 'image/jpeg',
      kind: 'file',
    })
    expect(readMediaType(riff('WEBP', 'ABCD', new Array<number>(20).fill(0)))).toEqual({
      type: 'image/webp',
      kind: 'file',
    })
  })
})

describe('other files', () => {
  test.each([
    ['video/mp4', bytes(u32(24), 'ftypisom', u32(0))],
    ['video/3gpp', bytes(u32(24), 'ftyp3gp4', u32(0))],
    ['video/quicktime', bytes(u32(24), 'ftypqt  ', u32(0))],
    ['audio/mp4', bytes(u32(24), 'ftypM4A ', u32(0))],
    ['image/heic', bytes(u32(24), 'ftypheic', u32(0))],
    ['image/avif', bytes(u32(24), 'ftypavif', u32(0))],
    ['image/tiff', bytes('II*\0', u32(0))],
    ['video/webm', bytes([0x1a, 0x45, 0xdf, 0xa3, 1])],
    ['audio/wav', riff('WAVE', 'fmt ')],
    ['audio/ogg', bytes('OggS', u32(0))],
    ['audio/amr', bytes('#!AMR\n', u32(0))],
    ['audio/mpeg', bytes('ID3', u32(0))],
    ['audio/mpeg', bytes([0xff, 0xfb, 0x90, 0])],
    ['audio/aac', bytes([0xff, 0xf1, 0x50, 0])],
    ['application/pdf', bytes('%PDF-1.7\n')],
    ['text/vcard', bytes('BEGIN:VCARD\r\nVERSION:3.0')],
    ['text/vcard', bytes('\xef\xbb\xbf\nbegin:vcard\n')],
    ['text/calendar', bytes('BEGIN:VCALENDAR\r\n')],
  ])('%s', (type, content) => {
    expect(readMediaType(content)).toEqual({ type, kind: 'file' })
    expect(endingOf(type)).toMatch(/^[a-z0-9]{3,4}$/)
  })

  test.each([
    ['HTML', bytes('<!doctype html><h1>Sign in</h1>')],
    ['XML', bytes('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['JSON', bytes('{"error":"not found"}')],
    ['a Windows program', bytes('MZ\x90\0', u32(3))],
    ['a Linux program', bytes('\x7fELF', u32(0))],
    ['a script', bytes('#!/bin/sh\n')],
    ['an archive', bytes('PK\x03\x04', u32(0))],
    ['nothing', bytes('')],
    ['RIFF of another kind', riff('AVI ', u32(0))],
    ['MPEG of a version that is none', bytes([0xff, 0xea, 0, 0])],
    ['a vCard in the middle of a page', bytes('<p>BEGIN:VCARD')],
  ])('%s is none of them', (_, content) => expect(readMediaType(content)).toBeUndefined())

  test('any bytes are read without a fault, and only shown with a size', () => {
    const magic = fc.constantFrom(
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFF\0\0\0\0WEBPVP8X',
      'RIFF\0\0\0\0WEBPVP8L',
      '',
    )
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 60 }), (start, rest) => {
        const read = readMediaType(bytes(start, [...rest]))
        if (read?.kind !== 'image') return
        const size = pictureSize(bytes(start, [...rest]), read.type as 'image/png')
        expect((size?.width ?? 0) * (size?.height ?? 0)).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  test('an unknown type has a harmless ending', () => {
    for (const type of ['text/html', 'constructor', '__proto__', '']) expect(endingOf(type)).toBe('bin')
  })
})
