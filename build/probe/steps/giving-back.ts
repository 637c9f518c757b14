/** Puts the number back, and sees what that answers. */
import { byHand } from '../by-hand.ts'
import type { Custody, PutBack } from '../custody.ts'
import { lastAsked } from '../journal.ts'
import { agreed, type Session } from '../session.ts'

export async function givingBack(session: Session, numberId: number): Promise<void> {
  const { custody } = session
  if (custody === undefined) return
  if (custody.isChanged()) {
    if (custody.before.kind === 'held') await deleteFirst(session, custody)
    await askAndPutBack(session, custody, numberId)
  }
  if (session.putBack === 'back' && custody.before.kind === 'none') await afterwards(session, custody)
}

/** With an address to put back no DELETE is needed; so it is one more act, with its own question. */
async function deleteFirst(session: Session, custody: Custody): Promise<void> {
  if (!session.live || lastAsked(session.journal, 'config-delete') !== undefined) return
  const consent = {
    id: 'delete-first',
    act: 'Delete the configuration before the old address is put back (DELETE)',
    happens: ['For a moment the number has none, and texting works in the Aircall apps.'],
  }
  if (!(await agreed(session, consent, ['delete', 'unconfigured']))) return
  await custody.remove('config-delete')
  await custody.look('config-get-deleted')
}

async function askAndPutBack(session: Session, custody: Custody, numberId: number): Promise<void> {
  const { asker } = session
  const held = custody.before.kind === 'held'
  const yes = await asker.consent({
    id: 'put-back',
    act: held ? 'Put the old address back now (POST)' : 'Put the number back now (DELETE)',
    happens: [
      held
        ? 'Texts go to the old address again. Its token may be a new one.'
        : 'Texting works in the Aircall apps again.',
      'Callbacks come here no more.',
    ],
  })
  if (!yes) {
    const left = await asker.line(
      'leave',
      [
        'If the number stays as it is, Aircall sends texts to an address where nobody answers once the probe has ended: they would be lost.',
        'Type leave to end the probe and leave the number so all the same. Anything else puts it back.',
      ].join('\n'),
    )
    if (left.trim().toLowerCase() === 'leave') {
      session.putBack = 'left'
      asker.sayPlainly(`The number is left as the probe set it.\n${byHand(custody.before, numberId)}`)
      return
    }
  }
  await putBack(session, numberId)
}

/** Puts it back without asking: that it would be was part of the question before it was changed. */
export async function putBack(session: Session, numberId: number): Promise<PutBack | undefined> {
  const { custody, asker } = session
  if (custody === undefined || session.putBack !== undefined) return session.putBack
  if (custody.isChanged()) asker.say('Putting the number back …')
  session.live = false
  session.putBack = await custody.putBack()
  if (session.putBack === 'back') asker.say('The number is as it was before.')
  if (session.putBack === 'somebody else')
    asker.say(
      'Somebody has configured the number for another address meanwhile. The probe left that as it is.',
    )
  if (session.putBack === 'failed')
    asker.sayPlainly(
      `THE NUMBER COULD NOT BE PUT BACK. Texts that come to it now are lost until it is.\n${byHand(custody.before, numberId)}`,
    )
  return session.putBack
}

async function afterwards(session: Session, custody: Custody): Promise<void> {
  const consent = {
    id: 'delete-again',
    act: 'Delete the configuration once more, although there is none (DELETE)',
    happens: ['Nothing changes.'],
  }
  if (await agreed(session, consent, ['delete-again'])) {
    await custody.remove('delete-again')
    await custody.look('delete-again-get')
  }
  const answer = await session.asker.line(
    'apps-again',
    'Look at the number in an Aircall app: can you write a text from it again? (y, n; Enter: skip)',
  )
  if (/^(y|yes|n|no)$/i.test(answer.trim())) {
    session.journal.answers.set('apps-again', /^y/i.test(answer.trim()))
  } else session.journal.skip(['apps-again'], 'you did not look')
}
