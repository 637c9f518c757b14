/** Sends texts to the phone, each after asking, and treats their callbacks well and badly. */
import { endOf } from '../forms.ts'
import { copiesOf, usualCopies } from '../rules/copies.ts'
import { agreed, arrivals, type Session } from '../session.ts'
import { idsOf, type UnknownId } from '../unknowns.ts'
import { isOk } from './reading.ts'
import { seconds, text } from './texts.ts'

export async function sending(session: Session, numberId: number): Promise<void> {
  if (!session.live) return
  await refusals(session, numberId)
  const { phone, journal } = session
  if (phone === undefined) {
    journal.skip(idsOf('sending', 'callbacks', 'replies', 'photos'), 'there was no phone to text')
    return
  }
  await first(session, numberId, phone)
  await second(session, numberId, phone)
  await photoAlone(session, numberId, phone)
}

async function first(session: Session, numberId: number, to: string): Promise<void> {
  const { asker, waits } = session
  const consent = {
    id: 'send-first',
    act: `Send a text to the phone that ends in ${endOf(to)}`,
    happens: [
      'The phone gets “Tern probe: text 1.”. It costs what a text costs.',
      `Then the probe waits up to ${seconds(waits.statuses)} for what Aircall tells of it.`,
    ],
  }
  if (!(await agreed(session, consent, ['send-answer', ...idsOf('callbacks')]))) return
  const asked = await text(session, 'send-first', numberId, { to, body: 'Tern probe: text 1.' })
  if (!isOk(asked)) asker.say('Aircall did not take it.')
}

async function second(session: Session, numberId: number, to: string): Promise<void> {
  const { journal, catcher, waits } = session
  const ids: UnknownId[] = ['failed', 'slow']
  const consent = {
    id: 'send-second',
    act: 'Send a second text, and treat its callbacks badly',
    happens: [
      'The phone gets “Tern probe: text 2.”. It costs what a text costs.',
      `The first callback is answered with an error (500), the next only after ${seconds(waits.slow)}.`,
      `Then the probe waits up to ${seconds(waits.again)} to see whether they come once more.`,
    ],
  }
  if (!(await agreed(session, consent, ids))) return
  catcher.treat('failed', 'slow')
  try {
    const asked = await text(session, 'send-second', numberId, { to, body: 'Tern probe: text 2.' })
    if (!isOk(asked)) return
    session.asker.say(`Waiting up to ${seconds(waits.again)} to see whether a callback comes again …`)
    const usual = usualCopies(journal.arrived)
    await arrivals(session, waits.again, (arrived) => {
      const failed = arrived.find(({ treatment }) => treatment === 'failed')
      return failed !== undefined && copiesOf(failed, arrived).length > usual
    })
  } finally {
    catcher.treat()
  }
}

async function photoAlone(session: Session, numberId: number, to: string): Promise<void> {
  if (session.base === undefined) return
  const consent = {
    id: 'photo-alone',
    act: 'Send a photo without a text',
    happens: [
      'The phone gets a small drawing of a pipe, which Aircall fetches from this computer. It costs what a photo costs.',
    ],
  }
  if (!(await agreed(session, consent, ['photo-alone']))) return
  const mediaUrl = [session.catcher.photoAddress(session.base)]
  await text(session, 'photo-alone', numberId, { to, mediaUrl })
}

async function refusals(session: Session, numberId: number): Promise<void> {
  const bad = {
    id: 'bad-recipient',
    act: 'Ask Aircall to text “not-a-number”',
    happens: ['Aircall is expected to refuse it. There is nobody whom it could reach.'],
  }
  if (await agreed(session, bad, ['bad-recipient'])) {
    const body = { to: 'not-a-number', body: 'Tern probe: to nobody.' }
    await text(session, 'bad-recipient', numberId, body)
  }
  const own = session.number?.e164
  if (own === undefined) return
  const self = {
    id: 'own-number',
    act: 'Ask Aircall to text the number itself',
    happens: ['Aircall is expected to refuse it. If it does not, it costs what a text costs.'],
  }
  if (await agreed(session, self, ['own-number'])) {
    await text(session, 'own-number', numberId, { to: own, body: 'Tern probe: to itself.' })
  }
}
