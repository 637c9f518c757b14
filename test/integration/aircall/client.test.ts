import { describe, expect, test } from 'vitest'
import { practiceNumbers } from '../../../electron/practice/practice.ts'
import type { Trouble } from '../../../electron/practice/behaviour.ts'
import { TernError } from '../../../shared/errors.ts'
import { closedAddress } from '../../support/resetting-server.ts'
import { createAircall } from '../../../electron/aircall/client.ts'
import { createHastyHttp, createWorld } from './support.ts'

const [front, , landline] = practiceNumbers.map(({ id }) => id) as [number, number, number]
const address = 'http://127.0.0.1:9999/callback/00112233445566778899aabbccddeeff'

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const end: unknown = await promise.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  return end instanceof TernError ? end.code : String(end)
}

describe('reading', () => {
  test('ping, company and numbers', async () => {
    const { aircall } = await createWorld()
    await aircall.ping()
    expect(await aircall.company()).toEqual({ name: 'Practice Plumbing' })
    const numbers = await aircall.numbers()
    expect(numbers).toHaveLength(practiceNumbers.length)
    expect(numbers[0]).toEqual({
      id: front,
      name: 'Front desk',
      digits: '+1 202-555-0100',
      e164: '+12025550100',
      country: 'US',
      timeZone: 'America/New_York',
    })
  })

  test('reads every page of numbers, and leaves out one that cannot be read', async () => {
    const { practice, aircall, asked, log } = await createWorld()
    const number = { id: '7', name: null, digits: '+49 30 1234567', country: 'de', time_zone: null }
    const body = JSON.stringify({
      meta: { next_page_link: 'http://elsewhere.example/next' },
      numbers: [number, { id: 8, digits: '0301234567' }, { id: 'x', digits: '+49301234567' }, null],
    })
    practice.behave({ trouble: { kind: 'custom', status: 200, body, times: 1 } })
    const numbers = await aircall.numbers()
    expect(numbers).toEqual([
      { id: 7, name: '+49 30 1234567', digits: '+49 30 1234567', e164: '+49301234567', country: 'DE' },
    ])
    expect(asked()).toEqual(['GET /numbers?page=1&per_page=50', 'GET /numbers?page=2&per_page=50'])
    expect(log.lines.filter(({ what }) => what.includes('left out'))).toHaveLength(3)
  })

  test('the parts of a pasted key are trimmed', async () => {
    const { practice } = await createWorld()
    const key = { apiId: ` ${practice.key.apiId}\r\n`, apiToken: `\t${practice.key.apiToken} ` }
    const { aircall } = await createWorld({}, { key })
    await expect(aircall.ping()).resolves.toBeUndefined()
  })

  test.each<[string, Trouble, string, number]>([
    ['a page of HTML', { kind: 'html' }, 'aircall.unexpectedAnswer', 1],
    ['broken JSON', { kind: 'notJson' }, 'aircall.unexpectedAnswer', 1],
    ['no body', { kind: 'emptyBody' }, 'aircall.unexpectedAnswer', 1],
    ['a redirect', { kind: 'redirect' }, 'aircall.unexpectedAnswer', 1],
    [
      'no authorization',
      { kind: 'custom', status: 401, body: '{"message":"Unauthorized"}' },
      'aircall.keyRefused',
      1,
    ],
    ['404', { kind: 'custom', status: 404, body: '{"message":"Not Found"}' }, 'aircall.notFound', 1],
    ['405', { kind: 'custom', status: 405, body: '{"message":"Method Not Allowed"}' }, 'aircall.refused', 1],
    ['500', { kind: 'serverError' }, 'aircall.trouble', 3],
    ['503', { kind: 'serverError', status: 503 }, 'aircall.trouble', 3],
    ['the CDN in a bad moment', { kind: 'htmlForbidden' }, 'aircall.trouble', 3],
    ['429', { kind: 'tooMany' }, 'aircall.tooManyRequests', 3],
    ['a reset', { kind: 'resetAfterReading' }, 'aircall.unreachable', 3],
    ['a reset before reading', { kind: 'resetBeforeReading' }, 'aircall.unreachable', 3],
    ['a broken answer', { kind: 'halfAnswer' }, 'aircall.unreachable', 3],
    ['3 MB', { kind: 'hugeBody' }, 'aircall.unreachable', 3],
    ['no answer', { kind: 'hang' }, 'aircall.timedOut', 1],
  ])('%s', async (_, trouble, code, times) => {
    // Only what never answers is to run out of time, also on a busy computer.
    const http = createHastyHttp(trouble.kind === 'hang' ? 300 : 10_000)
    const { practice, aircall, asked } = await createWorld({}, { http })
    practice.behave({ trouble })
    expect(await codeOf(aircall.ping())).toBe(code)
    expect(asked()).toEqual(Array(times).fill('GET /ping'))
    // Whatever it was: once it is over, the same client works.
    practice.behave({ trouble: undefined })
    await expect(aircall.ping()).resolves.toBeUndefined()
  })

  test.each<Trouble['kind']>(['serverError', 'htmlForbidden', 'resetAfterReading', 'tooMany'])(
    'a short %s is got over',
    async (kind) => {
      const { practice, aircall } = await createWorld()
      practice.behave({ trouble: { kind, times: 2 } })
      await expect(aircall.ping()).resolves.toBeUndefined()
    },
  )

  test('a wrong key, and nobody there', async () => {
    const { practice, aircall, clock, log } = await createWorld({}, { key: { apiId: 'a', apiToken: 'b' } })
    expect(await codeOf(aircall.ping())).toBe('aircall.keyRefused')
    practice.behave({ keyRefused: true })
    expect(await codeOf(aircall.company())).toBe('aircall.keyRefused')
    const baseUrl = `${await closedAddress()}/v1`
    const nobody = createAircall({ http: createHastyHttp(500), key: practice.key, baseUrl, clock, log })
    expect(await codeOf(nobody.ping())).toBe('aircall.unreachable')
  })
})

