import { describe, expect, test } from 'vitest'
import { momentWords, timeOfDay } from '../../../renderer/lib/time.ts'
import { askedWords, askText, gapLine, gapSentence, gapsSentence } from '../../../renderer/words/gaps.ts'
import { countSegments } from '../../../shared/core/segments.ts'
import { gapReasons, type Gap } from '../../../shared/model/gap.ts'

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime()
const now = at(24, 16)
const clockOf = (hour: number, minute = 0): string => timeOfDay(at(24, hour, minute))
const open: Gap = { id: 1, numberId: 1234, from: at(24, 14, 2), reason: 'lost', done: false }
const over: Gap = { ...open, to: at(24, 14, 9) }

describe('the note in a conversation', () => {
  test('says from when to when, what was, and what it means', () => {
    const span = `${clockOf(14, 2)} to ${clockOf(14, 9)}`
    expect(gapReasons.map((reason) => gapSentence({ ...over, reason }, now))).toEqual([
      `${span}: this computer could not be reached. A reply sent then may not have arrived.`,
      `${span}: this computer slept. A reply sent then may not have arrived.`,
      `${span}: Tern was not running. A reply sent then may not have arrived.`,
      `${span}: Aircall sent replies elsewhere. A reply sent then may not have arrived here.`,
      `${span}: the number was in Aircall. Look in the Aircall inbox for what came.`,
    ])
  })

  test('of one that is not over, since when', () => {
    const since = `Since ${clockOf(14, 2)}`
    expect(gapReasons.map((reason) => gapSentence({ ...open, reason }, now))).toEqual([
      `${since} this computer cannot be reached. A reply sent now may not arrive.`,
      `${since} this computer could not be reached, because it slept. A reply sent now may not arrive.`,
      `${since} this computer could not be reached, because Tern was not running. A reply sent now may not arrive.`,
      `${since} Aircall sends replies elsewhere. A reply sent now may not arrive here.`,
      `${since} the number is in Aircall. Look in the Aircall inbox for what comes.`,
    ])
  })

  test('has dates when it is not of today, both when it went over midnight', () => {
    const words = (from: number, to: number): string =>
      gapSentence({ ...over, from, to }, now).split(':  ')[0] ?? ''
    expect(words(at(23, 14, 2), at(23, 14, 9))).toContain(
      `${momentWords(at(23, 14, 2), now)} to ${clockOf(14, 9)}:`,
    )
    const night = words(at(23, 22, 10), at(24, 6, 40))
    expect(night).toMatch(/^(23 Nov|Nov 23), .* to (24 Nov|Nov 24), /)
    // Within a minute there is no span to tell.
    expect(words(at(24, 14, 2), at(24, 14, 2) + 40_000)).toMatch(new RegExp(`^${clockOf(14, 2)}: this`))
    expect(words(new Date(2025, 10, 24, 9).getTime(), at(24, 9))).toContain('2025')
  })

  test('never says that a reply was surely lost', () => {
    for (const reason of gapReasons.filter((one) => one !== 'handedBack')) {
      for (const gap of [open, over]) expect(gapSentence({ ...gap, reason }, now)).toContain('may not')
    }
  })
})

describe('several in a row', () => {
  const gaps = (...kinds: Gap['reason'][]): Gap[] =>
    kinds.map((reason, n) => ({ ...over, id: n, reason, from: at(10 + n, 18), to: at(11 + n, 8) }))
  const meaning = (...kinds: Gap['reason'][]): string =>
    gapsSentence(gaps(...kinds), now).replace(/^.*?: (?=[\da-z])/, '')

  test('are counted, with what they have in common', () => {
    expect(gapsSentence(gaps('notRunning', 'notRunning', 'notRunning'), now)).toMatch(
      /^(10 Nov|Nov 10), .* to (13 Nov|Nov 13), .*: 3 times Tern was not running\. Replies sent then may not have arrived\.$/,
    )
    expect(meaning('asleep', 'asleep')).toMatch(/twice this computer slept\. Replies/)
    expect(meaning('asleep', 'notRunning', 'lost')).toMatch(/3 times this computer could not be reached\./)
  })

  test('that were handed back tell where to look, also among others', () => {
    expect(meaning('handedBack', 'handedBack')).toMatch(
      /twice the number was in Aircall\. Look in the Aircall inbox/,
    )
    expect(meaning('handedBack', 'lost', 'handedBack')).toMatch(
      /once this computer could not be reached, and twice the number was in Aircall\. Replies sent then may not have arrived, or are in the Aircall inbox\.$/,
    )
  })
})

test('the line in the notifications has a title of its own', () => {
  expect(gapLine(over, now)).toEqual({
    title: 'This computer could not be reached',
    text: `${clockOf(14, 2)} to ${clockOf(14, 9)}. A reply sent then may not have arrived.`,
  })
  expect(gapLine({ ...open, reason: 'handedBack' }, now)).toEqual({
    title: 'The number is in Aircall',
    text: `Since ${clockOf(14, 2)}. Look in the Aircall inbox for what comes.`,
  })
})

test('whom the user has asked, and when', () => {
  expect(askedWords(over, now)).toBeUndefined()
  expect(askedWords({ ...over, askedAt: at(24, 14, 20), askedPeople: 3 }, now)).toBe(
    `Asked 3 people at ${clockOf(14, 20)}`,
  )
  expect(askedWords({ ...over, askedAt: at(23, 14, 20), askedPeople: 1 }, now)).toMatch(
    /^Asked 1 person on (23 Nov|Nov 23), /,
  )
})

describe('the text that asks to send it again', () => {
  test('says when, blames nobody, and fits into one segment', () => {
    const spans: readonly (readonly [number, number])[] = [
      [at(24, 14, 2), at(24, 14, 9)],
      [at(24, 14, 2), at(24, 14, 2)],
      [at(23, 22, 10), at(24, 6, 40)],
      [new Date(2025, 11, 28, 22, 10).getTime(), at(24, 10, 40)],
    ]
    for (const [from, to] of spans) {
      for (const reason of gapReasons) {
        const text = askText({ ...over, from, to, reason }, now)
        expect(text).toContain(timeOfDay(from).replace(/\u202F/g, ' '))
        expect(text).not.toMatch(/sleep|slept|running|Tern|computer|Aircall/)
        expect(countSegments(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 })
      }
    }
    expect(askText(over, now)).toMatch(
      /^Hello, we could not receive texts from .* to .* today\. If you wrote/,
    )
    expect(askText({ ...over, to: over.from }, now)).toMatch(/receive texts at [^,]* today\./)
  })
})
