import { describe, expect, test, vi } from 'vitest'
import { readCallback, type InboundEvent, type InboundText } from '../../../shared/core/callback.ts'
import type { CallbackBehaviour } from '../../../electron/practice/behaviour.ts'
import {
  createPracticeAircall,
  practiceCustomers,
  practiceNumbers,
} from '../../../electron/practice/practice.ts'
import { createCallbackListener, createWorld, type Listener, type World } from './support.ts'

const [front] = practiceNumbers.map(({ id }) => id) as [number]

async function createTexting(
  options: Parameters<typeof createWorld>[0] = {},
): Promise<World & { listener: Listener }> {
  const listener = await createCallbackListener()
  const world = await createWorld(options)
  await world.aircall.configuration.set(front, listener.url)
  return { ...world, listener }
}

const events = (listener: Listener): InboundEvent[] => listener.bodies.map(readCallback)
const texts = (listener: Listener): InboundText[] =>
  events(listener).filter((event): event is InboundText => event.kind === 'text')
const arrived = (listener: Listener, count: number): Promise<void> =>
  vi.waitFor(() => expect(listener.bodies).toHaveLength(count))

const send = ({ aircall }: World, to: string): ReturnType<World['aircall']['send']> =>
  aircall.send({ numberId: front, to, body: 'Hello', mediaUrls: [] })

describe('customers', () => {
  test.each(Object.entries(practiceCustomers))('%s', async (kind, { number, reply }) => {
    const world = await createTexting()
    const answer = await send(world, number)
    await arrived(world.listener, 3)
    const [sent, delivered, text] = events(world.listener)
    // The connection of one of them breaks while a text is sent: it goes out, and nobody is told.
    expect(answer.kind).toBe(kind === 'badLine' ? 'unknown' : 'accepted')
    const providerId = world.practice.sends[0]?.id
    const { token } = world.practice.configured(front) ?? {}
    expect(sent).toMatchObject({ kind: 'status', providerId, status: 'sent', peer: number, token })
    expect(delivered).toMatchObject({ kind: 'status', providerId, status: 'delivered' })
    expect(text).toMatchObject({ kind: 'text', numberId: front, peer: number, body: reply.body, token })
    expect(text).toMatchObject({ mediaUrls: kind === 'photo' ? [world.practice.photoUrl] : [] })
    // The listener has the text a moment before the service has its answer.
    await vi.waitFor(() =>
      expect(world.practice.callbacks.map(({ outcome }) => outcome)).toEqual(
        Array(3).fill({ kind: 'answered', status: 200 }),
      ),
    )
  })

  test('anybody else answers something short', async () => {
    const world = await createTexting()
    await send(world, '+442079460123')
    await arrived(world.listener, 3)
    const [text] = texts(world.listener)
    expect(text?.peer).toBe('+442079460123')
    expect(text?.body).toMatch(/^.{2,40}$/u)
  })

  test('the photo is a real PNG', async () => {
    const { practice } = await createWorld()
    const response = await fetch(practice.photoUrl)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([320, 240])
  })

  test('the greeting comes once for each number', async () => {
    const world = await createTexting({ greeting: true })
    await arrived(world.listener, 1)
    expect(texts(world.listener)[0]?.peer).toBe(practiceCustomers.ordinary.number)
    await world.aircall.configuration.set(front, world.listener.url)
    await world.practice.customerTexts({ numberId: front, from: '787878', body: 'A short code' })
    await arrived(world.listener, 2)
    expect(texts(world.listener)[1]).toMatchObject({ peer: '787878', body: 'A short code' })
  })

  test('a customer of the test: what became of the callback', async () => {
    const world = await createTexting()
    const text = { numberId: front, from: '+13023063029', body: 'Hi' }
    expect(await world.practice.customerTexts(text)).toEqual({ kind: 'answered', status: 200 })
    world.practice.behave({ callbacks: { lost: true } })
    expect(await world.practice.customerTexts(text)).toEqual({ kind: 'dropped' })
    world.practice.behave({ callbacks: { lost: false } })
    expect(await world.practice.customerTexts({ ...text, numberId: 99 })).toEqual({ kind: 'dropped' })
    const refusing = await createCallbackListener(503)
    await world.aircall.configuration.set(front, refusing.url.replace('127.0.0.1', 'a.localhost'))
    expect(await world.practice.customerTexts(text)).toEqual({ kind: 'answered', status: 503 })
    expect(refusing.bodies).toHaveLength(1)
    await world.aircall.configuration.remove(front)
    expect(await world.practice.customerTexts(text)).toEqual({ kind: 'dropped' })
    await world.aircall.configuration.set(front, 'http://127.0.0.1:1/callback/x')
    expect(await world.practice.customerTexts(text)).toEqual({ kind: 'failed', why: 'notSent' })
  })
})

