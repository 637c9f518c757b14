import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAircallError, redactBody, type AircallContext } from '../../../../shared/core/aircall-error.ts'
import { errorCodes } from '../../../../shared/errors.ts'

const forbidden = '{"message":"Forbidden"}'
const application = (key?: string): string => JSON.stringify({ key, error: 'Bad Request', troubleshoot: 'x' })
const html = '<html><body>403 Forbidden InvalidPayload</body></html>'
const contexts: AircallContext[] = ['account', 'configuration', 'send']

describe('readAircallError', () => {
  test.each<[string, number, string, AircallContext, string, boolean]>([
    ['no authorization', 401, '{"message":"Unauthorized"}', 'account', 'aircall.keyRefused', true],
    ['wrong key', 403, forbidden, 'account', 'aircall.keyRefused', true],
    ['wrong key, application shape', 403, '{"error":"Forbidden"}', 'account', 'aircall.keyRefused', true],
    ['the CDN: HTML', 403, html, 'account', 'aircall.trouble', false],
    ['the CDN: nothing', 403, '', 'send', 'aircall.trouble', false],
    ['the CDN: another word', 403, '{"message":"Request blocked"}', 'account', 'aircall.trouble', true],
    ['plan', 403, '{"error":"Forbidden","troubleshoot":"plan"}', 'send', 'aircall.noAccess', true],
    [
      'other mode',
      403,
      application('LineIsNotNativeException'),
      'configuration',
      'aircall.numberInOtherMode',
      true,
    ],
    [
      'other mode, in error',
      403,
      '{"error":"LineIsNotNativeException"}',
      'send',
      'aircall.numberInOtherMode',
      true,
    ],
    ['bad to', 400, application('InvalidPayload'), 'send', 'aircall.badRecipient', true],
    ['bad to, in message', 422, '{"message":"InvalidPayload: to"}', 'send', 'aircall.badRecipient', true],
    ['bad address', 400, application('InvalidPayload'), 'configuration', 'aircall.refused', true],
    ['itself', 400, application('SameDestinationAsSender'), 'send', 'aircall.recipientIsSender', true],
    [
      'itself, nested',
      400,
      '{"error":{"key":"SameDestinationAsSender"}}',
      'send',
      'aircall.recipientIsSender',
      true,
    ],
    ['no route', 404, '{"message":"Not Found"}', 'account', 'aircall.notFound', true],
    ['no number', 404, '{"error":"Not Found","troubleshoot":"x"}', 'send', 'aircall.notFound', true],
    ['404 of a proxy', 404, html, 'configuration', 'aircall.trouble', false],
    ['too many', 429, '', 'send', 'aircall.tooManyRequests', true],
    ['too many, HTML', 429, html, 'account', 'aircall.tooManyRequests', true],
    ['405', 405, '{}', 'account', 'aircall.refused', true],
    ['time-out of theirs', 408, application(), 'send', 'aircall.trouble', false],
    ['conflict', 409, application('InvalidPayload'), 'send', 'aircall.trouble', false],
    ['500', 500, application('InvalidPayload'), 'send', 'aircall.trouble', false],
    ['502', 502, html, 'account', 'aircall.trouble', false],
    ['redirect', 302, '', 'send', 'aircall.unexpectedAnswer', false],
  ])('%s', (_, status, body, context, code, clear) => {
    const refusal = readAircallError(status, body, context)
    expect([refusal.error.code, refusal.clear]).toEqual([code, clear])
  })

  test('names the status of a refusal that it does not know', () => {
    expect(readAircallError(415, '{"error":"x"}', 'account').error.detail).toEqual({ status: 415 })
  })

  test('only for texting may it be the plan', () => {
    expect(contexts.map((context) => readAircallError(403, forbidden, context).keyOrPlan)).toEqual([
      false,
      true,
      true,
    ])
  })

  test('never throws; what no JSON object said, and 5xx, is never clear', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(forbidden, html, application('InvalidPayload')),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        body,
        fc.constantFrom(...contexts),
        (status, text, context) => {
          const { error, clear } = readAircallError(status, text, context)
          expect(errorCodes).toContain(error.code)
          if (status >= 500) expect(clear).toBe(false)
          if (clear && status !== 429) expect(text.trim()).toMatch(/^\{/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('redactBody', () => {
  test('takes out secrets, texts, addresses and numbers', () => {
    const body = JSON.stringify({
      error: 'Bad key id-123 for +1 302-306-3029',
      token: 'tok"en',
      data: { body: 'My door code is "4711"', content: 'x', to: '+13023063029', raw_digits: '13023063029' },
      callbackUrl: 'https://a.example/callback/0123',
    })
    const shown = redactBody(body, ['id-123', ''])
    expect(shown).toBe(
      '{"error":"Bad key [secret] for [number]","token":"[…]","data":{"body":"[…]","content":"[…]","to":"[…]","raw_digits":"[number]"},"callbackUrl":"[address]"}',
    )
  })

  test('a text that was cut off stays out too, and the whole is short', () => {
    expect(redactBody('{"body":"half a te', [])).toBe('{"body":"[…]"')
    expect(redactBody('x'.repeat(1_000_000), [])).toHaveLength(500)
  })
})
