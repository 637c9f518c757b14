import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SendOutcome, Store } from '../../../../electron/store/store.ts'
import { verifyLedger } from '../../../../electron/store/verify-ledger.ts'
import { outboundStates } from '../../../../shared/model/message.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  ourNumber,
  quietJob,
  start,
  status,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
beforeAll(() => {
  ;({ store, folder } = newStore(true))
})
afterAll(() => {
  store.close()
  folder.remove()
})

/** One thing that happens, told of the n-th text. */
type Step = (ids: readonly string[]) => void
interface Happening {
  readonly name: string
  readonly act: Step
}

const body = (n: number) => `text ${n}`
const receive = (event: Parameters<typeof arrival>[0]) => store.messages.receive(arrival(event))

const callback = (
  n: number,
  word: string,
  providerAt: number | undefined,
  described: boolean,
): Happening => ({
  name: `p${n} ${word}@${providerAt}${described ? ' described' : ''}`,
  act: () =>
    receive(status(`p${n}`, word, { providerAt, ...(described ? { peer: customer, body: body(n) } : {}) })),
})
const answer = (n: number, outcome: SendOutcome): Happening => ({
  name: `answer ${n} ${outcome.kind}`,
  act: (ids) => {
    store.outbox.settle(ids[n] ?? '', outcome, start)
  },
})
const incoming = (id: string, words: string): Happening => ({
  name: `text ${id}`,
  act: () => receive(text(id, words)),
})

const word = fc.constantFrom('pending', 'sent', 'delivered', 'undelivered', 'failed', 'buffered', 'seen')
const time = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined })
const outcomeOf = (n: number): fc.Arbitrary<SendOutcome> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('accepted' as const),
      providerId: fc.constant(`p${n}`),
      providerStatus: word,
      providerAt: fc.integer({ min: 1, max: 5 }),
    }),
    fc.constant<SendOutcome>({ kind: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } }),
    fc.constant<SendOutcome>({ kind: 'failed', error: { code: 'aircall.refused', detail: {} } }),
  )

/** All that can happen to texts that have left, the POST's answer among it, and texts that come in. */
const happenings = fc
  .tuple(
    fc.tuple(outcomeOf(0), outcomeOf(1)),
    fc.array(fc.tuple(fc.nat(1), word, time, fc.boolean()), { maxLength: 6 }),
    fc.array(fc.constantFrom(['i1', 'Yes'], ['i2', 'Yes'], ['i3', 'No']), { maxLength: 4 }),
  )
  .map(([outcomes, callbacks, texts]): Happening[] => [
    ...outcomes.map((outcome, n) => answer(n, outcome)),
    ...callbacks.map(([n, said, at, described]) => callback(n, said, at, described)),
    ...texts.map(([id = '', words = '']) => incoming(id, words)),
  ])

/** Plays steps on an empty store and tells all that the user could see afterwards, times of storing aside. */
function play(steps: readonly Happening[]) {
  store.numbers.remove(ourNumber.id)
  store.numbers.save(ourNumber)
  const ids = [0, 1].map((n) => store.outbox.queue(draft(body(n)), start).message.id)
  for (const id of ids) store.outbox.claim(id, start, 1)
  for (const { act } of steps) act(ids)
  const conversation = store.conversations.list('', undefined, 1).items[0]
  const { items } = store.messages.page(conversation?.id ?? '', undefined, 200)
  return {
    sent: ids.map((id) => {
      const message = store.messages.get(id)
      return {
        state: message?.state,
        error: message?.error?.code,
        status: message?.providerStatus,
        at: message?.providerAt,
      }
    }),
    received: items
      .filter((item) => item.direction === 'inbound')
      .map((item) => item.body)
      .sort(),
    unread: [conversation?.unread, store.messages.unread()],
    kept: store.events.list(200).length,
  }
}

describe('callbacks, doubled and in any order, before or after the answer to the POST', () => {
  it('end in the same content', () => {
    const shuffled = happenings.chain((steps) =>
      fc.tuple(
        fc.constant(steps),
        fc.shuffledSubarray([...steps, ...steps.slice(2)], { minLength: steps.length * 2 - 2 }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([steps, mixed]) => {
        const [once, again] = [play(steps), play(mixed)]
        expect({ ...again, kept: undefined }).toEqual({ ...once, kept: undefined })
        // Doubles of what is kept are kept too; what found its message is kept nowhere.
        expect(again.kept > 0).toBe(once.kept > 0)
      }),
      { numRuns: 80 },
    )
  })

  it('of two equal texts end in the same content, whichever was lost on the way', () => {
    const equal = fc
      .array(fc.tuple(fc.nat(1), fc.constantFrom('sent', 'delivered', 'undelivered')), { maxLength: 5 })
      .chain((news) => fc.tuple(fc.constant(news), fc.nat(news.length)))
    fc.assert(
      fc.property(equal, ([news, answeredAfter]) => {
        store.numbers.remove(ourNumber.id)
        store.numbers.save(ourNumber)
        const ids = [0, 1].map(() => {
          const { id } = store.outbox.queue(draft('same'), start).message
          store.outbox.claim(id, start, 1)
          return id
        })
        store.outbox.settle(
          ids[0] ?? '',
          { kind: 'accepted', providerId: 'p0', providerStatus: 'pending' },
          start,
        )
        const settle = () =>
          store.outbox.settle(
            ids[1] ?? '',
            { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' },
            start,
          )
        news.forEach(([n, said], index) => {
          if (index === answeredAfter) settle()
          receive(status(`p${n}`, said, { peer: customer, body: 'same' }))
        })
        if (answeredAfter >= news.length) settle()
        const expected = [0, 1].map((n) => {
          const heard = ['accepted', ...news.filter(([of]) => of === n).map(([, said]) => said)]
          return outboundStates.find((state) => state === best(heard))
        })
        expect(ids.map((id) => store.messages.get(id)?.state)).toEqual(expected)
        expect(store.events.count()).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('are in the record, each change once', () => {
    expect(verifyLedger({ path: folder.path, key: storeKey }, quietJob).broken).toBeUndefined()
  })
})

function best(heard: readonly string[]): string | undefined {
  return ['delivered', 'undelivered', 'sent', 'accepted'].find((state) => heard.includes(state))
}
