import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  endOf,
  formOf,
  formOfId,
  hostEnd,
  plainHeader,
  serviceWord,
  shapeOf,
  timeUnit,
} from '../../../build/probe/forms.ts'

describe('a form says nothing of the value', () => {
  const personal = fc.oneof(
    fc.stringMatching(/^\+?[1-9]\d{6,14}$/),
    fc.uuid(),
    fc.stringMatching(/^[a-zA-Z]{8}\d{4}[a-zA-Z0-9]{8,28}$/),
    fc.webUrl({ withQueryParameters: true }),
    fc.emailAddress(),
    fc.stringMatching(/^[A-Z][a-z]{8,12} [A-Z][a-z]{8,12}$/),
  )

  test('of any JSON, whatever its keys are', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        personal,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(personal, fc.constantFrom('body', 'name', 'to', 'token', 'id')), tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(json, fc.boolean(), (value, refusal) => {
        const shape = JSON.stringify(shapeOf(value, refusal))
        for (const text of textsIn(value)) expect(shape).not.toContain(text)
      }),
    )
  })

  /** Every text of it, keys too, but not the names that stay. */
  function textsIn(value: unknown): string[] {
    if (typeof value === 'string') return [value]
    if (typeof value !== 'object' || value === null) return []
    const kept = ['body', 'name', 'to', 'token', 'id']
    return Object.entries(value).flatMap(([key, held]) => [
      ...(Array.isArray(value) || kept.includes(key) ? [] : [key]),
      ...textsIn(held),
    ])
  }

  test('a number that is no time is known by its length only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 999_999_999 }), (number) => {
        expect(formOf(number)).not.toContain(String(number))
      }),
    )
  })
})

test('the forms', () => {
  const forms = [
    ['', 'empty text'],
    ['Hello there', 'text'],
    ['+1 626-800-9000', '11 digits as text, with +, with signs between'],
    ['+16268009000', '11 digits as text, with +'],
    ['16268009000', '11 digits as text'],
    ['2024-07-17T13:12:10Z', 'time in ISO 8601'],
    [1722604989549, 'time in milliseconds'],
    [1722604989, 'time in seconds'],
    ['1722604989', '10 digits as text'],
    [84848484, 'whole number, 8 digits'],
    [7, 'whole number, 1 digit'],
    [1.5, 'number'],
    [null, 'null'],
    [true, 'true or false'],
    ['https://example.com/a?b=c', 'https address'],
    ['91aa69db-c65e-42d9-85e7-b346b1c2204a', 'UUID'],
    ['abcdSMc6Dc8ea2bc71ab19102c3de4f60ba18aa', '39 characters of a-z, A-Z, 0-9'],
  ] as const
  for (const [value, form] of forms) expect(formOf(value)).toBe(form)
  // Where a time is expected, digits are one.
  expect([timeUnit('1722604989'), timeUnit('1722604989549'), timeUnit('12')]).toEqual([
    'seconds',
    'milliseconds',
    undefined,
  ])
})

test('the words of the service stay, where they are expected', () => {
  const callback = {
    event_name: 'message.received',
    body: 'sent',
    data: { status: 'delivered', error: 'No' },
  }
  expect(shapeOf(callback)).toEqual({
    event_name: 'the word “message.received”',
    body: 'text',
    data: { status: 'the word “delivered”', error: 'text' },
  })
  expect(shapeOf({ key: 'InvalidPayload', error: 'call 5550100', message: 'Not Found' }, true)).toEqual({
    key: 'the word “InvalidPayload”',
    error: 'text',
    message: 'the word “Not Found”',
  })
  expect([serviceWord('Not Found'), serviceWord('8704575426'), serviceWord('x'.repeat(99))]).toEqual([
    'Not Found',
    undefined,
    undefined,
  ])
})

test('ids, hosts, headers and numbers are cut down', () => {
  expect(formOfId('0123abcd')).toBe('8 characters of hexadecimal')
  expect(formOfId('SM-a_9')).toBe('6 characters of a-z, A-Z, 0-9, “-”, “_”')
  expect(hostEnd('https://customers-of-somebody.s3.amazonaws.com/x')).toBe('amazonaws.com')
  expect(hostEnd('http://10.0.0.1/x')).toBe('an IP address')
  expect(endOf('+1 626-800-9047')).toBe('••47')
  expect(plainHeader('Aircall/1.0 (webhooks)')).toBe('Aircall/1.0 (webhooks)')
  expect(plainHeader('application/json; charset=utf-8')).toBe('application/json; charset=utf-8')
  expect(plainHeader('Bearer abcdefghijklmnopqrstuvwxyz')).toBeUndefined()
  expect(plainHeader('18704575426')).toBeUndefined()
})
