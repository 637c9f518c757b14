import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  freeRequests,
  frugalProbeSeconds,
  ngrokErrorOf,
  readNgrokToken,
  testsAMonth,
} from '../../../../shared/core/ngrok.ts'

const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`

describe('an authtoken', () => {
  test.each([
    ['as it is', token],
    ['with spaces and a line end around it', `  ${token}\r\n`],
    ['as the command that the dashboard shows', `ngrok config add-authtoken ${token}`],
    ['as the older command', `$ ngrok authtoken ${token}`],
  ])('is read %s', (_how, typed) => {
    expect(readNgrokToken(typed)).toBe(token)
  })

  test.each([
    '',
    'x',
    'my token',
    `${token} ${token}`,
    `https://dashboard.ngrok.com/${token}`,
    `${token}_${token}`,
    'a'.repeat(200),
    'ngrok config add-authtoken',
  ])('is not seen in %j', (typed) => {
    expect(readNgrokToken(typed)).toBeUndefined()
  })

  test('never holds anything that could end a line or a word', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(readNgrokToken(typed) ?? 'ok').toMatch(/^\w+$/)
      }),
    )
  })
})

test.each([
  ['ERR_NGROK_105', 'ngrok.badToken'],
  ['ERR_NGROK_107', 'ngrok.badToken'],
  ['ERR_NGROK_4018', 'ngrok.badToken'],
  ['ERR_NGROK_108', 'ngrok.limit'],
  ['ERR_NGROK_320', 'ngrok.badDomain'],
  ['ERR_NGROK_334', 'ngrok.inUse'],
  ['ERR_NGROK_99999', 'ngrok.refused'],
  ['none', 'ngrok.unanswered'],
])('%s is %s', (code, ours) => {
  expect(ngrokErrorOf(code)).toBe(ours)
})

test('frugal tests leave a quarter of the free plan for replies', () => {
  expect(testsAMonth(60)).toBeGreaterThan(2 * freeRequests)
  expect(testsAMonth(frugalProbeSeconds)).toBeLessThan(freeRequests * 0.75)
})
