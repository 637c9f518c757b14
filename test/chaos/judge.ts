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
    ...(view.ledger === undefined ? [] : [`the record does not hold: ${JSON.stringify(view.ledger)}`]),
    ...judgeInbound(witness, view),
    ...judgePresence(witness, view),
    ...view.texts.flatMap((text) => judgeText(witness, view, text, atRest)),
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

function judgePresence({ texts, posts }: Witness, view: StoreView): string[] {
  const there = new Set(view.texts.map(({ id }) => id))
  const gone = [...texts.values()].filter((text) => text.taken && !there.has(text.id))
  const missing = gone.filter(({ cancelled }) => cancelled === 'no')
  const takenBack = gone.filter(({ cancelled }) => cancelled !== 'no')
  const sent = takenBack.filter((text) =>
    posts.some(({ body, answer }) => body === text.body && answer !== 'later'),
  )
  const draftless = takenBack.filter((text) => view.drafts[text.to]?.includes(text.body) !== true)
  const still = [...texts.values()].filter(({ id, cancelled }) => cancelled === 'yes' && there.has(id))
  const strangers = view.texts.filter(({ id }) => !texts.has(id))
  return [
    ...missing.map(({ id }) => `lost: a text that the window was told of is not there (${id})`),
    ...sent.map(({ id }) => `a lie: taken back, but it has left (${id})`),
    ...draftless.map(({ id }) => `lost: a text that was taken back is not in the draft (${id})`),
    ...still.map(({ id }) => `a lie: taken back, but it is still there (${id})`),
    ...strangers.map(({ id }) => `made up: a text that nobody wrote (${id})`),
  ]
}

function judgeText(witness: Witness, view: StoreView, text: TextView, atRest: boolean): string[] {
  const own = witness.texts.get(text.id)
  if (own === undefined) return []
  const { id, state } = text
  const posts = witness.posts.filter(({ body }) => body === own.body)
  const left = posts.filter(({ answer }) => answer !== 'later')
  const took = witness.taken().some((body) => body === own.body)
  const refused = posts.some(({ answer }) => answer === 'refused')
  const broke = own.wasClaimed || own.broke.length > 0
  const unclear = broke || left.some(({ answer }) => answer === 'unclear' || answer === 'none')

  const lies: readonly (readonly [boolean, string])[] = [
    [state === 'queued' && left.length > own.again, 'it has left'],
    [taken.includes(state) && !took && !own.marked, 'Aircall never took it'],
    [state === 'failed' && !refused, 'nobody refused it'],
    [state === 'unknown' && !unclear, 'it was never on its way without a clear end'],
    [atRest && onTheWay.includes(state), 'nothing keeps it here'],
    ...newsOf(witness, own, view, text),
  ]
  return [
    ...(left.length > 1 + own.again ? [`twice: sent ${left.length} times (${id})`] : []),
    ...(text.body !== own.body || text.peer !== own.to ? [`changed: not as it was written (${id})`] : []),
    ...lies.flatMap(([told, why]) => (told ? [`a lie: ${state}, but ${why} (${id})`] : [])),
  ]
}

/** The state says what the callbacks said: no more, and no less. */
function newsOf(
  { deliveries }: Witness,
  own: OwnText,
  { events }: StoreView,
  { state }: TextView,
): [boolean, string][] {
  // Killed between a new registration and the answer that tells its token, Tern has what came in that moment as what it
  // could not prove: kept, shown under Health, and no news.
  const unproven = events.filter(({ reason }) => reason === 'wrongToken').map(({ providerId }) => providerId)
  const about = deliveries.filter((one) => !isText(one) && one.body === own.body && one.peer === own.to)
  const said = (word: string): boolean => about.some(({ status }) => status === word)
  const heard = (word: string): boolean =>
    about.some(
      ({ status, answer, providerId }) => status === word && answer === 200 && !unproven.includes(providerId),
    )
  const nobody = 'no callback said so'
  const but = (word: string): string => `a callback that got 200 said ${word}`
  return [
    [state === 'delivered' && !said('delivered'), nobody],
    [state === 'undelivered' && !said('undelivered'), nobody],
    [state === 'sent' && !said('sent') && !own.marked, nobody],
    [state !== 'delivered' && heard('delivered'), but('delivered')],
    // With a second try, bad news and old news may be about the first.
    [
      own.again === 0 && !['delivered', 'undelivered'].includes(state) && heard('undelivered'),
      but('undelivered'),
    ],
    [own.again === 0 && !taken.includes(state) && heard('sent'), but('sent')],
  ]
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
