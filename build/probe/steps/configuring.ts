/** Configures the number for the probe's own address, after asking, and sees what each request does. */
import { isSameCallbackUrl, secretOfCallbackUrl } from '../../../shared/core/registration.ts'
import { byHand } from '../by-hand.ts'
import { takeCustody, type Custody, type Held } from '../custody.ts'
import { agreed, pause, type Session } from '../session.ts'
import { idsOf } from '../unknowns.ts'
import { openWayIn } from '../way-in.ts'
import { isOk } from './reading.ts'
import { text } from './texts.ts'

const laterSteps = idsOf('sending', 'callbacks', 'replies', 'photos', 'group', 'giving-back')

export async function configuring(session: Session, numberId: number): Promise<void> {
  const { journal, asker, waits } = session
  const taken = await takeCustody({
    ...session,
    numberId,
    pausesMs: waits.putBack,
    lateWriteMs: waits.lateWrite,
  })
  if ('label' in taken) {
    asker.say('Aircall does not say what is set for this number, so the probe changes nothing.')
    const why = 'what is set for the number could not be read, so nothing was changed'
    return journal.skip([...idsOf('configuring'), ...laterSteps], why)
  }
  session.custody = taken
  await tellWhatIsThere(session, taken, numberId)
  if (taken.before.kind === 'none') await sendUnconfigured(session, numberId)
  else journal.skip(['send-unconfigured'], 'the number was configured for another address')

  const why = await configure(session, taken, numberId)
  if (why === undefined) return
  journal.skip([...idsOf('configuring'), ...laterSteps], why)
  session.live = false
}

async function tellWhatIsThere({ asker }: Session, { before }: Custody, numberId: number): Promise<void> {
  if (before.kind === 'none') {
    asker.say('The number is not configured for texting by API. That is how the probe will leave it.')
    return
  }
  const tern = secretOfCallbackUrl(before.callbackUrl) !== undefined
  asker.say(
    'The number is configured for another address already. The probe will put that address back.' +
      (tern ? '\nIt looks like an address of Tern. If Tern uses this number, quit Tern until the end.' : ''),
  )
  const show = await asker.consent({
    id: 'show-address',
    act: 'Show that address here, so that you can note it down',
    happens: [
      'It may be a secret of whoever uses it: look who can see your screen.',
      'You would need it only if this computer failed in the middle. It will not be in the report.',
    ],
  })
  if (show)
    asker.sayPlainly(`The address that is set now:\n  ${before.callbackUrl}\n${byHand(before, numberId)}`)
}

async function sendUnconfigured(session: Session, numberId: number): Promise<void> {
  const ids = ['send-unconfigured'] as const
  if (session.phone === undefined) return session.journal.skip(ids, 'there was no phone to text')
  const consent = {
    id: 'send-unconfigured',
    act: 'Send a text while the number is not configured',
    happens: [
      'Aircall is expected to refuse it. If it does not, the phone gets a text, and that text costs what a text costs.',
    ],
  }
  if (!(await agreed(session, consent, ids))) return
  await text(session, 'send-unconfigured', numberId, { to: session.phone, body: 'Tern probe: text 0.' })
}

/** Answers why the number is not in use now; nothing when it is. */
async function configure(session: Session, custody: Custody, numberId: number): Promise<string | undefined> {
  const { asker, journal, catcher, waits } = session
  if (!(await asker.consent(configureConsent(session, custody))))
    return 'you did not agree to configure the number'
  asker.say('Opening the way in for callbacks …')
  const closed = await openWayIn(session)
  if (closed !== undefined || session.base === undefined) {
    asker.say(`${closed ?? ''} The number is left as it is.`)
    return `there was no way in for callbacks: ${closed ?? ''}`
  }
  if (custody.before.kind === 'none')
    asker.say(`Should this computer fail before the number is put back:\n${byHand(custody.before, numberId)}`)
  const first = catcher.address(session.base, 'first')
  journal.enter('configure')
  const posted = await custody.post('config-post', first)
  await pause(session, waits.addressCheck)
  let held = await custody.look('config-get')
  if (!holds(held, first) && custody.before.kind === 'held' && !isRefusedForGood(posted.answer?.status)) {
    held = await replace(session, custody, first)
  }
  if (!holds(held, first)) {
    asker.say('Aircall did not take the address, so there is nothing more to see at this number.')
    return isOk(posted) ? 'Aircall did not take the address' : 'Aircall refused the configuration'
  }
  session.live = true
  if (custody.before.kind === 'none') return again(session, custody, first)
  return undefined
}

/** A bad key, a plan without texting, a number that cannot text: a DELETE would only make it worse. */
const isRefusedForGood = (status: number | undefined): boolean => status === 401 || status === 403

function configureConsent({ tunnelWords }: Session, { before }: Custody) {
  const other =
    before.kind === 'held'
      ? [
          'The address that is there now gets no texts until it is put back.',
          'Aircall may give the number a new token when it is put back. Whoever uses that address then has to learn the new one.',
        ]
      : ['Texting in the Aircall apps stops for this number until it is put back. Calls go on.']
  return {
    id: 'configure',
    act: "Configure the number for the probe's own address (POST)",
    happens: [
      ...other,
      'Texts that anybody sends to this number meanwhile come to this computer only. The probe shows them here at the end; Aircall keeps none of them.',
      tunnelWords,
      'At the end, and also when you press Ctrl+C, the probe puts the number back. Do not close this window before.',
    ],
  }
}

async function replace(session: Session, custody: Custody, first: string): Promise<Held> {
  const yes = await agreed(
    session,
    {
      id: 'replace',
      act: 'Delete the address that is there, and set the one of the probe (DELETE, POST)',
      happens: [
        'Aircall did not take the new address while the old one is there.',
        'The old one is put back at the end, as was said.',
      ],
    },
    ['unconfigured', 'delete'],
  )
  if (!yes) return { kind: 'unclear' }
  await custody.remove('config-delete')
  await custody.look('config-get-deleted')
  await custody.post('config-post-fresh', first)
  return custody.look('config-get-fresh')
}

async function again(session: Session, custody: Custody, first: string): Promise<string | undefined> {
  const yes = await agreed(
    session,
    {
      id: 'configure-again',
      act: 'Configure it a second time, for another address of the probe (POST)',
      happens: ['For others nothing changes. Both addresses lead to this computer.'],
    },
    ['configure-again', 'token-again'],
  )
  if (!yes || session.base === undefined) return undefined
  const second = session.catcher.address(session.base, 'second')
  await custody.post('config-post-again', second)
  const held = await custody.look('config-get-again')
  if (holds(held, first) || holds(held, second)) return undefined
  return 'Aircall let go of the address after the second configuration'
}

const holds = (held: Held, url: string): boolean =>
  held.kind === 'held' && isSameCallbackUrl(held.callbackUrl, url)
