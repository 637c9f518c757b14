import { describe, expect, it } from 'vitest'
import { judge } from '../../chaos/judge.ts'
import type { Answer } from '../../chaos/relay.ts'
import type { StoreView, TextView } from '../../chaos/store-view.ts'
import type { Delivery, OwnText } from '../../chaos/witness.ts'

const peer = '+12025550147'
const own = (parts: Partial<OwnText> = {}): OwnText => ({
  id: 'a',
  to: peer,
  body: 'Hello a',
  taken: true,
  again: 0,
  marked: false,
  cancelled: 'no',
  wasClaimed: false,
  broke: [],
  ...parts,
})
const text = (state: TextView['state'], parts: Partial<TextView> = {}): TextView => ({
  id: 'a',
  peer,
  body: 'Hello a',
  state,
  claimed: false,
  ...parts,
})
const reply = (parts: Partial<Delivery> = {}): Delivery => ({
  event: 'message.received',
  providerId: 'r1',
  status: 'received',
  peer,
  body: 'Yes',
  answer: 200,
  ...parts,
})
const news = (status: string, parts: Partial<Delivery> = {}): Delivery =>
  reply({ event: 'message.status_updated', providerId: 'p1', status, body: 'Hello a', ...parts })
const post = (answer: Answer, body = 'Hello a') => ({ to: peer, body, answer })

interface Case {
  readonly own?: readonly OwnText[]
  readonly posts?: readonly ReturnType<typeof post>[]
  readonly taken?: readonly string[]
  readonly deliveries?: readonly Delivery[]
  readonly view?: Partial<StoreView>
  readonly atRest?: boolean
}

function judged({
  own: texts = [],
  posts = [],
  taken = [],
  deliveries = [],
  view = {},
  atRest = false,
}: Case) {
  const witness = {
    texts: new Map(texts.map((one) => [one.id, one])),
    posts,
    taken: () => taken,
    deliveries: [...deliveries],
  }
  const empty: StoreView = {
    damage: [],
    contradictions: [],
    ledger: undefined,
    texts: [],
    inbound: [],
    drafts: {},
    events: deliveries.map(({ providerId }) => ({ providerId, reason: null })),
  }
  return judge(witness, { ...empty, ...view }, { atRest })
}

const there = { providerId: 'r1', peer, body: 'Yes' }

describe('replies', () => {
  it('that got 200 must be there, once, as they came', () => {
    expect(judged({ deliveries: [reply()], view: { inbound: [there] } })).toEqual([])
    expect(judged({ deliveries: [reply()] })).toEqual([expect.stringMatching(/^lost: a reply/)])
    expect(judged({ deliveries: [reply()], view: { inbound: [there], events: [] } })).toEqual([
      expect.stringMatching(/^lost: a callback/),
    ])
    expect(judged({ deliveries: [reply()], view: { inbound: [there, there] } })).toEqual([
      expect.stringMatching(/^twice/),
    ])
    expect(judged({ deliveries: [reply()], view: { inbound: [{ ...there, body: 'No' }] } })).toEqual([
      expect.stringMatching(/^changed/),
    ])
  })

  it('without an answer may be there or not, but never came from nowhere', () => {
    const unanswered = reply({ answer: undefined })
    expect(judged({ deliveries: [unanswered] })).toEqual([])
    expect(judged({ deliveries: [unanswered], view: { inbound: [there] } })).toEqual([])
    expect(judged({ view: { inbound: [there] } })).toEqual([expect.stringMatching(/^made up/)])
  })
})

describe('texts', () => {
  it('that the window was told of must be there', () => {
    expect(judged({ own: [own()] })).toEqual([expect.stringMatching(/^lost/)])
    expect(judged({ own: [own({ taken: false })] })).toEqual([])
    expect(judged({ view: { texts: [text('queued')] } })).toEqual([expect.stringMatching(/^made up/)])
  })

  it.each<[TextView['state'], Case]>([
    ['queued', { posts: [] }],
    ['queued', { posts: [post('later')] }],
    ['accepted', { posts: [post('accepted')], taken: ['Hello a'] }],
    ['accepted', { posts: [post('later'), post('accepted')], taken: ['Hello a'] }],
    ['failed', { posts: [post('refused')] }],
    ['unknown', { posts: [post('none')], taken: ['Hello a'] }],
    ['unknown', { own: [own({ wasClaimed: true })] }],
    ['unknown', { own: [own({ broke: ['net::ERR_NETWORK_CHANGED'] })], posts: [post('accepted')] }],
    ['sent', { own: [own({ marked: true })], posts: [post('unclear')] }],
    ['delivered', { posts: [post('accepted')], taken: ['Hello a'], deliveries: [news('delivered')] }],
    ['accepted', { own: [own({ again: 1 })], posts: [post('none'), post('accepted')], taken: ['Hello a'] }],
  ])('%s can be true', (state, given) => {
    expect(judged({ own: [own()], ...given, view: { texts: [text(state)] } })).toEqual([])
  })

  it.each<[TextView['state'], Case, RegExp]>([
    ['queued', { posts: [post('none')] }, /it has left/],
    ['accepted', { posts: [post('none')] }, /Aircall never took it/],
    ['failed', { posts: [post('unclear')] }, /nobody refused it/],
    ['unknown', { posts: [post('accepted')], taken: ['Hello a'] }, /never on its way without/],
    ['delivered', { posts: [post('accepted')], taken: ['Hello a'] }, /no callback said so/],
    ['sent', { posts: [post('accepted')], taken: ['Hello a'] }, /no callback said so/],
    [
      'accepted',
      { posts: [post('accepted')], taken: ['Hello a'], deliveries: [news('delivered')] },
      /said delivered/,
    ],
    ['accepted', { posts: [post('none'), post('accepted')], taken: ['Hello a'] }, /^twice: sent 2 times/],
    ['queued', { atRest: true }, /nothing keeps it here/],
  ])('%s can be a lie', (state, given, fault) => {
    expect(judged({ own: [own()], ...given, view: { texts: [text(state)] } })).toEqual([
      expect.stringMatching(fault),
    ])
  })

  it('that were taken back are in the draft and never leave', () => {
    const back = own({ cancelled: 'yes' })
    expect(judged({ own: [back], view: { drafts: { [peer]: 'Hello a\nand more' } } })).toEqual([])
    expect(judged({ own: [back] })).toEqual([expect.stringMatching(/^lost/)])
    expect(judged({ own: [back], view: { texts: [text('queued')] } })).toEqual([
      expect.stringMatching(/still there/),
    ])
    expect(judged({ own: [back], posts: [post('none')], view: { drafts: { [peer]: 'Hello a' } } })).toEqual([
      expect.stringMatching(/it has left/),
    ])
  })

  it('to one person leave in their order', () => {
    const second = { id: 'b', body: 'Hello b' }
    const given = {
      own: [own(), own(second)],
      taken: ['Hello a', 'Hello b'],
      view: { texts: [text('accepted'), text('accepted', second)] },
    }
    expect(judged({ ...given, posts: [post('accepted'), post('accepted', 'Hello b')] })).toEqual([])
    expect(judged({ ...given, posts: [post('accepted', 'Hello b'), post('accepted')] })).toEqual([
      expect.stringMatching(/^out of order/),
    ])
  })
})

it('damage, contradictions and a broken record are faults', () => {
  const view = { damage: ['page 7'], contradictions: ['two counts'], ledger: { kind: 'chain' as const } }
  expect(judged({ view })).toHaveLength(3)
})
