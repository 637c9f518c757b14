import { describe, expect, test } from 'vitest'
import type { SendAnswer, SendRequest } from '../../../electron/aircall/aircall.ts'
import { createAircall } from '../../../electron/aircall/client.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { HttpFailure, type Http } from '../../../electron/ports.ts'
import type { Trouble } from '../../../electron/practice/behaviour.ts'
import { practiceNumbers } from '../../../electron/practice/practice.ts'
import { closedAddress } from '../../support/resetting-server.ts'
import { createHastyHttp, createWorld, type World } from './support.ts'

const [front, , landline] = practiceNumbers.map(({ id }) => id) as [number, number, number]
const text: SendRequest = { numberId: front, to: '+13023063029', body: 'On my way 🚐', mediaUrls: [] }

async function createSending(http?: Http): Promise<World> {
  const world = await createWorld({}, http === undefined ? {} : { http })
  await world.aircall.configuration.set(front, 'http://127.0.0.1:9/callback/x')
  return world
}

const posts = ({ asked }: World): number => asked().filter((line) => line.endsWith('/messages/send')).length
const short = (answer: SendAnswer): string =>
  answer.kind === 'accepted' ? answer.kind : `${answer.kind} ${answer.error.code}`

describe('send', () => {
  test('accepted, with what Aircall said', async () => {
    const world = await createSending()
    const answer = await world.aircall.send({ ...text, mediaUrls: ['https://a.example/1.png'] })
    const [sent] = world.practice.sends
    expect(answer).toEqual({
      kind: 'accepted',
      providerId: sent?.id,
      providerStatus: 'pending',
      providerAt: sent?.at,
    })
    expect(sent).toMatchObject({ to: text.to, body: text.body, mediaUrls: ['https://a.example/1.png'] })
    expect(JSON.parse(world.practice.requests.at(-1)?.body ?? '')).toEqual({
      to: text.to,
      body: text.body,
      mediaUrl: ['https://a.example/1.png'],
    })
  })

  test('a photo without words', async () => {
    const world = await createSending()
    const answer = await world.aircall.send({ ...text, body: '', mediaUrls: ['https://a.example/1.png'] })
    expect(short(answer)).toBe('accepted')
    expect(world.practice.requests.at(-1)?.body).not.toContain('"body"')
  })

  test('clear refusals', async () => {
    const world = await createSending()
    const { practice, aircall } = world
    const tries: [Partial<SendRequest>, string][] = [
      [{ to: '787878' }, 'failed aircall.badRecipient'],
      [{ to: '+12025550100' }, 'failed aircall.recipientIsSender'],
      [{ body: 'x'.repeat(1601) }, 'failed aircall.badRecipient'],
      [{ mediaUrls: ['http://public.example/1.png'] }, 'failed aircall.badRecipient'],
      [{ numberId: landline }, 'failed aircall.numberInOtherMode'],
      [{ numberId: 99 }, 'failed aircall.notFound'],
    ]
    for (const [change, expected] of tries) {
      expect(short(await aircall.send({ ...text, ...change }))).toBe(expected)
    }
    practice.behave({ plan: 'wrong' })
    expect(short(await aircall.send(text))).toBe('failed aircall.noAccess')
    practice.behave({ keyRefused: true })
    expect(short(await aircall.send(text))).toBe('failed aircall.keyRefused')
    expect(posts(world)).toBe(tries.length + 2)
    expect(practice.sends).toEqual([])
  })

  const custom = (status: number, body: string): Trouble => ({ kind: 'custom', status, body })
  const ends: [string, Trouble, string][] = [
    ['500', { kind: 'serverError' }, 'unknown aircall.noClearAnswer'],
    ['503', { kind: 'serverError', status: 503 }, 'unknown aircall.noClearAnswer'],
    ['500 once it was sent', { kind: 'serverError', takesEffect: true }, 'unknown aircall.noClearAnswer'],
    ['200 with HTML', { kind: 'html' }, 'unknown aircall.noClearAnswer'],
    ['200 with half of it', { kind: 'notJson' }, 'unknown aircall.noClearAnswer'],
    ['200 with nothing', { kind: 'emptyBody' }, 'unknown aircall.noClearAnswer'],
    ['200 without an id', custom(200, '{"status":"pending"}'), 'unknown aircall.noClearAnswer'],
    ['3 MB', { kind: 'hugeBody' }, 'unknown aircall.noClearAnswer'],
    ['a redirect', { kind: 'redirect' }, 'unknown aircall.noClearAnswer'],
    ['403 with HTML', { kind: 'htmlForbidden' }, 'unknown aircall.noClearAnswer'],
    ['408', custom(408, '{"message":"Request Timeout"}'), 'unknown aircall.noClearAnswer'],
    ['409', custom(409, '{"error":"Conflict"}'), 'unknown aircall.noClearAnswer'],
    ['reset before reading', { kind: 'resetBeforeReading' }, 'unknown aircall.noClearAnswer'],
    ['reset after reading', { kind: 'resetAfterReading' }, 'unknown aircall.noClearAnswer'],
    [
      'reset once it was sent',
      { kind: 'resetAfterReading', takesEffect: true },
      'unknown aircall.noClearAnswer',
    ],
    ['half an answer', { kind: 'halfAnswer', takesEffect: true }, 'unknown aircall.noClearAnswer'],
    ['no answer', { kind: 'hang' }, 'unknown aircall.noClearAnswer'],
    ['no answer once it was sent', { kind: 'hang', takesEffect: true }, 'unknown aircall.noClearAnswer'],
    ['422', custom(422, '{"error":"Unprocessable"}'), 'failed aircall.badRecipient'],
    ['402', custom(402, '{"error":"Payment Required"}'), 'failed aircall.refused'],
    ['403, another word', custom(403, '{"message":"Blocked"}'), 'failed aircall.trouble'],
    ['429', { kind: 'tooMany' }, 'later aircall.tooManyRequests'],
    [
      '429 with HTML',
      { ...custom(429, '<html>'), contentType: 'text/html' },
      'later aircall.tooManyRequests',
    ],
  ]
  // The app asks for a fresh connection; Node's kept ones must not repeat anything either.
  const keeping = createNodeHttp()
  const kept: Http = (request) => keeping({ ...request, once: false })
  const ways: [string, Http][] = [
    ['on a fresh connection', createNodeHttp()],
    ['on a kept connection', kept],
  ]
  describe.each(ways)('%s', (_way, http) => {
    test.each(ends)('%s: arrives once', async (_, trouble, expected) => {
      const world = await createSending(createHastyHttp(300, http))
      await world.aircall.ping()
      world.practice.behave({ trouble: { ...trouble, on: 'send' } })
      expect(short(await world.aircall.send(text))).toBe(expected)
      expect(posts(world)).toBe(1)
      expect(world.practice.sends).toHaveLength(trouble.takesEffect === true ? 1 : 0)
    })
  })

  test('never left: later, and each time later', async () => {
    const { practice, clock, log } = await createWorld()
    const baseUrl = `${await closedAddress()}/v1`
    const aircall = createAircall({
      http: createNodeHttp(),
      key: practice.key,
      baseUrl,
      clock,
      log,
      random: () => 0.5,
    })
    const waits: number[] = []
    for (let n = 0; n < 3; n += 1) {
      const before = Date.now()
      const answer = await aircall.send(text)
      expect(short(answer)).toBe('later aircall.unreachable')
      if (answer.kind === 'later') waits.push(Math.round((answer.notBefore - before) / 1000))
    }
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0)
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0)
  })

  test('a budget that is used up holds a text back before it leaves', async () => {
    const world = await createSending()
    world.practice.behave({ limitPerMinute: 2 })
    expect(short(await world.aircall.send(text))).toBe('accepted')
    const answer = await world.aircall.send(text)
    expect(short(answer)).toBe('later aircall.tooManyRequests')
    expect(answer.kind === 'later' && answer.notBefore > Date.now()).toBe(true)
    expect(posts(world)).toBe(1)
  })

  test('asks for a connection of its own, and for nothing else', async () => {
    const seen: string[] = []
    const http: Http = (request) => {
      seen.push(`${request.method} ${String(request.once === true)}`)
      return createNodeHttp()(request)
    }
    const world = await createSending(http)
    await world.aircall.send(text)
    await world.aircall.ping()
    expect(seen).toEqual(['POST false', 'POST true', 'GET false'])
  })

  test('whatever goes wrong in between is no clear answer, never an exception', async () => {
    const { practice, clock, log } = await createWorld()
    const ask = (thrown: unknown): Promise<SendAnswer> =>
      createAircall({
        http: () => Promise.reject(thrown),
        key: practice.key,
        baseUrl: practice.baseUrl,
        clock,
        log,
      }).send(text)
    expect(short(await ask(new HttpFailure('unclear')))).toBe('unknown aircall.noClearAnswer')
    expect(short(await ask(new Error('a fault of ours')))).toBe('unknown aircall.noClearAnswer')
    expect(short(await ask(new HttpFailure('notSent')))).toBe('later aircall.unreachable')
  })
})
