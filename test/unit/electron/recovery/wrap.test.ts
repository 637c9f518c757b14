import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { holdsKey, Kit, openKit, sealKey } from '../../../../electron/recovery/wrap.ts'

const key = 'a1'.repeat(32)
const code = '3AHRZ6DMV29GQY5CKT18FPX4BJS0'
const weak = { n: 2 ** 14, r: 1, p: 1 }
const kit = await sealKey(key, code, 1_700_000_000_000, weak)
const flip = (text: string): string => {
  const bytes = Buffer.from(text, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return bytes.toString('base64')
}

describe('a kit', () => {
  it('gives the key back for its code, and for no other', async () => {
    expect(await openKit(kit, code)).toBe(key)
    expect(await openKit(kit, code.replace('3', '4'))).toBeUndefined()
  })

  it('takes strong parameters by itself, and opens with those that it was made with', async () => {
    const strong = await sealKey(key, code, 1)
    expect(strong.strength).toEqual({ n: 2 ** 17, r: 8, p: 1 })
    expect(await openKit(strong, code)).toBe(key)
  })

  it('says nothing in clear, and is known by its key', () => {
    const text = JSON.stringify(kit)
    for (const secret of [key, code, Buffer.from(key, 'hex').toString('base64')])
      expect(text).not.toContain(secret)
    expect(holdsKey(kit, key)).toBe(true)
    expect(holdsKey(kit, 'b2'.repeat(32))).toBe(false)
  })

  it('is another one each time', async () => {
    const again = await sealKey(key, code, kit.madeAt, weak)
    for (const part of ['salt', 'iv', 'sealed', 'keyNote'] as const) expect(again[part]).not.toBe(kit[part])
  })

  it.each([
    ['the sealed key', { sealed: flip(kit.sealed) }],
    ['the salt', { salt: flip(kit.salt) }],
    ['the vector', { iv: flip(kit.iv) }],
    ['the date', { madeAt: kit.madeAt + 1 }],
    ['the note of the key', { keyNote: `${'0'.repeat(32)}:${'0'.repeat(64)}` }],
    ['the strength', { strength: { ...weak, r: 2 } }],
  ])('does not open when %s was changed', async (_, change) => {
    expect(await openKit(v.parse(Kit, { ...kit, ...change }), code)).toBeUndefined()
  })

  it.each([
    ['all memory', { n: 2 ** 30, r: 8, p: 1 }],
    ['an odd cost', { n: 2 ** 17 + 1, r: 8, p: 1 }],
    ['next to nothing', { n: 2, r: 8, p: 1 }],
    ['for ever', { n: 2 ** 17, r: 8, p: 1e6 }],
  ])('is not even read when it asks for %s', (_, strength) => {
    expect(v.is(Kit, { ...kit, strength })).toBe(false)
    expect(v.is(Kit, { ...kit, sealed: 'AAAA' })).toBe(false)
    expect(v.is(Kit, kit)).toBe(true)
  })
})
