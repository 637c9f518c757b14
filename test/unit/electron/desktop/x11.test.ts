import { describe, expect, it } from 'vitest'
import { cookieFor, localDisplay, setupRequest } from '../../../../electron/desktop/x11.ts'

const part = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes as string)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length)
  return Buffer.concat([length, content])
}
const entry = (display: string, name: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([1, 0]), part('host'), part(display), part(name), part(data)])

describe('the display', () => {
  it.each([
    [':0', { number: 0, screen: 0 }],
    [':12.1', { number: 12, screen: 1 }],
    ['unix:3', { number: 3, screen: 0 }],
    ['localhost:10.0', undefined],
    ['', undefined],
    [undefined, undefined],
    [':x', undefined],
  ])('%s', (value, display) => {
    expect(localDisplay(value)).toEqual(display)
  })
})

describe('the cookie', () => {
  const mine = Buffer.from('0123456789abcdef')
  const file = Buffer.concat([
    entry('1', 'MIT-MAGIC-COOKIE-1', Buffer.alloc(16)),
    entry('0', 'XDM-AUTHORIZATION-1', Buffer.alloc(8)),
    entry('0', 'MIT-MAGIC-COOKIE-1', mine),
  ])

  it('is the one of the display', () => {
    expect(cookieFor(file, 0)).toEqual(mine)
    expect(cookieFor(file, 2)).toBeUndefined()
    expect(cookieFor(entry('', 'MIT-MAGIC-COOKIE-1', mine), 5)).toEqual(mine)
    expect(cookieFor(Buffer.alloc(0), 0)).toBeUndefined()
  })

  it('is not looked for beyond a broken file', () => {
    expect(() => cookieFor(file.subarray(0, file.length - 3), 0)).toThrow(RangeError)
  })
})

describe('the connection request', () => {
  it('is a multiple of four bytes, with a cookie or none', () => {
    expect(setupRequest(undefined)).toHaveLength(12)
    expect(setupRequest(Buffer.alloc(16))).toHaveLength(12 + 20 + 16)
    expect(setupRequest(Buffer.alloc(5)).length % 4).toBe(0)
  })
})
