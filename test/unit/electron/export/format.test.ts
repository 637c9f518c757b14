import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  headerLine,
  messageLine,
  readHeaderLine,
  readMessageLine,
  type ExportHeader,
} from '../../../../electron/export/format.ts'
import { MessageRecord } from '../../../../electron/store/record.ts'
import { directions, outboundStates } from '../../../../shared/model/message.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 })
const moment = fc.integer({ min: 0, max: 253_402_300_799_999 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const common = {
  id: fc.uuid(),
  conversationId: fc.uuid(),
  numberId: fc.maxSafeNat(),
  peer: fc.constantFrom('+13023063029', '24273'),
  name: maybe(text),
  body: text,
  photos: fc.array(fc.record({ url: text }), { maxLength: 3 }),
  verified: fc.boolean(),
  at: moment,
  providerAt: maybe(moment),
  providerStatus: maybe(text),
  read: fc.boolean(),
  done: fc.boolean(),
}
const status = fc.record({
  id: text,
  attempt: fc.nat(9),
  word: text,
  answer: fc.boolean(),
  at: moment,
  providerAt: maybe(moment),
})
const record = fc
  .oneof(
    fc.record({
      ...common,
      direction: fc.constant(directions[0]),
      state: fc.constant('received'),
      providerId: maybe(text),
    }),
    fc.record({
      ...common,
      direction: fc.constant(directions[1]),
      state: fc.constantFrom(...outboundStates),
      error: maybe(fc.constant({ code: 'aircall.trouble', detail: { status: 500 } })),
      attempt: fc.nat(9),
      endedAs: maybe(fc.constantFrom(...outboundStates)),
      claimedAt: maybe(moment),
      providerIds: fc.array(
        fc.record({ id: text, attempt: fc.nat(9), source: fc.constantFrom('answer', 'content') }),
        { maxLength: 2 },
      ),
      statuses: fc.array(status, { maxLength: 2 }),
    }),
  )
  .map((one) => v.parse(MessageRecord, one))

const header: ExportHeader = {
  tern: 'export',
  version: 1,
  exportedAt: '2026-11-24T05:47:12.000Z',
  timeZone: 'UTC',
  messages: 1,
  numbers: [],
}

describe('a line of messages.jsonl', () => {
  it('is one line, and the same message when it is read', () => {
    fc.assert(
      fc.property(record, (message) => {
        const line = messageLine(message, '+16268009000')
        expect(line).not.toMatch(/[\r\n]/)
        // As it goes through a file.
        const back = readMessageLine(Buffer.from(line).toString())
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(message)))
      }),
    )
  })

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(readMessageLine(line)).toBeUndefined()
      }),
    )
  })

  it('does without an error that only a newer Tern knows', () => {
    const [one] = fc.sample(
      record.filter(({ direction }) => direction === 'outbound'),
      1,
    )
    if (one === undefined) throw new Error('no sample')
    const line = JSON.stringify({
      ...(JSON.parse(messageLine(one, 'x')) as object),
      error: { code: 'new.one' },
    })
    const back = readMessageLine(line)
    expect(back).toMatchObject({ id: one.id })
    expect(back).not.toHaveProperty('error.code')
  })
})

describe('the first line', () => {
  it('says what it is, by version', () => {
    expect(readHeaderLine(headerLine(header))).toEqual(header)
    expect(readHeaderLine('{"tern":"export","version":2,"other":[]}')).toBe('newer')
    for (const line of [
      '',
      '{}',
      'null',
      '{"tern":"export","version":0}',
      '{"tern":"export","version":"2"}',
      '{"tern":"export","version":1}',
    ])
      expect(readHeaderLine(line)).toBe('none')
  })
})
