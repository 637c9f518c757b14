import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../../../shared/core/redact.ts'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const base64 = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => Buffer.from(bytes).toString('base64'))

describe('what the log may hold', () => {
  it.each([
    ['text to +13023063029 queued', 'text to •••29 queued'],
    ['{"peer":"+4915112345678"}', '{"peer":"•••78"}'],
    ['call (302) 306-3029 now', 'call •••29 now'],
    ['Authorization: Basic YWJjOmRlZg==', 'Authorization: ••• •••'],
    ['sent Basic YWJjOmRlZg==', 'sent Basic •••'],
    ['{"apiToken":"short"}', '{"apiToken":•••}'],
    ['token=abc, next', 'token=•••, next'],
    ['POST https://abc.loca.lt/callback/0123abc?x=1', 'POST https://abc.loca.lt/•••'],
    ['POST https://user:pass@api.aircall.io/v1', 'POST https://api.aircall.io/•••'],
    ['POST /callback/0123abc done', 'POST /callback/••• done'],
    ['open https://loca.lt', 'open https://loca.lt'],
    ['listening on 127.0.0.1:41233', 'listening on 127.0.0.1:41233'],
    ['store opened {"version":3,"messages":100000}', 'store opened {"version":3,"messages":100000}'],
    ['call conversations.markRead failed', 'call conversations.markRead failed'],
    ['message 7d9d4f0e-4c2a-4c4c-9a51-0d8c3f1b2a33', 'message 7d9d4f0e-4c2a-4c4c-9a51-0d8c3f1b2a33'],
  ])('%s', (line, expected) => {
    expect(redact(line)).toBe(expected)
  })

  it('never lets a phone number through', () => {
    const number = fc.tuple(
      fc.constantFrom('+', '00', ''),
      fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }),
    )
    const around = fc.constantFrom(' ', '"', ':', ',', '(', '', '=')
    fc.assert(
      fc.property(around, number, around, (before, [sign, digits], after) => {
        const text = redact(`x${before === '' ? ' ' : before}${sign}${digits}${after}`)
        expect(text).not.toContain(String(digits))
        // The last two digits stay, unless with its surroundings it looks like a key.
        expect(text).toMatch(new RegExp(`•••(${String(digits).slice(-2)})?`))
      }),
    )
  })

  it('never lets a key through, wherever it stands', () => {
    const place = fc.constantFrom(
      (key: string) => key,
      (key: string) => `failed with ${key} in it`,
      (key: string) => `{"value":"${key}"}`,
      (key: string) => `https://a.example/callback/${key}/x`,
      (key: string) => `https://u:${key}@a.example/`,
      (key: string) => `Basic ${key}`,
      (key: string) => `token: ${key}`,
    )
    fc.assert(
      fc.property(fc.oneof(hex(32), hex(64), base64), place, (key, put) => {
        expect(redact(put(key))).not.toContain(key.replace(/=+$/, ''))
      }),
      { numRuns: 500 },
    )
  })

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (line) => {
        const once = redact(line)
        expect(redact(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('is quick on a long line', () => {
    for (const piece of ['1', ' 1', 'a', '/', '=', 'https://', '(1', 'token', '"']) {
      expect(redact(piece.repeat(20_000)).length).toBeGreaterThan(0)
    }
  })
})
