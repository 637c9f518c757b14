import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bodyLimit,
  decideNotification,
  notificationKey,
  oneLine,
  type NotificationFacts,
} from '../../../../shared/core/notify.ts'
import type { Message } from '../../../../shared/model/message.ts'

const conversationId = '2b0d1c1e-6a51-4c7e-9d5b-0a5a4a3f1c11'
const message: Message = {
  id: '7d9d4f0e-4c2a-4c4c-9a51-0d8c3f1b2a33',
  conversationId,
  numberId: 7,
  peer: '+13023063029',
  direction: 'inbound',
  body: 'See you at 5 <b>sharp</b> & bring keys',
  mediaUrls: [],
  state: 'received',
  verified: true,
  at: 1,
  read: false,
  done: false,
}
const facts: NotificationFacts = {
  message,
  fresh: true,
  name: undefined,
  settings: { enabled: true, showText: true },
  showing: undefined,
  focused: false,
}
const decide = (change: Partial<NotificationFacts>, of: Partial<Message> = {}) =>
  decideNotification({ ...facts, ...change, message: { ...message, ...of } })

describe('whether a text is notified', () => {
  it('shows who and what, as plain text', () => {
    expect(decide({})).toEqual({
      show: true,
      title: '+13023063029',
      body: 'See you at 5 <b>sharp</b> & bring keys',
      key: notificationKey(conversationId),
    })
  })

  it.each([
    ['outbound', {}, { direction: 'outbound' }],
    ['again', { fresh: false }, {}],
    ['done', {}, { done: true }],
    ['switchedOff', { settings: { enabled: false, showText: true } }, {}],
    ['seen', { showing: conversationId, focused: true }, {}],
  ] as const)('is silent: %s', (reason, change, of) => {
    expect(decide(change, of)).toEqual({ show: false, reason })
  })

  it('shows when the conversation is open but the user is elsewhere', () => {
    expect(decide({ showing: conversationId, focused: false })).toMatchObject({ show: true })
    expect(decide({ showing: 'another', focused: true })).toMatchObject({ show: true })
  })

  it('uses the name of the person, unless it is blank', () => {
    expect(decide({ name: 'Ada' })).toMatchObject({ title: 'Ada' })
    expect(decide({ name: ' \n ' })).toMatchObject({ title: '+13023063029' })
  })

  it('says when it may not come from Aircall, even with the text hidden', () => {
    const warning = expect.stringContaining('may not come from Aircall') as string
    expect(decide({}, { verified: false })).toMatchObject({ body: warning })
    expect(decide({ settings: { enabled: true, showText: false } }, { verified: false })).toMatchObject({
      body: warning,
    })
  })

  it.each([
    [{}, { body: '', mediaUrls: ['https://a/1'] }, 'A photo'],
    [{}, { body: 'Look', mediaUrls: ['https://a/1', 'https://a/2'] }, 'Look\n2 photos'],
    [{}, { body: '' }, 'An empty text'],
    [{ settings: { enabled: true, showText: false } }, {}, 'New text'],
    [{ settings: { enabled: true, showText: false } }, { mediaUrls: ['https://a/1'] }, 'A photo'],
  ])('body %#', (change, of, body) => {
    expect(decide(change, of)).toMatchObject({ body })
  })

  it('never shows a word of the text when texts are hidden', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.boolean(), (body, verified) => {
        const marked = `§§${body}`
        const decision = decide({ settings: { enabled: true, showText: false } }, { body: marked, verified })
        expect(JSON.stringify(decision)).not.toContain('§§')
      }),
    )
  })

  it('shows every fresh inbound text that is neither switched off nor seen', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.boolean(),
        fc.boolean(),
        fc.option(fc.string(), { nil: undefined }),
        (body, verified, focused, name) => {
          const decision = decide({ focused, name }, { body, verified })
          expect(decision.show).toBe(true)
          if (decision.show) {
            expect(decision.title.trim()).not.toBe('')
            expect(decision.body.trim()).not.toBe('')
          }
        },
      ),
    )
  })
})

describe('a text on one line', () => {
  it('is cut between characters', () => {
    const family = '👨‍👩‍👧'
    expect(oneLine(family.repeat(5), 3)).toBe(`${family}${family}…`)
    expect(oneLine('short', 5)).toBe('short')
    expect(oneLine('a\n\n b\t\u2028c', 10)).toBe('a b c')
  })

  it('cannot turn the reading direction', () => {
    expect(oneLine('pay \u202Elive\u202C \u2066now\u2069', 50)).toBe('pay live now')
  })

  it('stays within its limit, on one line, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.integer({ min: 1, max: bodyLimit }),
        (text, limit) => {
          const line = oneLine(text, limit)
          const characters = [...new Intl.Segmenter().segment(line)]
          expect(characters.length).toBeLessThanOrEqual(limit)
          expect(line).not.toMatch(/[\r\n\u2028\u2029]/)
        },
      ),
    )
  })
})
