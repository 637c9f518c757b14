import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { threadRows } from '../../../../../renderer/features/conversations/thread-rows.ts'
import type { Message } from '../../../../../shared/model/message.ts'

const minute = 60_000
const noon = new Date(2026, 10, 23, 12).getTime()

const message = (at: number, n: number, direction: Message['direction'] = 'inbound'): Message => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  conversationId: '00000000-0000-4000-8000-000000000000',
  numberId: 1,
  peer: '+13025550188',
  direction,
  body: 'Hello',
  mediaUrls: [],
  state: direction === 'inbound' ? 'received' : 'sent',
  verified: true,
  at,
  read: true,
  done: false,
})
const kinds = (messages: readonly Message[], more = false): string[] =>
  threadRows(messages.toReversed(), more).map((row) =>
    row.kind === 'day' ? 'day' : row.grouped ? 'grouped' : 'message',
  )

describe('threadRows', () => {
  test('a day stands above its first message, and above the very first only when there is nothing older', () => {
    const texts = [message(noon - 24 * 60 * minute, 1), message(noon, 2)]
    expect(kinds(texts)).toEqual(['day', 'message', 'day', 'message'])
    expect(kinds(texts, true)).toEqual(['message', 'day', 'message'])
    expect(kinds([])).toEqual([])
  })

  test('messages of one side within five minutes stand together', () => {
    expect(
      kinds([
        message(noon, 1),
        message(noon + minute, 2),
        message(noon + 2 * minute, 3, 'outbound'),
        message(noon + 8 * minute, 4, 'outbound'),
      ]),
    ).toEqual(['day', 'message', 'grouped', 'message', 'message'])
  })

  test('reading older ones only adds rows above: what is on the screen does not change', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2 * 24 * 60 }), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(gaps, fc.nat(), fc.boolean(), (minutes, cut, more) => {
        let at = noon
        const newestFirst = minutes.map((gap, n) => message((at -= gap * minute), minutes.length - n))
        const read = 1 + (cut % (newestFirst.length - 1))
        const before = threadRows(newestFirst.slice(0, read), true)
        const after = threadRows(newestFirst, more)
        const kept = after.slice(after.length - before.length)
        expect(kept.map((row) => row.key)).toEqual(before.map((row) => row.key))
      }),
    )
  })
})
