/** What happens in a story: a data folder's lives, one after the other, and how Aircall behaves in each. All by chance that can be played again. */
import type { BehaviourChange, Trouble } from '../../electron/practice/behaviour.ts'
import { boundaries, crash, firstBoundaries, recoverBoundaries, type Boundary } from './boundaries.ts'
import type { Sabotage } from './orders.ts'
import { createRandom, type Random } from './random.ts'

export interface LifePlan {
  readonly boundary: Boundary
  /** At the nth time that Tern comes by. */
  readonly nth: number
  /** With {@link Boundary.where} `random`: after the start, milliseconds. */
  readonly killAfterMs: number
  readonly behaviour: BehaviourChange
  /** Aircall cannot be reached at all. */
  readonly down: boolean
  /** How many texts the user sends in the window. */
  readonly sends: number
  /** Whether they wait until the way in is registered. */
  readonly sendsWait: boolean
  /** How many customers text. */
  readonly customers: number
  /** Whether the last customers' text comes a second time. */
  readonly repeats: boolean
}

export interface StoryPlan {
  readonly lives: readonly LifePlan[]
  /** Whether status callbacks carry other ids than the answers. An Aircall that changed its mind about that in between would be another unknown. */
  readonly statusIds: 'same' | 'different'
  /** How long a text can be taken back. */
  readonly undoSeconds: number
}

/** How many lives of a story are killed. */
export const livesInStory = 20

const unclear: readonly Omit<Trouble, 'on'>[] = [
  { kind: 'serverError' },
  { kind: 'serverError', status: 502, takesEffect: true },
  { kind: 'html' },
  { kind: 'htmlForbidden' },
  { kind: 'notJson', takesEffect: true },
  { kind: 'emptyBody' },
  { kind: 'redirect' },
  { kind: 'hugeBody', takesEffect: true },
  { kind: 'resetBeforeReading' },
  { kind: 'resetAfterReading' },
  { kind: 'resetAfterReading', takesEffect: true },
  { kind: 'halfAnswer', takesEffect: true },
]
const refused: Omit<Trouble, 'on'> = {
  kind: 'custom',
  status: 400,
  body: JSON.stringify({ key: 'InvalidPayload', error: 'Bad Request', troubleshoot: 'no' }),
}

function sendTrouble({ end, by }: Pick<Boundary, 'end' | 'by'>, random: Random): Trouble | undefined {
  const often = { on: 'send', times: 3 } as const
  if (end === 'refused') return { ...refused, ...often }
  if (end === 'later') return { kind: 'tooMany', ...often }
  if (end !== 'unclear') return undefined
  const trouble = random.pick(unclear)
  // What the user decides on must not turn out to have arrived before the decision.
  if (by === 'again' || by === 'mark') return { ...trouble, takesEffect: false, on: 'send' }
  return { ...trouble, ...often }
}

/** A fault that has nothing to do with the boundary. */
function anyTrouble(random: Random): Trouble | undefined {
  return random.pick([
    () => undefined,
    () => undefined,
    () => sendTrouble({ end: 'refused', by: 'texts' }, random),
    () => sendTrouble({ end: 'later', by: 'texts' }, random),
    () => sendTrouble({ end: 'unclear', by: 'texts' }, random),
    (): Trouble => ({ kind: 'hang', on: 'send', times: 1 }),
    (): Trouble => ({ kind: 'serverError', on: 'configuration', times: 1 }),
    (): Trouble => ({ kind: 'resetAfterReading', on: 'GET', times: 1 }),
  ])()
}

function planBehaviour(boundary: Boundary, trouble: Trouble | undefined, random: Random): BehaviourChange {
  return {
    trouble,
    answerDelayMs: boundary.by === 'status' ? 0 : random.pick([0, 0, 10, 40]),
    // The practice Aircall's minute is a real one: a refusal that told its end would make a text wait that long.
    rateHeaders: trouble?.kind === 'tooMany' ? 'never' : random.pick(['always', 'onRefusal', 'never']),
    resetUnit: random.pick(['secondsFromNow', 'unixSeconds', 'unixMilliseconds']),
    callbacks: {
      lost: false,
      doubled: random.chance(0.3),
      order: random.pick(['usual', 'reversed', 'beforeAnswer']),
      envelope: random.pick(['event_name', 'event', 'nested']),
      fields: random.pick(['usual', 'other']),
      times: random.pick(['milliseconds', 'seconds', 'iso']),
      lastStatus: random.pick(['delivered', 'delivered', 'undelivered']),
    },
  }
}

