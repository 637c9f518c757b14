import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { threadRows } from '../../../../../renderer/features/conversations/thread-rows.ts'
import type { Gap } from '../../../../../shared/model/gap.ts'
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
const kinds = (messages: readonly Message[], more = false, gaps: readonly Gap[] = []): string[] =>
  threadRows(messages.toReversed(), more, gaps).map((row) => {
    if (row.kind === 'gaps') return `gaps ${row.gaps.map(({ id }) => id).join(' ')}`
    return row.kind === 'day' ? 'day' : row.grouped ? 'grouped' : 'message'
  })
const gap = (id: number, from: number, to?: number): Gap => ({
  id,
  numberId: 1,
  from,
  reason: 'lost',
  done: false,
  ...(to === undefined ? {} : { to }),
})

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

  test('a gap stands where it began, between the messages, which then do not stand together', () => {
    const texts = [message(noon, 1), message(noon + minute, 2), message(noon + 3 * minute, 3)]
    const one = gap(7, noon + 2 * minute, noon + 10 * minute)
    expect(kinds(texts, false, [one])).toEqual(['day', 'message', 'grouped', 'gaps 7', 'message'])
    // A message that came within it still shows, under it.
    expect(kinds(texts, false, [gap(7, noon, noon + 2 * minute)])).toEqual([
      'day',
      'gaps 7',
      'message',
      'grouped',
      'grouped',
    ])
    expect(kinds(texts, false, [gap(7, noon + 5 * minute)]).at(-1)).toBe('gaps 7')
    expect(kinds([], false, [one])).toEqual([])
  })

  test('gaps with no message between them are one row; the open one has its own', () => {
    const nights = [1, 2, 3].map((n) => gap(n, noon + n * 10 * minute, noon + n * 10 * minute + minute))
    const texts = [message(noon, 1), message(noon + 25 * minute, 2)]
    expect(kinds(texts, false, [...nights, gap(4, noon + 50 * minute)])).toEqual([
      'day',
      'message',
      'gaps 1 2',
      'message',
      'gaps 3',
      'gaps 4',
    ])
  })

  test('one that began on the day before stands under that day', () => {
    const evening = noon - 12 * 60 * minute - minute
    const texts = [message(noon - 24 * 60 * minute, 1), message(noon, 2)]
    const gaps = [gap(1, evening, noon - 120 * minute), gap(2, noon - 90 * minute, noon - 60 * minute)]
    expect(kinds(texts, false, gaps)).toEqual(['day', 'message', 'gaps 1', 'day', 'gaps 2', 'message'])
  })

  test('what is above the topmost message shows only when nothing older is to be read', () => {
    const early = gap(1, noon - 5 * minute, noon - minute)
    expect(kinds([message(noon, 1)], true, [early])).toEqual(['message'])
    expect(kinds([message(noon, 1)], false, [early])).toEqual(['day', 'gaps 1', 'message'])
  })

  test('every gap stands once, in order', () => {
    const spans = fc.array(fc.integer({ min: 0, max: 48 * 60 }), { maxLength: 30 })
    fc.assert(
      fc.property(spans, spans, (texts, starts) => {
        const newestFirst = texts
          .sort((a, b) => b - a)
          .map((minutes, n) => message(noon + minutes * minute, texts.length - n))
        const gaps = starts
          .sort((a, b) => a - b)
          .map((minutes, n) => gap(n, noon + minutes * minute, noon + (minutes + 1) * minute))
        const rows = threadRows(newestFirst, false, gaps)
        const shown = rows.flatMap((row) => (row.kind === 'gaps' ? row.gaps : []))
        expect(shown).toEqual(newestFirst.length === 0 ? [] : gaps)
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      }),
    )
  })

  test('reading older ones only adds rows above: what is on the screen does not change', () => {
    const spans = fc.array(fc.integer({ min: 0, max: 2 * 24 * 60 }), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(spans, spans, fc.nat(), fc.boolean(), (minutes, starts, cut, more) => {
        let at = noon
        const newestFirst = minutes.map((span, n) => message((at -= span * minute), minutes.length - n))
        let from = noon
        const gaps = starts
          .map((span, n) => gap(starts.length - n, (from -= span * minute), from + minute))
          .toReversed()
        const read = 1 + (cut % (newestFirst.length - 1))
        const before = threadRows(newestFirst.slice(0, read), true, gaps)
        const after = threadRows(newestFirst, more, gaps)
        const kept = after.slice(after.length - before.length)
        expect(kept.map((row) => row.key)).toEqual(before.map((row) => row.key))
      }),
    )
  })
})