describe('pacing', () => {
  test.each(['secondsFromNow', 'unixSeconds', 'unixMilliseconds'] as const)(
    'waits before the next request when the budget is used up: %s',
    async (resetUnit) => {
      const { aircall, clock, asked } = await createWorld({ behaviour: { limitPerMinute: 1, resetUnit } })
      await aircall.ping()
      expect(clock.waits).toEqual([])
      expect(await codeOf(aircall.ping())).toBe('aircall.tooManyRequests')
      // Before the request, and again after each 429; the window is a minute, told in whole seconds.
      expect(Math.max(...clock.waits)).toBeGreaterThan(50_000)
      expect(Math.max(...clock.waits)).toBeLessThanOrEqual(60_000)
      expect(asked()).toHaveLength(4)
    },
  )

  test('without headers it learns from the 429 alone', async () => {
    const { practice, aircall, clock } = await createWorld({ behaviour: { rateHeaders: 'never' } })
    practice.behave({ trouble: { kind: 'tooMany', times: 1 } })
    await aircall.ping()
    expect(clock.waits.filter((ms) => ms > 3000)).toHaveLength(1)
  })
})

describe('configuration', () => {
  test('set, get, remove', async () => {
    const { practice, aircall } = await createWorld()
    expect(await aircall.configuration.get(front)).toBeUndefined()
    const set = await aircall.configuration.set(front, address)
    expect(set).toEqual(practice.configured(front))
    expect(await aircall.configuration.get(front)).toEqual(set)
    await aircall.configuration.remove(front)
    expect(practice.configured(front)).toBeUndefined()
    await expect(aircall.configuration.remove(front)).resolves.toBeUndefined()
  })

  test.each(['notFound', 'empties', 'nullUrl'] as const)(
    'an unconfigured number: %s',
    async (unconfigured) => {
      const { aircall } = await createWorld({ behaviour: { unconfigured } })
      expect(await aircall.configuration.get(front)).toBeUndefined()
    },
  )

  test('removing answers 200 or 204, or there was nothing', async () => {
    const { practice, aircall } = await createWorld({ behaviour: { deleteStatus: 200 } })
    await expect(aircall.configuration.remove(front)).resolves.toBeUndefined()
    practice.behave({ trouble: { kind: 'custom', status: 404, body: '{"error":"Not Found"}' } })
    await expect(aircall.configuration.remove(front)).resolves.toBeUndefined()
    practice.behave({ trouble: { kind: 'htmlForbidden' } })
    expect(await codeOf(aircall.configuration.remove(front))).toBe('aircall.trouble')
  })

  test.each([
    ['overwrites', 'https://new.example/b', 'no error'],
    ['ignores', address, 'no error'],
    ['fails', address, 'aircall.refused'],
  ] as const)('on a configured number: %s', async (configureAgain, held, code) => {
    const { aircall } = await createWorld({ behaviour: { configureAgain } })
    await aircall.configuration.set(front, address)
    expect(await codeOf(aircall.configuration.set(front, 'https://new.example/b'))).toBe(code)
    expect((await aircall.configuration.get(front))?.callbackUrl).toBe(held)
  })

  test('refusals', async () => {
    const { practice, aircall } = await createWorld()
    expect(await codeOf(aircall.configuration.set(landline, address))).toBe('aircall.numberInOtherMode')
    expect(await codeOf(aircall.configuration.set(99, address))).toBe('aircall.notFound')
    expect(await codeOf(aircall.configuration.set(front, 'http://public.example/x'))).toBe('aircall.refused')
    practice.behave({ plan: 'wrong' })
    expect(await codeOf(aircall.configuration.set(front, address))).toBe('aircall.noAccess')
    expect(await codeOf(aircall.configuration.get(front))).toBe('aircall.noAccess')
    practice.behave({ keyRefused: true })
    expect(await codeOf(aircall.configuration.set(front, address))).toBe('aircall.keyRefused')
  })

  test.each<[Trouble['kind'], string]>([
    ['serverError', 'aircall.trouble'],
    ['html', 'aircall.unexpectedAnswer'],
    ['resetAfterReading', 'aircall.noClearAnswer'],
    ['resetBeforeReading', 'aircall.noClearAnswer'],
    ['hang', 'aircall.timedOut'],
    ['tooMany', 'aircall.tooManyRequests'],
  ])('a POST or DELETE that meets %s is not repeated', async (kind, code) => {
    const { practice, aircall, asked } = await createWorld({}, { http: createHastyHttp(300) })
    practice.behave({ trouble: { kind } })
    expect(await codeOf(aircall.configuration.set(front, address))).toBe(code)
    expect(await codeOf(aircall.configuration.remove(front))).toBe(code)
    expect(asked().map((line) => line.split(' ')[0])).toEqual(['POST', 'DELETE'])
  })
})

describe('the log', () => {
  test('never has the key, the token, the callback address, a text or a phone number', async () => {
    const { practice, aircall, log } = await createWorld()
    await aircall.configuration.set(front, address)
    const { token = '' } = practice.configured(front) ?? {}
    await aircall.send({ numberId: front, to: '+13023063029', body: 'the door code', mediaUrls: [] })
    const { apiId, apiToken } = practice.key
    const credentials = Buffer.from(`${apiId}:${apiToken}`).toString('base64')
    const body = JSON.stringify({
      error: `${apiId} ${credentials} +13023063029`,
      body: 'the door code',
      token,
      callbackUrl: address,
    })
    practice.behave({ trouble: { kind: 'custom', status: 400, body } })
    await aircall.send({ numberId: front, to: '+13023063029', body: 'the door code', mediaUrls: [] })
    await codeOf(aircall.configuration.set(front, address))
    const text = JSON.stringify(log.lines)
    expect(text).toContain('[secret]')
    for (const secret of [
      apiId,
      apiToken,
      credentials,
      token,
      address,
      '00112233',
      'door code',
      '13023063029',
    ]) {
      expect(text).not.toContain(secret)
    }
  })
})