function planLife(boundary: Boundary, random: Random): LifePlan {
  const { by, end, where } = boundary
  const plain = where !== 'random' && by !== 'inbound'
  const down = end === 'later' && (by === 'cancel' || random.chance(0.4))
  const trouble = plain || end !== undefined ? sendTrouble(boundary, random) : anyTrouble(random)
  return {
    boundary,
    nth: comesAgain(boundary) ? 1 + random.int(2) : 1,
    killAfterMs: by === 'first' ? 50 + random.int(400) : 100 + random.int(1100),
    behaviour: planBehaviour(boundary, trouble, random),
    down,
    sends: by === 'first' || by === 'crash' || by === 'start' ? 0 : 2 + random.int(3),
    sendsWait: by === 'status' || (by === 'inbound' && random.chance(0.5)),
    customers: by === 'inbound' || where === 'random' ? 2 + random.int(3) : random.int(2),
    repeats: random.chance(0.5),
  }
}

/** Whether Tern comes by more than once in a life. After a refusal that says later, the queue pauses for longer than a life. */
const comesAgain = ({ by, end, name }: Boundary): boolean =>
  (by === 'texts' || by === 'inbound') &&
  end !== 'later' &&
  !['callback:half', 'notified:before', 'notified:after'].includes(name)

/** The nth of all boundaries, of which each comes once in a round, in an order of chance. */
function drawn(seed: string, nth: number): Boundary {
  const round = createRandom(`${seed}/${Math.floor(nth / boundaries.length)}`).shuffle(boundaries)
  return at(round, nth % boundaries.length)
}

/** What a bug needs so that it shows: where Tern is killed, three times, before the quiet life. */
const shows: Readonly<Record<Sabotage, string>> = {
  answerFirst: 'callback:acknowledged',
  forget: 'callback:acknowledged',
  twice: 'answer:sent',
  resend: 'answer:lost',
}

/** The story in which a bug that is put in has to be found. */
export function planSpoiled(seed: string, bug: Sabotage): StoryPlan {
  const random = createRandom(`${seed} ${bug}`)
  const boundary = at(
    boundaries.filter(({ name }) => name === shows[bug]),
    0,
  )
  const lives = [at(firstBoundaries, firstBoundaries.length - 1), boundary, boundary, boundary]
  const planned = lives.map((one): LifePlan => {
    const life = planLife(one, random)
    // A status that comes before the answer says what became of a text, and hides the bug.
    const callbacks = { ...life.behaviour.callbacks, order: 'usual' } as const
    return { ...life, behaviour: { ...life.behaviour, callbacks } }
  })
  return { lives: planned, statusIds: 'same', undoSeconds: 0 }
}

/**
 * The story with a number, of a seed. The stories of one seed go through all boundaries evenly.
 * @param index from 0
 */
export function planStory(seed: string, index: number): StoryPlan {
  const random = createRandom(`${seed}.${index}`)
  // A first start, a crash with a text on its way and the starts after it; the others between them.
  const crashed = [crash, ...recoverBoundaries]
  const others = livesInStory - 1 - crashed.length
  const singles = Array.from({ length: others }, (_, nth) => drawn(seed, index * others + nth))
  const crashAt = random.int(others + 1)
  const order = [
    at(firstBoundaries, index % firstBoundaries.length),
    ...singles.slice(0, crashAt),
    ...crashed,
    ...singles.slice(crashAt),
  ]
  return {
    lives: order.map((boundary) => planLife(boundary, random)),
    statusIds: random.pick(['same', 'same', 'different']),
    undoSeconds: random.pick([0, 0, 0, 1]),
  }
}

function at<T>(all: readonly T[], place: number): T {
  const one = all[place]
  if (one === undefined) throw new RangeError('there is nothing at this place')
  return one
}
