import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, deliveryState, standing, type HeardStatus } from '../../../../shared/core/delivery.ts'
import { outboundStates, type OutboundState } from '../../../../shared/model/message.ts'

const states = fc.constantFrom(...outboundStates)
const fold = (news: readonly OutboundState[]): OutboundState => news.reduce(advance, 'queued')

describe('advance', () => {
  it('ends the same for every order of the same news', () => {
    fc.assert(
      fc.property(
        fc
          .array(states, { maxLength: 8 })
          .chain((news) =>
            fc.tuple(fc.constant(news), fc.shuffledSubarray(news, { minLength: news.length })),
          ),
        ([news, shuffled]) => {
          expect(fold(shuffled)).toBe(fold(news))
        },
      ),
    )
  })

  it('does not change when news comes twice', () => {
    fc.assert(
      fc.property(fc.array(states, { maxLength: 8 }), (news) => {
        expect(fold([...news, ...news])).toBe(fold(news))
      }),
    )
  })

  it('takes either what it had or what it heard', () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        expect([from, to]).toContain(advance(from, to))
      }),
    )
  })

  it.each([
    ['claimed', 'accepted', 'accepted'],
    ['claimed', 'unknown', 'unknown'],
    ['claimed', 'failed', 'failed'],
    ['accepted', 'sent', 'sent'],
    ['sent', 'accepted', 'sent'],
    ['delivered', 'sent', 'delivered'],
    ['sent', 'delivered', 'delivered'],
    ['sent', 'undelivered', 'undelivered'],
    ['undelivered', 'sent', 'undelivered'],
    ['undelivered', 'delivered', 'delivered'],
    ['delivered', 'undelivered', 'delivered'],
    ['unknown', 'sent', 'sent'],
    ['sent', 'unknown', 'sent'],
    ['sent', 'failed', 'sent'],
    ['failed', 'delivered', 'delivered'],
  ] as const)('%s, then %s: %s', (from, to, then) => {
    expect(advance(from, to)).toBe(then)
  })
})

describe('deliveryState', () => {
  it.each([
    ['pending', 'accepted'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered'],
    ['failed', 'undelivered'],
    [' Delivered ', 'delivered'],
  ])('%j is %s', (word, state) => {
    expect(deliveryState(word)).toBe(state)
  })

  it.each(['', 'received', 'toString', '__proto__', 'constructor', 'queued', 'zugestellt'])(
    '%j is no known word',
    (word) => {
      expect(deliveryState(word)).toBeUndefined()
    },
  )
})

describe('standing', () => {
  const heard = fc.record({
    word: fc.constantFrom('pending', 'sent', 'delivered', 'failed', 'buffered', 'seen'),
    providerAt: fc.option(fc.nat(4), { nil: undefined }),
  })

  it('is the same for every order of the same statuses, doubled or not', () => {
    const shuffled = fc
      .array(heard, { maxLength: 6 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
      )
    fc.assert(
      fc.property(states, shuffled, (own, [all, mixed]) => {
        expect(standing(own, mixed)).toEqual(standing(own, all))
      }),
    )
  })

  const said = (word: string, providerAt?: number): HeardStatus => ({ word, providerAt })
  it.each([
    ['nothing heard', 'claimed', [], 'claimed', undefined],
    ['a known word', 'claimed', [said('sent')], 'sent', undefined],
    ['an unknown word: Aircall has it', 'unknown', [said('buffered')], 'accepted', 'buffered'],
    ['an older unknown word', 'accepted', [said('buffered', 1), said('sent', 2)], 'sent', undefined],
    ['a newer unknown word', 'accepted', [said('seen', 3), said('delivered', 2)], 'delivered', 'seen'],
    ['an unknown word without a time', 'accepted', [said('seen'), said('sent')], 'sent', undefined],
    ['the newest of two', 'accepted', [said('b', 2), said('a', 3)], 'accepted', 'a'],
  ] as const)('%s', (_, own, all, state, providerStatus) => {
    expect(standing(own, all)).toEqual({ state, providerStatus })
  })
})