describe('callbacks in other forms', () => {
  const plain = {
    numberId: front,
    from: '+13023063029',
    body: 'Hi 👋🏽',
    media: ['https://a.example/1.png'],
    id: 'm1',
  }

  test.each<Partial<CallbackBehaviour>>([
    {},
    { envelope: 'event' },
    { envelope: 'nested' },
    { fields: 'other' },
    { times: 'seconds' },
    { times: 'iso' },
    { envelope: 'nested', fields: 'other', times: 'iso' },
  ])('%j reads the same', async (callbacks) => {
    const world = await createTexting({ behaviour: { callbacks } })
    await world.practice.customerTexts(plain)
    const [text] = texts(world.listener)
    expect({ ...text, providerAt: 0 }).toEqual({
      kind: 'text',
      providerId: 'm1',
      numberId: front,
      peer: plain.from,
      body: plain.body,
      mediaUrls: plain.media,
      providerAt: 0,
      token: world.practice.configured(front)?.token,
    })
    expect(Math.abs((text?.providerAt ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  test('doubled, with a wrong token, without one', async () => {
    const world = await createTexting({ behaviour: { callbacks: { doubled: true, token: 'wrong' } } })
    await world.practice.customerTexts(plain)
    world.practice.behave({ callbacks: { doubled: false, token: 'missing' } })
    await world.practice.customerTexts(plain)
    const { token } = world.practice.configured(front) ?? {}
    const tokens = texts(world.listener).map((text) => text.token)
    expect(tokens).toHaveLength(3)
    expect(tokens[0]).toBe(tokens[1])
    expect(tokens[0]).toHaveLength(token?.length ?? 0)
    expect(tokens[0]).not.toBe(token)
    expect(tokens[2]).toBeUndefined()
  })

  test.each([
    ['usual', ['sent', 'undelivered']],
    ['reversed', ['undelivered', 'sent']],
    ['beforeAnswer', ['sent', 'undelivered']],
  ] as const)('statuses in the order %s, under another id', async (order, words) => {
    const callbacks = { order, statusIds: 'different', lastStatus: 'undelivered' } as const
    const world = await createTexting({ behaviour: { callbacks } })
    const answer = await send(world, '+13023063029')
    if (order === 'beforeAnswer') expect(world.listener.bodies).toHaveLength(2)
    await arrived(world.listener, 3)
    const statuses = events(world.listener).filter((event) => event.kind === 'status')
    expect(statuses.map(({ status }) => status)).toEqual(words)
    expect(answer.kind === 'accepted' && statuses.some((one) => one.providerId === answer.providerId)).toBe(
      false,
    )
    expect(statuses[0]).toMatchObject({ peer: '+13023063029', body: 'Hello', numberId: front })
  })
})

describe('strictness', () => {
  const asker = async (
    world: World,
    method: string,
    path: string,
    init: RequestInit = {},
  ): Promise<string> => {
    const { apiId, apiToken } = world.practice.key
    const authorization = `Basic ${Buffer.from(`${apiId}:${apiToken}`).toString('base64')}`
    const headers = { authorization, 'content-type': 'application/json', ...(init.headers as object) }
    const response = await fetch(`${world.practice.baseUrl}${path}`, { method, ...init, headers })
    return `${response.status} ${await response.text()}`
  }

  test.each<[string, string, string, RequestInit, string]>([
    ['unknown route', 'GET', '/messages', {}, '404 {"message":"Not Found"}'],
    ['wrong method', 'PUT', `/numbers/${front}/messages/configuration`, { body: '{}' }, '404 {"message"'],
    [
      'wrong key',
      'GET',
      '/ping',
      { headers: { authorization: 'Basic eDp5' } },
      '403 {"message":"Forbidden"}',
    ],
    ['no JSON', 'POST', `/numbers/${front}/messages/send`, { body: 'to=1' }, '400 {"key":"InvalidPayload"'],
    ['a list', 'POST', `/numbers/${front}/messages/send`, { body: '[]' }, '400 {"key":"InvalidPayload"'],
    [
      'a form',
      'POST',
      `/numbers/${front}/messages/send`,
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      '415 {"error"',
    ],
    [
      'mediaUrl as text',
      'POST',
      `/numbers/${front}/messages/send`,
      { body: '{"to":"+13023063029","mediaUrl":"https://a.example/1.png"}' },
      '400 {"key":"InvalidPayload"',
    ],
    [
      'no text and no photo',
      'POST',
      `/numbers/${front}/messages/send`,
      { body: '{"to":"+13023063029"}' },
      '400 {"key":"InvalidPayload"',
    ],
    ['a body beyond all bounds', 'POST', '/x', { body: 'x'.repeat(300_000) }, '413'],
  ])('%s', async (_, method, path, init, expected) => {
    const world = await createTexting()
    expect(await asker(world, method, path, init)).toMatch(
      new RegExp(`^${expected.replace(/[{}[\]"]/g, '\\$&')}`),
    )
    expect(world.practice.sends).toEqual([])
  })

  test('no authorization', async () => {
    const { practice } = await createWorld()
    const response = await fetch(`${practice.baseUrl}/ping`)
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}'])
  })

  test('a number that is not configured is in the other mode', async () => {
    const world = await createWorld()
    expect(
      await asker(world, 'POST', `/numbers/${front}/messages/send`, {
        body: '{"to":"+13023063029","body":"x"}',
      }),
    ).toMatch(/^403 .*LineIsNotNativeException/)
  })

  test('pages of numbers', async () => {
    const world = await createWorld()
    const page = async (query: string): Promise<unknown> =>
      JSON.parse((await asker(world, 'GET', `/numbers?${query}`)).slice(4))
    const total = practiceNumbers.length
    expect(await page('per_page=2')).toMatchObject({
      meta: { count: 2, total, current_page: 1, previous_page_link: null },
    })
    expect(await page('per_page=2&page=2')).toMatchObject({ meta: { count: 1, next_page_link: null } })
    expect(await page('per_page=999')).toMatchObject({ meta: { per_page: 50 } })
  })
})

test('closing ends what was to come, and again does nothing', async () => {
  const listener = await createCallbackListener()
  const practice = await createPracticeAircall({ delays: { greeting: 0 }, greeting: true })
  const { apiId, apiToken } = practice.key
  await fetch(`${practice.baseUrl}/numbers/${front}/messages/configuration`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${apiId}:${apiToken}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ callbackUrl: listener.url }),
  })
  await vi.waitFor(() => expect(listener.bodies).toHaveLength(1))
  await Promise.all([practice.close(), practice.close()])
  await practice.close()
  await expect(fetch(practice.photoUrl)).rejects.toThrow()
  expect(await practice.customerTexts({ numberId: front, from: '787878', body: 'x' })).toEqual({
    kind: 'dropped',
  })
})
