/** Where Tern is killed, and what has to go on so that it comes by there. */

export interface Boundary {
  readonly name: string
  /** `inside`: the process ends itself at this point; `outside`: this test ends it; `random`: at any time. */
  readonly where: 'inside' | 'outside' | 'random'
  /** What leads there. */
  readonly by: Stimulus
  /** How Aircall ends the POSTs of this life, where the boundary is about that end. */
  readonly end?: 'refused' | 'unclear' | 'later'
}

export type Stimulus =
  /** The very first start. */
  | 'first'
  /** The user sends in the window. */
  | 'send'
  /** Texts wait in the queue, or the user sends. */
  | 'texts'
  /** The user decides on a text whose end is not known, or that failed. */
  | 'again'
  | 'mark'
  /** The user takes back what waits. */
  | 'cancel'
  /** The life before ended with a text on its way. */
  | 'crash'
  /** Customers text. */
  | 'inbound'
  /** Status callbacks come for a text that was taken. */
  | 'status'
  /** A start. */
  | 'start'

const both = (name: string, by: Stimulus, end?: Boundary['end']): Boundary[] =>
  ['before', 'after'].map((when) => ({
    name: `${name}:${when}`,
    where: 'inside',
    by,
    ...(end === undefined ? {} : { end }),
  }))
const inside = (name: string, by: Stimulus): Boundary => ({ name, where: 'inside', by })
const outside = (name: string, by: Stimulus): Boundary => ({ name, where: 'outside', by })

/** Of the first start: `:before` and `:after` are the two sides of a commit, here and below. */
export const firstBoundaries: readonly Boundary[] = [
  ...both('key', 'first'),
  ...both('migrate', 'first'),
  { name: 'first', where: 'random', by: 'first' },
]

/** In the order of a text's way out. */
const outbound: readonly Boundary[] = [
  ...both('queue', 'send'),
  ...both('claim', 'texts'),
  inside('post:leaving', 'texts'),
  outside('post:arrived', 'texts'),
  outside('answer:lost', 'texts'),
  outside('answer:sent', 'texts'),
  inside('answer:came', 'texts'),
  ...both('settle-accepted', 'texts'),
  ...both('settle-failed', 'texts', 'refused'),
  ...both('settle-unknown', 'texts', 'unclear'),
  ...both('settle-later', 'texts', 'later'),
  ...both('again', 'again', 'unclear'),
  ...both('mark', 'mark', 'unclear'),
  ...both('cancel', 'cancel', 'later'),
  ...both('receive-status', 'status'),
]

/** In the order of a text's way in. */
const inbound: readonly Boundary[] = [
  outside('callback:half', 'inbound'),
  inside('callback:came', 'inbound'),
  ...both('receive-text', 'inbound'),
  ...both('callback-answer', 'inbound'),
  outside('callback:acknowledged', 'inbound'),
  ...both('notify', 'inbound'),
  ...both('notified', 'inbound'),
]

const random: Boundary = { name: 'random', where: 'random', by: 'texts' }

export const boundaries: readonly Boundary[] = [
  ...outbound,
  ...inbound,
  ...both('registration', 'start'),
  random,
  random,
  random,
]

/** A start after a crash with a text on its way, itself cut short. They belong behind {@link crash}. */
export const recoverBoundaries: readonly Boundary[] = both('recover', 'crash')
export const crash: Boundary = inside('claim:after', 'texts')

/** All names, for the table. */
export const boundaryNames: readonly string[] = [
  ...new Set([...firstBoundaries, ...boundaries, ...recoverBoundaries].map(({ name }) => name)),
]
