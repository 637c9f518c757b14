/** One life of Tern: from its start to the kill. */
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { practiceCustomers } from '../../electron/practice/practice.ts'
import { inWords, learnBroken, readJournal } from './journal.ts'
import type { Act, Entry, Sabotage } from './orders.ts'
import { ourNumber, type Outside } from './outside.ts'
import type { LifePlan } from './plan.ts'
import { startTern } from './process.ts'
import type { Random } from './random.ts'
import type { StoreView } from './store-view.ts'

export interface LifeNeeds {
  readonly dataDir: string
  readonly outside: Outside
  readonly hook: string
  readonly tunnelHost: string
  readonly random: Random
  /** The store as the life before left it. */
  readonly before: StoreView | undefined
  readonly sabotage?: Sabotage
}

export interface LifeEnd {
  /** Whether Tern was killed at the boundary; else it was killed because it did not come by in time. */
  readonly reached: boolean
  readonly how: NodeJS.Signals | number
  /** The points it came by. */
  readonly trace: readonly string[]
}

/**
 * A life in which nothing has happened for so long does not come to its boundary any more, milliseconds. No limit on the
 * whole of it: on a busy computer everything takes its time.
 */
const longestIdle = 4_000
/** Until the first sign of life. */
const longestStart = 30_000

// Without the one on a bad line, whose texts never get an answer: this test says itself what goes wrong.
const { badLine: _, ...customers } = practiceCustomers
const people: readonly string[] = Object.values(customers).map(({ number }) => number)
const words = ['On my way.', 'Passt 👍🏽', 'مرحبا، نعم', 'Ça marche – à 9 h', 'ok', 'x'.repeat(300)]

export async function live(plan: LifePlan, needs: LifeNeeds): Promise<LifeEnd> {
  const { dataDir, outside, random } = needs
  const { boundary, nth } = plan
  const journal = join(dataDir, 'chaos-journal')
  rmSync(journal, { force: true })
  const acts = makeActs(plan, needs)
  outside.aircall.behave(plan.behaviour)
  outside.cutsOff = boundary.name === 'callback:half'
  await (plan.down ? outside.relay.down() : outside.relay.up())
  const addressBefore = outside.aircall.configured(ourNumber.id)?.callbackUrl

  let reached = false
  let seen = 0
  const tern = startTern({
    ...needs,
    env: { TERN_AIRCALL_URL: outside.relay.url, TERN_TUNNEL_HOST: needs.tunnelHost },
    orders: {
      journal,
      ...(boundary.where === 'inside' ? { kill: { point: boundary.name, nth } } : {}),
      acts,
      actsWait: plan.sendsWait,
      ...(needs.sabotage === undefined ? {} : { sabotage: needs.sabotage }),
    },
    hidden: acts.length === 0,
    output: join(dataDir, 'chaos-output'),
  })
  const end = (): void => {
    reached = true
    tern.kill()
  }
  outside.watch = (moment) => {
    if (moment === boundary.name && ++seen === nth) end()
  }
  const timer = boundary.where === 'random' ? setTimeout(end, plan.killAfterMs) : undefined
  const stopWatching = watchIdle(() => signsOf(journal, outside), tern.kill)

  let over = false
  const how = tern.ended.finally(() => (over = true))
  const texting = customersText(plan, outside, random, () =>
    over ? 'over' : outside.aircall.configured(ourNumber.id)?.callbackUrl !== addressBefore,
  )
  const signal = await how
  clearTimeout(timer)
  stopWatching()
  outside.watch = () => undefined
  await texting

  const entries = readJournal(journal)
  learn(outside, acts, entries)
  learnBroken(outside.witness, entries)
  const trace = entries.map(inWords)
  const atPoint = trace.filter((point) => point === boundary.name).length === nth
  return { reached: reached || (boundary.where === 'inside' && atPoint), how: signal, trace }
}

/** Changes with whatever Tern does; empty before it has done anything. */
function signsOf(journal: string, { witness, aircall }: Outside): string {
  if (!existsSync(journal)) return ''
  const answers = witness.deliveries.filter(({ answer }) => answer !== undefined).length
  return [statSync(journal).size, witness.deliveries.length, answers, aircall.requests.length].join(' ')
}

