import fc from 'fast-check'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { countryOf, formatPhone, parsePhone } from '../../../../shared/core/phone.ts'
import { PhoneAddress } from '../../../../shared/model/number.ts'

const us = '+13023063029'

describe('parsePhone', () => {
  test.each([
    ['+13023063029', 'FR'],
    ['13023063029', 'US'],
    ['3023063029', 'US'],
    ['(302) 306-3029', 'US'],
    ['302.306.3029', 'US'],
    ['1-302-306-3029', 'us'],
    ['+1 (302) 306 3029', 'DE'],
    ['001 302 306 3029', 'DE'],
    ['011 1 302 306 3029', 'US'],
    ['00 1 302 306 3029', 'US'],
    ['011 1 302 306 3029', 'DE'],
    ['13023063029', 'DE'],
    ['tel:+1-302-306-3029', 'DE'],
    ['tel:+1%20302%20306%203029', 'DE'],
    ['sms:+13023063029?body=Hello%205', 'DE'],
    ['  +1 302 306 3029\n', 'DE'],
    ['\u202A+1\u00A0302\u2011306\u20113029\u202C', 'DE'],
    ['+1\u200B302\u2060306\uFEFF3029', 'DE'],
    ['＋１３０２３０６３０２９', 'DE'],
    ['٣٠٢ ٣٠٦ ٣٠٢٩', 'US'],
    ['+۱۳۰۲۳۰۶۳۰۲۹', 'DE'],
    ['+१३०२३०६३०२९', 'DE'],
    ['Call me at (302) 306-3029 please', 'US'],
    ['Mobile: +1 302-306-3029', 'DE'],
    ['Ann <+1 302-306-3029>', 'DE'],
  ])('%j in %s', (input, region) => {
    expect(parsePhone(input, region)).toEqual({ ok: true, address: us, country: 'US' })
  })

  test.each([
    ['020 7946 0958', 'GB', '+442079460958', 'GB'],
    ['+44 (0)20 7946 0958', 'US', '+442079460958', 'GB'],
    ['06 12 34 56 78', 'FR', '+33612345678', 'FR'],
    ['0171 1234567', 'DE', '+491711234567', 'DE'],
    ['02 1234 5678', 'IT', '+390212345678', 'IT'],
    ['8 (912) 345-67-89', 'RU', '+79123456789', 'RU'],
    ['11 2345-6789', 'AR', '+541123456789', 'AR'],
    ['32 12 34 56', 'DK', '+4532123456', 'DK'],
    ['800 555 0199', 'US', '+18005550199', 'US'],
  ])('national format: %j in %s', (input, region, address, country) => {
    expect(parsePhone(input, region)).toEqual({ ok: true, address, country })
  })

  test('a number of no country', () => {
    expect(parsePhone('+800 1234 5678', 'US')).toEqual({ ok: true, address: '+80012345678' })
  })

  test.each([
    ['12345', 'US'],
    ['242733', 'US'],
    ['242 733', 'US'],
    ['732', 'IN'],
    ['38000', 'FR'],
  ])('a short code: %j in %s', (input, region) => {
    expect(parsePhone(input, region)).toEqual({ ok: true, address: input.replace(' ', '') })
  })

  test('six digits that are a national number are that number', () => {
    // Saint Helena has five-digit numbers.
    expect(parsePhone('51234', 'SH')).toEqual({ ok: true, address: '+29051234', country: 'SH' })
  })

  test.each([
    ['', 'US'],
    ['   ', 'US'],
    ['Ann', 'US'],
    ['+', 'US'],
    ['12', 'US'],
    ['+12345', 'US'],
    ['01234', 'US'],
    // A local number without its area code
    ['306-3029', 'US'],
    ['3063029', 'US'],
    ['9374 4000', 'AU'],
    // A digit too few, too many
    ['302 306 302', 'US'],
    ['302 306 30299', 'US'],
    ['+1 302 306 3029 1', 'US'],
    ['+1 302 306 3029 12345', 'US'],
    // Extensions
    ['302-306-3029 ext 12', 'US'],
    ['302-306-3029 x12', 'US'],
    ['302-306-3029#12', 'US'],
    ['+13023063029;ext=5', 'US'],
    ['tel:+1-302-306-3029;ext=5', 'US'],
    ['+13023063029,,123', 'US'],
    // Two numbers, or digits left over
    ['302-306-3029 / 302-306-3030', 'US'],
    ['302-306-3029 or 302-306-3030', 'US'],
    ['302-306-3029 / 30', 'US'],
    ['+1 302 306 3029 or 30', 'US'],
    ['2 boxes, 302-306-3029', 'US'],
    ['302-306-3029 at 5', 'US'],
    ['1-800-FLOWERS', 'US'],
    ['302-306-3029', 'XX'],
    ['302-306-3029', ''],
    ['+999 123 456 789', 'US'],
    ['1'.repeat(300), 'US'],
    [`+1${' '.repeat(300)}3023063029`, 'US'],
  ])('refuses %j in %s', (input, region) => {
    expect(parsePhone(input, region)).toEqual({ ok: false })
  })

  test('every country: all its formats come back as the same number', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)
      if (example === undefined) throw new Error(`no example for ${country}`)
      const address = example.number
      expect(parsePhone(address, 'US'), country).toMatchObject({ ok: true, address })
      expect(parsePhone(formatPhone(address), 'US'), country).toMatchObject({ ok: true, address })
      expect(parsePhone(example.formatNational(), country), country).toMatchObject({ ok: true, address })
      expect(parsePhone(example.getURI(), country), country).toMatchObject({ ok: true, address })
      expect(parsePhone(`00${address.slice(1)}`, 'DE'), country).toMatchObject({ ok: true, address })
      // Some share their numbers (Åland's are also Finnish), so only the calling code is certain.
      const found = getCountries().find((code) => code === countryOf(address))
      expect(found && getCountryCallingCode(found), country).toBe(getCountryCallingCode(country))
      expect(v.is(PhoneAddress, address), country).toBe(true)
    }
  })

  test('punctuation between the digits of an international number changes nothing', () => {
    const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? [])
    const between = fc.constantFrom('', '', '', ' ', '-', '.', '\u00A0', '\u200E', '\u2011')
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.array(between, { minLength: 16 }), (number, marks) => {
        const typed = Array.from(number, (digit, n) => digit + (n === 0 ? '' : (marks[n] ?? ''))).join('')
        expect(parsePhone(typed, 'US')).toMatchObject({ ok: true, address: number })
      }),
      { numRuns: 1000 },
    )
  })

  test('whatever is typed: never throws, and an answer is a phone address', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...'0123456789+-() ./,;#x', 'tel:', 'ext', '٣', '\u200E', 'a', '😀'),
      maxLength: 30,
    })
    fc.assert(
      fc.property(
        fc.oneof(typed, fc.string({ unit: 'binary' })),
        fc.constantFrom('US', 'DE', ''),
        (text, region) => {
          const parsed = parsePhone(text, region)
          if (parsed.ok) expect(v.is(PhoneAddress, parsed.address)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

test('formatPhone: international for numbers, as it is for short codes and what cannot be read', () => {
  expect(formatPhone(us)).toBe('+1 302 306 3029')
  expect(formatPhone('+33612345678')).toBe('+33 6 12 34 56 78')
  expect(formatPhone('12345')).toBe('12345')
  expect(formatPhone('+999123456')).toBe('+999123456')
})

test('countryOf: none for short codes and shared numbers', () => {
  expect(countryOf(us)).toBe('US')
  expect(countryOf('+14165550123')).toBe('CA')
  expect(countryOf('12345')).toBeUndefined()
  expect(countryOf('+80012345678')).toBeUndefined()
})
