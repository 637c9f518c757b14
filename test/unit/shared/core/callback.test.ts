import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCallback, type InboundEvent } from '../../../../shared/core/callback.ts'

const at = 1_722_604_989_549
const number = { id: 84848484, name: 'US SMS line 1', digits: '+1 626-800-9000' }
const message = {
  id: 'abdcSM11da59',
  status: 'received',
  direction: 'inbound',
  created_at: at,
  sent_at: at,
  updated_at: at,
  raw_digits: '18704575426',
  number,
  body: 'Hello 👋',
}
const envelope = { resource: 'message', event_name: 'message.received', timestamp: at, token: 't-1' }
const expected: InboundEvent = {
  kind: 'text',
  providerId: 'abdcSM11da59',
  numberId: 84848484,
  peer: '+18704575426',
  body: 'Hello 👋',
  mediaUrls: [],
  providerAt: at,
  token: 't-1',
}
const read = (value: unknown): InboundEvent => readCallback(JSON.stringify(value))
const received = (change: Record<string, unknown>): InboundEvent =>
  read({ ...envelope, data: { ...message, ...change } })

describe('readCallback: a text', () => {
  test('reads the documented form', () => {
    expect(received({})).toEqual(expected)
  })

  test('every variation of the same message reads the same', () => {
    const withName = fc.constantFrom({ event_name: 'message.received' }, { event: 'message.received' })
    const withPeer = fc.constantFrom<Record<string, unknown>>(
      { raw_digits: '18704575426' },
      { raw_digits: 18704575426 },
      { external_number: '+18704575426', raw_digits: '19999999999' },
      { external_number: '+1 870-457-5426' },
      { external_number: null, raw_digits: '+1 (870) 457 5426' },
      { external_number: 'Anonymous', raw_digits: '0018704575426' },
    )
    const withBody = fc.constantFrom<Record<string, unknown>>(
      { body: 'Hello' },
      { content: 'Hello' },
      { body: null, content: 'Hello' },
      { body: '', content: 'Hello' },
      { body: 'Hello', content: 'else' },
    )
    const withTime = fc.constantFrom<unknown>(
      1_722_604_989_000,
      1_722_604_989,
      '1722604989',
      '1722604989000',
      '2024-08-02T13:23:09Z',
      '2024-08-02T13:23:09.000Z',
      '2024-08-02T15:23:09+02:00',
      '2024-08-02T15:23:09+0200',
      '2024-08-02T13:23:09',
      '2024-08-02 13:23:09 UTC',
      '2024-08-02 13:23:09 -0000',
    )
    const withNumber = fc.constantFrom<Record<string, unknown>>(
      { number },
      { number: { id: '84848484' } },
      { number_id: 84848484 },
    )
    const withMedia = fc.constantFrom<Record<string, unknown>>(
      { media_url: ['https://a.example/1.png'] },
      { media_url: 'https://a.example/1.png' },
      { media_details: [{ file_name: '1.png', presigned_url: 'https://a.example/1.png' }] },
      {
        media_url: ['https://a.example/private/1'],
        media_details: [{ presigned_url: 'https://a.example/1.png' }],
      },
      { media_url: ['https://a.example/1.png', 7, null, 'javascript:alert(1)'], media_details: [{}] },
    )
    const extra = fc.constantFrom<Record<string, unknown>>(
      {},
      { participants: ['18704575426', '13023063029'], group_conversation_id: 'g1', contact: null },
    )
    fc.assert(
      fc.property(
        fc.tuple(withName, withPeer, withBody, withTime, withNumber, withMedia, extra, fc.boolean()),
        ([name, peer, body, created_at, ofNumber, media, more, nested]) => {
          const inner = { id: 'm1', ...peer, ...body, created_at, ...ofNumber, ...media, ...more }
          const event = read({ ...name, token: 't-1', data: nested ? { message: inner } : inner })
          expect(event).toEqual({
            ...expected,
            providerId: 'm1',
            body: 'Hello',
            mediaUrls: ['https://a.example/1.png'],
            providerAt: 1_722_604_989_000,
          })
        },
      ),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['787878', '787878'],
    ['12345678', '12345678'],
    [32665, '32665'],
    ['+683 4123', '+6834123'],
    ['442071234567', '+442071234567'],
  ])('peer %j is %s', (raw_digits, peer) => {
    expect(received({ raw_digits })).toMatchObject({ kind: 'text', peer })
  })

  test.each([
    undefined,
    null,
    '',
    '12',
    'AMAZON',
    '+',
    '+0123456789',
    '0612345678',
    '+1234567890123456',
    {},
    [],
  ])('without a usable peer (%j) it is unreadable, with name and token', (raw_digits) => {
    expect(received({ raw_digits })).toEqual({
      kind: 'unreadable',
      event: 'message.received',
      token: 't-1',
    })
  })

  test.each([undefined, null, '', ' ', {}, 1.5])('without an id (%j) it is unreadable', (id) => {
    expect(received({ id })).toMatchObject({ kind: 'unreadable' })
  })

  test('takes the time of the envelope where the message has none', () => {
    expect(received({ created_at: undefined, sent_at: 'soon' })).toMatchObject({ providerAt: at })
    expect(received({ created_at: 0, sent_at: at + 1 })).toMatchObject({ providerAt: at + 1 })
    expect(
      read({ ...envelope, timestamp: 'x', data: { ...message, created_at: -1, sent_at: 1e30 } }),
    ).toMatchObject({
      providerAt: undefined,
    })
  })

  test('a photo without words has an empty body', () => {
    expect(received({ body: null, media_url: ['https://a.example/1.png'] })).toMatchObject({ body: '' })
  })

  test('no more photos than a page can bear', () => {
    const media_url = Array.from({ length: 5000 }, (_, n) => `https://a.example/${n}`)
    const event = received({ media_url })
    expect(event.kind === 'text' && event.mediaUrls.length).toBe(30)
  })

  test('a token that is no text is no token', () => {
    expect(read({ ...envelope, token: 7, data: message })).toMatchObject({ kind: 'text', token: undefined })
  })

  test('an update of an inbound text is the text', () => {
    expect(read({ ...envelope, event_name: 'message.updated', data: message })).toEqual(expected)
  })
})

describe('readCallback: a status', () => {
  const sent = { ...message, direction: 'outbound', status: 'delivered' }

  test.each(['message.updated', 'message.status_updated', 'message.sent'])('%s', (event_name) => {
    const expectedStatus = {
      kind: 'status',
      providerId: 'abdcSM11da59',
      numberId: 84848484,
      peer: '+18704575426',
      body: 'Hello 👋',
      providerAt: at,
      status: 'delivered',
      token: 't-1',
    }
    expect(read({ ...envelope, event_name, data: sent })).toEqual(expectedStatus)
    expect(read({ event: event_name, token: 't-1', data: { message: sent } })).toEqual(expectedStatus)
  })

  test('a word of the provider that nobody knows stays as it came', () => {
    const event = read({
      ...envelope,
      event_name: 'message.updated',
      data: { ...sent, status: 'Quarantined!' },
    })
    expect(event).toMatchObject({ kind: 'status', status: 'Quarantined!' })
  })

  test('message.sent needs no word', () => {
    const data = { ...sent, status: undefined }
    expect(read({ ...envelope, event_name: 'message.sent', data })).toMatchObject({ status: 'sent' })
    expect(read({ ...envelope, event_name: 'message.updated', data })).toMatchObject({ kind: 'unreadable' })
  })

  test('needs neither peer nor body nor time', () => {
    const data = { id: 'x', status: 'sent', raw_digits: null }
    expect(read({ ...envelope, event_name: 'message.updated', data })).toEqual({
      kind: 'status',
      providerId: 'x',
      numberId: undefined,
      peer: undefined,
      body: undefined,
      providerAt: undefined,
      status: 'sent',
      token: 't-1',
    })
  })
})

describe('readCallback: anything else', () => {
  test('an unknown event', () => {
    expect(read({ event_name: 'call.ended', token: 't', data: {} })).toEqual({
      kind: 'unknownEvent',
      event: 'call.ended',
      token: 't',
    })
    const long = read({ event: 'x'.repeat(100_000) })
    expect(long.kind === 'unknownEvent' && long.event?.length).toBe(200)
  })

  test.each(['', '{', 'null', '[]', '"x"', '7', '<html>', '{"data":{}}', '[{"event":"message.received"}]'])(
    'unreadable: %s',
    (raw) => {
      expect(readCallback(raw)).toMatchObject({ kind: 'unreadable' })
    },
  )

  test('fields of the prototype are not fields', () => {
    expect(readCallback('{"__proto__":{"event_name":"message.received","token":"t"}}')).toEqual({
      kind: 'unreadable',
      event: undefined,
      token: undefined,
    })
    const raw = '{"event":"message.received","data":{"__proto__":{"id":"1","raw_digits":"18704575426"}}}'
    expect(readCallback(raw)).toMatchObject({ kind: 'unreadable' })
    expect(readCallback('{"event":"constructor"}')).toMatchObject({ kind: 'unknownEvent' })
    expect(({} as Record<string, unknown>)['event_name']).toBeUndefined()
  })

  test('does not break on deep nesting', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(readCallback(deep).kind).toBe('unreadable')
    expect(readCallback(`{"event":"message.received","data":${deep}}`).kind).toBe('unreadable')
  })

  test('never throws, and says one of four things', () => {
    const names = ['event', 'event_name', 'data', 'message', 'id', 'token', 'status', 'number', 'raw_digits']
    const more = ['body', 'content', 'media_url', 'media_details', 'created_at', '__proto__', 'presigned_url']
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('message.received', 'message.updated', '+13023063029', 'https://a.example', at),
        fc.anything(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names, ...more), tie('value'), { maxKeys: 6 }),
      ),
    })).value
    const wire = fc.oneof(
      fc.string(),
      fc.json(),
      value.map((one) => {
        try {
          return JSON.stringify(one) ?? ''
        } catch {
          return 'BigInt'
        }
      }),
    )
    fc.assert(
      fc.property(wire, (raw) => {
        expect(['text', 'status', 'unknownEvent', 'unreadable']).toContain(readCallback(raw).kind)
      }),
      { numRuns: 5000 },
    )
  })
})