/** Calls `act` once there have been no new signs for too long. @returns stops watching */
function watchIdle(signs: () => string, act: () => void): () => void {
  let last = signs()
  let since = Date.now()
  const timer = setInterval(() => {
    const now = signs()
    if (now !== last) [last, since] = [now, Date.now()]
    else if (Date.now() - since > (now === '' ? longestStart : longestIdle)) act()
  }, 100)
  return () => clearInterval(timer)
}

function makeActs(plan: LifePlan, { outside, random, before }: LifeNeeds): Act[] {
  const { by, where } = plan.boundary
  const decides = by === 'again' || by === 'mark' || by === 'cancel'
  const acts = Array.from({ length: plan.sends }, (): Act => {
    const id = randomUUID()
    // What is to be decided on goes to somebody for whom nothing else waits.
    const to = decides ? `+1212555${String(100 + random.int(100)).padStart(4, '0')}` : random.pick(people)
    // No two texts are equal: the checks tell them apart by their words.
    const body = `${random.pick(words)} ${id}`
    outside.witness.texts.set(id, {
      id,
      to,
      body,
      taken: false,
      again: 0,
      marked: false,
      cancelled: 'no',
      wasClaimed: false,
      broke: [],
    })
    return { kind: 'send', draft: { id, numberId: ourNumber.id, to, body, mediaUrls: [] } }
  })
  const [first] = acts
  if (decides && first?.kind === 'send') return [first, { kind: by, messageId: first.draft.id }]
  const open = before?.texts.filter(({ state }) => state === 'unknown') ?? []
  if (where === 'random' && open.length > 0 && random.chance(0.5))
    acts.push({ kind: random.pick(['again', 'mark']), messageId: random.pick(open).id })
  return acts
}

/** Texts of customers, as soon as there is a way in. */
async function customersText(
  plan: LifePlan,
  { aircall, witness }: Outside,
  random: Random,
  ask: () => boolean | 'over',
): Promise<void> {
  if (plan.customers === 0) return
  const texts = Array.from({ length: plan.customers }, () => ({
    numberId: ourNumber.id,
    from: random.pick(people),
    body: random.pick(words),
    id: `reply-${randomUUID()}`,
  }))
  const earlier = witness.deliveries.filter(({ event }) => event === 'message.received').at(-1)
  if (plan.repeats && earlier !== undefined)
    texts.push({ numberId: ourNumber.id, from: earlier.peer, body: earlier.body, id: earlier.providerId })
  for (let there = ask(); there !== true; there = ask()) {
    if (there === 'over') return
    await new Promise((done) => setTimeout(done, 10))
  }
  // Not waited for: what is under way when Tern is killed gets no answer, and a tunnel server takes its time to say so.
  for (const text of texts) void aircall.customerTexts(text)
}

/** What the user did and was told in this life. */
function learn({ witness }: Outside, acts: readonly Act[], entries: readonly Entry[]): void {
  for (const act of acts) {
    const id = act.kind === 'send' ? act.draft.id : act.messageId
    const text = witness.texts.get(id)
    const mine = entries.filter((entry) => 'id' in entry && entry.id === id)
    // A text that is sent and decided on in the same life: the decision comes last.
    const asked = mine.filter(({ kind }) => kind === 'asked').length
    const told = mine.flatMap((entry) => (entry.kind === 'answered' ? [entry.code] : []))
    if (text === undefined || asked === 0) continue
    if (act.kind === 'send') {
      text.taken = told[0] === 'ok'
      continue
    }
    const sentHere = acts.some((other) => other.kind === 'send' && other.draft.id === id)
    const nth = sentHere ? 1 : 0
    // Without an answer it may have been done.
    if (asked <= nth || (told[nth] ?? 'ok') !== 'ok') continue
    if (act.kind === 'again') text.again += 1
    else if (act.kind === 'mark') text.marked = true
    else text.cancelled = told[nth] === 'ok' ? 'yes' : 'perhaps'
  }
}
