/** The people of the practice Aircall: numbers of the ranges that are kept for fiction, and what each answers. */
import { practicePeople, type PracticePerson } from '../../shared/core/practice-people.ts'

export interface PracticeNumber {
  readonly id: number
  readonly name: string
  /** As Aircall displays it. */
  readonly digits: string
  readonly e164: string
  readonly country: string
  readonly timeZone: string
  readonly canText: boolean
}

export const practiceNumbers: readonly PracticeNumber[] = [
  {
    id: 4100001,
    name: 'Front desk',
    digits: '+1 202-555-0100',
    e164: '+12025550100',
    country: 'US',
    timeZone: 'America/New_York',
    canText: true,
  },
  {
    id: 4100002,
    name: 'Workshop',
    digits: '+1 312-555-0142',
    e164: '+13125550142',
    country: 'US',
    timeZone: 'America/Chicago',
    canText: true,
  },
  {
    id: 4100003,
    name: 'Old landline (cannot text)',
    digits: '+33 1 99 00 12 34',
    e164: '+33199001234',
    country: 'FR',
    timeZone: 'Europe/Paris',
    canText: false,
  },
]

export interface Reply {
  readonly body: string
  readonly photo?: boolean
  /** Takes her time. */
  readonly slow?: boolean
  /** The text is taken, but its answer is lost; what became of it is told late. */
  readonly breaks?: boolean
}

export interface PracticeCustomer extends PracticePerson {
  readonly reply: Reply
}

/** The known customers. A test refers to them by place; the window suggests them. */
export const practiceCustomers = {
  ordinary: { ...practicePeople.ordinary, reply: { body: 'Thanks! Tomorrow at 9 works for me.' } },
  photo: { ...practicePeople.photo, reply: { body: 'This is the pipe I meant:', photo: true } },
  stop: { ...practicePeople.stop, reply: { body: 'STOP' } },
  emoji: { ...practicePeople.emoji, reply: { body: 'Perfect, see you then 👍🏽🚿' } },
  badLine: { ...practicePeople.badLine, reply: { body: 'It did arrive!', slow: true, breaks: true } },
  slow: { ...practicePeople.slow, reply: { body: 'Sorry, I was driving. Yes please!', slow: true } },
} as const satisfies Record<keyof typeof practicePeople, PracticeCustomer>

const otherReplies = [
  'Got it, thank you!',
  'OK, thanks for letting me know.',
  'Who is this, please?',
  'Great 🙂',
]

/** What the owner of a number answers; a stranger's answer depends on the last digits. */
export function replyOf(number: string): Reply {
  const known = Object.values<PracticeCustomer>(practiceCustomers).find((one) => one.number === number)
  const body = otherReplies[Number(number.slice(-2)) % otherReplies.length] ?? 'OK.'
  return known?.reply ?? { body }
}

/** The first text of a customer, once a number is set up. */
export const greeting = {
  from: practiceCustomers.ordinary.number,
  body: 'Hi! My kitchen tap drips. Could somebody have a look this week?',
}
