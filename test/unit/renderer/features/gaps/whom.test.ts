import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entriesOf,
  isWorthALine,
  mayAsk,
  mostTicked,
  notTextedSince,
  tickedAtFirst,
} from '../../../../../renderer/features/gaps/whom.ts'
import type { Conversation } from '../../../../../shared/model/conversation.ts'
import { gapReasons, type Gap } from '../../../../../shared/model/gap.ts'
import type { NotificationItem } from '../../../../../shared/model/message.ts'

const minute = 60_000
const day = 1440 * minute
const now = 1_795_000_000_000
const open: Gap = { id: 1, numberId: 7, from: now - 10 * minute, reason: 'lost', done: false }
const over: Gap = { ...open, to: now - 3 * minute }
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const person = (n: number, at = now - 20 * minute): Conversation => ({
  id: id(n),
  numberId: 7,
  peer: `+1302555${1000 + n}`,
  unread: 0,
  draft: '',
  at,
})
const item = (n: number, at: number): NotificationItem => ({
  message: {
    id: id(n),
    conversationId: id(0),
    numberId: 7,
    peer: '+13025550188',
    direction: 'inbound',
    body: 'Hello',
    mediaUrls: [],
    state: 'received',
    verified: true,
    at,
    read: false,
    done: false,
  },
})

describe('whom one can ask', () => {
  test('once it is over, within a week, from the number that replies came to; never after a hand-back', () => {
    expect(mayAsk(over, 7, now)).toBe(true)
    expect(mayAsk(open, 7, now)).toBe(false)
    expect([mayAsk(over, 8, now), mayAsk(over, undefined, now)]).toEqual([false, false])
    expect(mayAsk(over, 7, now + 6 * day)).toBe(true)
    expect(mayAsk(over, 7, now + 7 * day)).toBe(false)
    expect(gapReasons.filter((reason) => !mayAsk({ ...over, reason }, 7, now))).toEqual(['handedBack'])
  })

  test('all are ticked, unless they are many; nobody who was texted since', () => {
    const people = Array.from({ length: mostTicked }, (_, n) => person(n))
    expect(tickedAtFirst(over, people).size).toBe(mostTicked)
    expect(tickedAtFirst(over, [...people, person(50)]).size).toBe(0)
    const since = person(50, now - minute)
    expect(notTextedSince(over, [...people, since])).toEqual(people)
    expect([...tickedAtFirst(over, [person(1), since])]).toEqual([id(1)])
    expect(tickedAtFirst(over, [...people, since]).size).toBe(mostTicked)
  })
})

describe('a line in the list', () => {
  test('is not for what was shorter than a minute, unless there is somebody to ask, or was', () => {
    const short = { ...open, to: open.from + minute - 1 }
    expect(isWorthALine(short, [], now)).toBe(false)
    expect(isWorthALine({ ...short, to: open.from + minute }, [], now)).toBe(true)
    expect(isWorthALine(short, [person(1)], now)).toBe(true)
    expect(isWorthALine({ ...short, askedAt: now }, [], now)).toBe(true)
    expect(isWorthALine(open, [], open.from + minute - 1)).toBe(false)
    expect(isWorthALine(open, [], open.from + minute)).toBe(true)
  })

  test('stands among the texts by its beginning; older ones come with the older texts', () => {
    const gaps = [3, 2, 1].map((n) => ({ ...over, id: n, from: now - (40 - n * 10) * minute }))
    const items = [item(1, now - 5 * minute), item(2, now - 25 * minute)]
    const keys = (more: boolean): string[] => entriesOf(items, gaps, more).map(({ key }) => key)
    expect(keys(false)).toEqual([id(1), 'gap 3', 'gap 2', id(2), 'gap 1'])
    expect(keys(true)).toEqual([id(1), 'gap 3', 'gap 2', id(2)])
    expect(entriesOf([], gaps, false)).toHaveLength(3)
  })

  test('whatever is there stands once, newest first', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 40 })
    fc.assert(
      fc.property(times, times, (texts, starts) => {
        const items = texts.sort((a, b) => b - a).map((at, n) => item(n, at))
        const gaps = starts.sort((a, b) => b - a).map((from, n) => ({ ...over, id: n, from }))
        const entries = entriesOf(items, gaps, false)
        const at = entries.map((entry) => (entry.kind === 'gap' ? entry.gap.from : entry.item.message.at))
        expect(at).toEqual(at.toSorted((a, b) => b - a))
        expect(new Set(entries.map(({ key }) => key)).size).toBe(items.length + gaps.length)
      }),
    )
  })
})
