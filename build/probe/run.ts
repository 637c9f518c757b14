/** One run of the probe, from the key to the report. Whatever happens in between, the number is put back. */
import type { AircallKey } from '../../electron/aircall/aircall.ts'
import { createApi } from './api.ts'
import { Stopped } from './asker.ts'
import { createCatcher } from './catcher.ts'
import { conclude, type Ended } from './conclude.ts'
import { endOf } from './forms.ts'
import { createJournal, lastAsked } from './journal.ts'
import { pickNumber, pickPhone } from './pick.ts'
import { createReport, type Report } from './report.ts'
import type { Session } from './session.ts'
import { configuring } from './steps/configuring.ts'
import { errors } from './steps/errors.ts'
import { givingBack, putBack } from './steps/giving-back.ts'
import { group } from './steps/group.ts'
import { limit } from './steps/limit.ts'
import { reading } from './steps/reading.ts'
import { photoLifetime, replies, stopReply } from './steps/replies.ts'
import { sending } from './steps/sending.ts'
import { idsOf, unknowns } from './unknowns.ts'
import { waysToWrite } from './veil.ts'

export interface RunNeeds extends Pick<
  Session,
  | 'asker'
  | 'http'
  | 'fetchMedia'
  | 'tunnel'
  | 'tunnelWords'
  | 'port'
  | 'baseUrl'
  | 'clock'
  | 'waits'
  | 'veil'
  | 'signal'
  | 'giveUp'
  | 'onReplyAsked'
> {
  readonly key: AircallKey
  readonly version: string
  readonly against: Report['against']
}

export interface Run {
  readonly report: Report
  /** What ended it early, when nobody had stopped it. */
  readonly trouble: unknown
}

export async function runProbe(needs: RunNeeds): Promise<Run> {
  const session = createSession(needs)
  const { journal, clock } = session
  let ended: Ended = 'whole'
  let trouble: unknown
  try {
    await allSteps(session)
  } catch (thrown) {
    ended = thrown instanceof Stopped ? 'stopped' : 'broke off'
    if (ended === 'broke off') trouble = thrown
  }
  if (session.number !== undefined) await putBack(session, session.number.id)
  await closeWayIn(session)
  tellTextsOfOthers(session)

  const { number, startedAt } = session
  const report = createReport(journal, conclude(journal, session.phone, ended), {
    tern: needs.version,
    day: new Date(clock.now()).toISOString().slice(0, 10),
    minutes: Math.ceil((clock.now() - startedAt) / 60_000),
    against: needs.against,
    number:
      number === undefined ? undefined : { country: number.country ?? '??', endsIn: endOf(number.e164) },
    ended,
    putBack: session.putBack ?? 'untouched',
    startedAt,
  })
  return { report, trouble }
}

function createSession(needs: RunNeeds): Session {
  const { clock, veil, waits } = needs
  const journal = createJournal()
  const { apiId, apiToken } = needs.key
  veil.keep(apiId.trim(), apiToken.trim())
  return {
    ...needs,
    journal,
    api: createApi({
      ...needs,
      journal,
      readTimeoutMs: waits.readTimeout,
      writeTimeoutMs: waits.writeTimeout,
    }),
    catcher: createCatcher({ clock, journal, veil, slowMs: waits.slow }),
    live: false,
    startedAt: clock.now(),
  }
}

async function allSteps(session: Session): Promise<void> {
  const { asker, journal, veil } = session
  journal.skip(['named-senders'], 'nobody can have such a text come when they want')
  asker.say('Reading what any key may read …')
  const numbers = await reading(session)
  if (numbers === undefined) {
    const reached = lastAsked(journal, 'ping')?.answer !== undefined
    asker.say(
      reached
        ? 'Aircall does not take this key. Nothing more can be asked with it.'
        : 'Aircall was not reached. Check the internet connection: the probe does not use the proxy of the system.',
    )
    journal.skip(
      unknowns.map(({ id }) => id),
      reached ? 'Aircall did not take the key' : 'Aircall was not reached',
    )
    return
  }
  asker.say('Asking what Aircall must refuse: no key, a made-up key, things that are not there …')
  await errors(session)
  const number = await pickNumber(asker, numbers)
  if (number === undefined) {
    const ids = idsOf('configuring', 'sending', 'callbacks', 'replies', 'photos', 'group', 'giving-back')
    journal.skip(ids, 'no number was picked')
  } else {
    session.number = number
    const phone = await pickPhone(asker, number)
    if (phone !== undefined) {
      veil.keep(...waysToWrite(phone))
      session.phone = phone
    }
    await withNumber(session, number.id)
  }
  await photoLifetime(session)
  await limit(session)
}

async function withNumber(session: Session, numberId: number): Promise<void> {
  await configuring(session, numberId)
  await sending(session, numberId)
  await replies(session, numberId)
  await group(session, numberId)
  // Last of the texts: the phone company may block what comes after it.
  await stopReply(session, numberId)
  await givingBack(session, numberId)
  await closeWayIn(session)
}

async function closeWayIn(session: Session): Promise<void> {
  const close = session.closeWayIn
  delete session.closeWayIn
  if (close === undefined) return
  session.journal.closedAt = session.clock.now()
  session.live = false
  await close()
}

/** Aircall keeps no copy of what came here: a customer's text must not be lost because somebody ran a probe. */
function tellTextsOfOthers({ asker, journal, phone }: Session): void {
  const texts = journal.arrived.map(({ event }) => event).filter((event) => event.kind === 'text')
  const others = texts.filter(({ peer }) => peer !== phone && peer !== journal.secondPhone)
  const lines = new Map(
    others.map(({ providerId, peer, body, mediaUrls }) => [
      providerId,
      `  ${[`${peer}:`, body, ...mediaUrls].join(' ')}`,
    ]),
  )
  if (lines.size === 0) return
  asker.sayPlainly(
    [
      'These texts came from others meanwhile. Aircall does not keep them, and they are in no file: note them down.',
      ...lines.values(),
    ].join('\n'),
  )
}
