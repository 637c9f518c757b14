/** The people and texts of the sample world: long names, every script, every state, every length. */
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Message } from '../../../shared/model/message.ts'
import type { OurNumber } from '../../../shared/model/number.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export const ourNumber: OurNumber = {
  id: 1234,
  name: 'Front desk',
  digits: '+1 302-306-3029',
  e164: '+13023063029',
  country: 'US',
  timeZone: 'America/New_York',
  practice: false,
}

/** A UUID whose last part is `n`. */
export const uuid = (kind: number, n: number): string =>
  `00000000-0000-4000-8000-${String(kind * 1e9 + n).padStart(12, '0')}`

export const longText = (
  'Guten Tag, hier die Zusammenfassung der Wohnungsübergabe mit Rechtsschutzversicherungsgesellschaften und ' +
  'Zählerständen: '
)
  .repeat(20)
  .slice(0, 1600)

type Line = Partial<Message> & { readonly body: string; readonly ago: number }
interface Person {
  readonly peer: string
  readonly name?: string
  readonly draft?: string
  readonly lines: readonly Line[]
}

const received = { direction: 'inbound', state: 'received', read: true, done: false } as const
const unread = { ...received, read: false } as const
const out = (state: Message['state']): Partial<Message> => ({ direction: 'outbound', state })

const people: readonly Person[] = [
  {
    peer: '+14155550132',
    name: 'Maria Gonzalez',
    lines: [
      {
        ...out('delivered'),
        body: 'Hi Maria, your appointment is on Tuesday at 10:30. See you then!',
        ago: 26 * hour,
      },
      { ...received, body: 'Thank you! Could we make it 11 instead?', ago: 25 * hour },
      { ...out('delivered'), body: '11 is fine. I moved it. 👍', ago: 24 * hour },
      { ...unread, body: 'Perfect, see you on Tuesday 😊', ago: 2 * minute },
    ],
  },
  {
    peer: '+4915112345678',
    name: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Donaudampfschifffahrtsgesellschaft',
    draft: 'Sehr geehrte Frau Wolfeschlegelsteinhausenbergerdorff, ',
    lines: [
      { ...out('sent'), body: 'Ihre Unterlagen sind da.', ago: 3 * hour },
      { ...unread, body: longText, ago: 40 * minute },
    ],
  },
  {
    peer: '+97235550147',
    name: 'נועה לוי',
    lines: [
      { ...out('delivered'), body: 'שלום נועה, התור שלך מחר ב־10:30.', ago: 5 * hour },
      { ...unread, body: 'תודה! אפשר לדחות ל־11:00? (Room 4)', ago: 4 * hour },
    ],
  },
  {
    peer: '+971505550199',
    name: 'عبد الرحمن بن محمد الأنصاري',
    lines: [{ ...received, body: 'مرحبا، هل الشقة ما زالت متاحة؟ رقمها 12B', ago: 6 * hour }],
  },
  {
    peer: '+447700900123',
    lines: [
      {
        ...received,
        body: '',
        mediaUrls: ['https://media.example/photo-1.jpg', 'https://media.example/photo-2.jpg'],
        media: [
          { id: uuid(9, 1), state: 'waiting', late: true },
          { id: uuid(9, 2), state: 'expired' },
        ],
        ago: day + 2 * hour,
      },
      { ...received, body: 'That is the leak under the sink', ago: day + hour },
    ],
  },
  {
    peer: '+13025550188',
    name: 'Bob Tiller',
    lines: [
      { ...out('delivered'), body: 'Your order is ready for pick-up.', ago: 2 * day },
      { ...received, body: 'STOP', ago: 2 * day - hour },
    ],
  },
  {
    peer: '+33612345678',
    name: 'Zoë',
    lines: [
      {
        ...out('unknown'),
        error: { code: 'aircall.noClearAnswer', detail: {} },
        body: 'We are on the way and will be there in 20 minutes.',
        ago: 3 * day,
      },
    ],
  },
  {
    peer: '+12125550100',
    name: 'Ng',
    lines: [
      {
        ...out('failed'),
        error: { code: 'aircall.badRecipient', detail: {} },
        body: 'Please call us back about your invoice 4711.',
        ago: 4 * day,
      },
    ],
  },
  {
    peer: '+12125550111',
    lines: [
      {
        ...out('undelivered'),
        body: 'Reminder: https://example.com/'.padEnd(180, 'verylongpath'),
        ago: 9 * day,
      },
    ],
  },
  {
    peer: '+12125550122',
    name: '🎉 Party People 🎉',
    lines: [
      {
        ...out('queued'),
        error: { code: 'aircall.tooManyRequests', detail: {} },
        body: '🎈'.repeat(70),
        ago: 12 * day,
      },
    ],
  },
  { peer: '72975', lines: [{ ...received, verified: false, body: 'Your code is 123456', ago: 400 * day }] },
]

const more: readonly Person[] = Array.from({ length: 50 }, (_, n) => ({
  peer: `+1302555${String(1000 + n)}`,
  ...(n % 3 === 0 ? {} : { name: `Customer ${n + 1}` }),
  lines: [{ ...received, body: `Question number ${n + 1} about the flat`, ago: (20 + n) * day }],
}))

/** The sample messages, oldest first, and their conversations, newest first; times count back from `now`. */
export function samplePeople(now: number): { conversations: Conversation[]; messages: Message[] } {
  const messages: Message[] = []
  const conversations = [...people, ...more].map((person, n): Conversation => {
    const id = uuid(1, n)
    const own = person.lines.map(({ ago, ...line }, m): Message => ({
      id: uuid(2, n * 1000 + m),
      conversationId: id,
      numberId: ourNumber.id,
      peer: person.peer,
      direction: 'inbound',
      mediaUrls: [],
      state: 'received',
      verified: true,
      at: now - ago,
      read: true,
      done: false,
      ...line,
    }))
    messages.push(...own)
    const last = own.at(-1)
    return {
      id,
      numberId: ourNumber.id,
      peer: person.peer,
      ...(person.name === undefined ? {} : { name: person.name }),
      unread: own.filter((message) => !message.read).length,
      draft: person.draft ?? '',
      at: last?.at ?? now,
      ...(last === undefined
        ? {}
        : {
            last: {
              direction: last.direction,
              state: last.state,
              preview: last.body.slice(0, 160),
              media: last.mediaUrls.length,
            },
          }),
    }
  })
  messages.sort((a, b) => a.at - b.at)
  return { conversations: conversations.sort((a, b) => b.at - a.at), messages }
}
