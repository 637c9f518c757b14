/** A text to two phones at once. Tern does not use it; one answer from Aircall would say how replies to it come. */
import { parsePhone } from '../../../shared/core/phone.ts'
import { endOf } from '../forms.ts'
import { agreed, arrivals, type Session } from '../session.ts'
import { idsOf } from '../unknowns.ts'
import { waysToWrite } from '../veil.ts'
import { isOk } from './reading.ts'
import { text } from './texts.ts'

export async function group(session: Session, numberId: number): Promise<void> {
  const { asker, journal, phone, live, number, veil } = session
  if (!live) return
  if (phone === undefined) return journal.skip(idsOf('group'), 'there was no phone to text')
  const typed = await asker.line(
    'group-phone',
    'A second phone, for a text to a group of two (with country code; Enter: skip)',
  )
  const parsed = parsePhone(typed, number?.country ?? '')
  if (!parsed.ok || parsed.address === phone) return journal.skip(idsOf('group'), 'there was no second phone')
  veil.keep(...waysToWrite(parsed.address))
  journal.secondPhone = parsed.address
  const consent = {
    id: 'group-send',
    act: `Send a text to the group of the two phones (${endOf(phone)}, ${endOf(parsed.address)})`,
    happens: ['Both get “Tern probe: a group.”. It costs what two texts cost, or more.'],
  }
  if (!(await agreed(session, consent, idsOf('group')))) return
  const body = { participants: [phone, parsed.address], body: 'Tern probe: a group.' }
  const asked = await text(session, 'group-send', numberId, body, 'group/send')
  if (!isOk(asked)) return journal.skip(['group-reply'], 'Aircall did not take the text to the group')
  const reply = {
    id: 'group-reply',
    act: 'Answer in the group, from one of the phones, with the word “group”',
    happens: ['It is you who does this, after the yes. No skips it.'],
  }
  if (!(await agreed(session, reply, ['group-reply']))) return
  journal.enter('group-reply')
  asker.say('Answer now …')
  session.onReplyAsked('group-reply', phone, numberId)
  await arrivals(session, session.waits.reply, (arrived) =>
    arrived.some(({ event }) => event.kind === 'text'),
  )
}
