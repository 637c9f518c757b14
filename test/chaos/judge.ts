/** Compares what Tern has with what is known from outside. Every sentence it gives is a broken promise. */
import type { OutboundState } from '../../shared/model/message.ts'
import type { StoreView, TextView } from './store-view.ts'
import type { Delivery, OwnText, Witness } from './witness.ts'

export interface Moment {
  /** Tern has had all the time it needs, with an Aircall that behaves, and has ended in order. */
  readonly atRest: boolean
}

const onTheWay: readonly OutboundState[] = ['queued', 'claimed']
const taken: readonly OutboundState[] = ['accepted', 'sent', 'delivered', 'undelivered']

export function judge(witness: Witness, view: StoreView, { atRest }: Moment): string[] {
  return [
    ...view.damage.map((said) => `the file is damaged: ${said}`),
    ...view.contradictions,
    ...judgeInbound(witness, view),
    ...judgePresence(witness, view),
    ...view.texts.flatMap((text) => judgeText(witness, text, atRest)),
    ...judgeOrder(witness, view),
  ]
}

const isText = ({ event }: Delivery): boolean => event === 'message.received'

/** Nothing is lost: what got its 200 is there. Nothing is there twice, and nothing that never came. */
function judgeInbound({ deliveries }: Witness, { inbound, events }: StoreView): string[] {
  const faults: string[] = []
  const acknowledged = deliveries.filter(({ answer }) => answer === 200)
  for (const delivery of acknowledged) {
    if (!events.some(({ providerId }) => providerId === delivery.providerId))
      faults.push(`lost: a callback that got 200 is not kept (${delivery.event} ${delivery.providerId})`)
    if (!isText(delivery)) continue
    const there = inbound.filter(({ providerId }) => providerId === delivery.providerId)
    if (there.length === 0) faults.push(`lost: a reply that got 200 is not there (${delivery.providerId})`)
    if (there.some(({ body, peer }) => body !== delivery.body || peer !== delivery.peer))
      faults.push(`changed: a reply is not as it came (${delivery.providerId})`)
  }
  const came = new Set(deliveries.filter(isText).map(({ providerId }) => providerId))
  const seen = new Set<string>()
  for (const { providerId } of inbound) {
    if (seen.has(providerId)) faults.push(`twice: a reply is there more than once (${providerId})`)
    if (!came.has(providerId)) faults.push(`made up: a reply that never came (${providerId})`)
    seen.add(providerId)
  }
  return faults
}

function judgePresence({ texts }: Witness, view: StoreView): string[] {
  const there = new Set(view.texts.map(({ id }) => id))
  const missing = [...texts.values()].filter((text) => text.taken && !there.has(text.id))
  const strangers = view.texts.filter(({ id }) => !texts.has(id))
  return [
    ...missing.map(({ id }) => `lost: a text that the window was told of is not there (${id})`),
    ...strangers.map(({ id }) => `made up: a text that nobody wrote (${id})`),
  ]
}

function judgeText(witness: Witness, view: TextView, atRest: boolean): string[] {
  const own = witness.texts.get(view.id)
  if (own === undefined) return []
  const lie = (why: string): string => `a lie: ${view.state}, but ${why} (${view.id})`
  const posts = witness.posts.filter(({ body }) => body === own.body)
  const left = posts.filter(({ answer }) => answer !== 'later')
  const took = witness.taken().filter((body) => body === own.body).length
  const faults: string[] = []

  if (left.length > 1 + own.again) faults.push(`twice: sent ${left.length} times (${view.id})`)
  if (view.body !== own.body || view.peer !== own.to)
    faults.push(`changed: not as it was written (${view.id})`)

  if (view.state === 'queued' && left.length > own.again) faults.push(lie('it has left'))
  if (taken.includes(view.state) && took === 0 && !own.marked) faults.push(lie('Aircall never took it'))
  if (view.state === 'failed' && !posts.some(({ answer }) => answer === 'refused'))
    faults.push(lie('nobody refused it'))
  if (view.state === 'unknown' && !own.wasClaimed && !left.some(isUnclear))
    faults.push(lie('it was never on its way without a clear end'))
  if (atRest && onTheWay.includes(view.state)) faults.push(lie('nothing keeps it here'))
  return [...faults, ...judgeNews(witness, own, view, lie)]
}

const isUnclear = ({ answer }: { readonly answer: string }): boolean =>
  answer === 'unclear' || answer === 'none'

/** The state says what the callbacks said: no more, and no less. */
function judgeNews(
  { deliveries }: Witness,
  own: OwnText,
  { state }: TextView,
  lie: (why: string) => string,
): string[] {
  const about = deliveries.filter((one) => !isText(one) && one.body === own.body && one.peer === own.to)
  const said = (word: string): boolean => about.some(({ status }) => status === word)
  const heard = (word: string): boolean =>
    about.some(({ status, answer }) => status === word && answer === 200)
  const faults: string[] = []
  if (state === 'delivered' && !said('delivered')) faults.push(lie('no callback said so'))
  if (state === 'undelivered' && !said('undelivered')) faults.push(lie('no callback said so'))
  if (state === 'sent' && !said('sent') && !own.marked) faults.push(lie('no callback said so'))
  if (state !== 'delivered' && heard('delivered')) faults.push(lie('a callback that got 200 said delivered'))
  // With a second try, bad news and old news may be about the first.
  if (own.again > 0) return faults
  if (!['delivered', 'undelivered'].includes(state) && heard('undelivered'))
    faults.push(lie('a callback that got 200 said undelivered'))
  if (!taken.includes(state) && heard('sent')) faults.push(lie('a callback that got 200 said sent'))
  return faults
}

/** Texts to one person leave in the order in which they were written. */
function judgeOrder({ texts, posts }: Witness, view: StoreView): string[] {
  const left = (body: string): number => posts.findIndex((post) => post.body === body)
  const once = view.texts.filter(({ id }) => texts.get(id)?.again === 0)
  return once.flatMap((text, at) => {
    const mine = left(text.body)
    const overtaken = once
      .slice(0, at)
      .some(({ peer, state, body }) => peer === text.peer && (state === 'queued' || left(body) > mine))
    return mine >= 0 && overtaken ? [`out of order: it left before an earlier one (${text.id})`] : []
  })
}
