/** Asks for replies from the phone, and sees how they come. */
import { endOf, hostEnd } from '../forms.ts'
import type { Arrived } from '../journal.ts'
import { photoOf, textsFrom } from '../rules/replies.ts'
import { seconds } from './texts.ts'
import { agreed, arrivals, pause, type Session } from '../session.ts'

export const replyKinds = {
  'plain-reply': 'the word “Tern”',
  'emoji-reply': 'the emoji 👍 and nothing else',
  'photo-reply': 'a photo (of nothing private)',
  'stop-reply': 'the word STOP',
} as const

export async function replies(session: Session, numberId: number): Promise<void> {
  const { phone, live } = session
  if (!live || phone === undefined) return
  await reply(session, 'plain-reply', phone, numberId)
  await reply(session, 'emoji-reply', phone, numberId)
  await reply(session, 'photo-reply', phone, numberId)
  await photoAccess(session, phone)
}

export async function stopReply(session: Session, numberId: number): Promise<void> {
  const { phone, live, asker } = session
  if (!live || phone === undefined) return
  await reply(session, 'stop-reply', phone, numberId)
  if (session.journal.phases.includes('stop-reply'))
    asker.say('Text START from the phone when you want texts from this number again.')
}

async function reply(
  session: Session,
  kind: keyof typeof replyKinds,
  phone: string,
  numberId: number,
): Promise<void> {
  const { journal, asker, waits } = session
  const waiting = `The probe waits up to ${seconds(waits.reply)} for it.`
  const consent = {
    id: kind,
    act: `Text ${replyKinds[kind]} from the phone that ends in ${endOf(phone)} to the number`,
    happens: [
      'It is you who does this, after the yes. No skips it.',
      kind === 'stop-reply'
        ? 'The phone company may then block texts from this number to the phone. The word START, sent later, ends that.'
        : waiting,
    ],
  }
  if (!(await agreed(session, consent, [kind]))) return
  journal.enter(kind)
  asker.say('Text it now …')
  session.onReplyAsked(kind, phone, numberId)
  // A text that happens to come from the phone first is not the photo.
  const isIt = ({ event }: Arrived): boolean =>
    kind !== 'photo-reply' || (event.kind === 'text' && event.mediaUrls.length > 0)
  await arrivals(session, waits.reply, (arrived) => textsFrom(phone, arrived).some(isIt))
  const came = textsFrom(phone, journal.arrived).some((one) => one.phase === kind)
  asker.say(came ? 'It came.' : 'It did not come.')
}

async function photoAccess(session: Session, phone: string): Promise<void> {
  const url = photoOf(session.journal, phone)
  if (url === undefined) return session.journal.skip(['photo-access', 'photo-lifetime'], 'no photo came')
  const consent = {
    id: 'photo-access',
    act: `Fetch that photo from ${hostEnd(url)}, without a key`,
    happens: ["That server sees this computer's address. The photo is thrown away at once."],
  }
  if (!(await agreed(session, consent, ['photo-access']))) return
  session.journal.notes.set('photo-access', { result: await fetchPhoto(session, url) })
}

/** What became of a fetch, in one word. */
async function fetchPhoto({ fetchMedia, baseUrl, signal }: Session, url: string): Promise<string> {
  const { origin, hostname } = new URL(baseUrl)
  const practiceOrigin = /^(127\.|localhost$)/.test(hostname) ? origin : undefined
  const fetched = await fetchMedia({ url, practiceOrigin, signal })
  switch (fetched.kind) {
    case 'fetched':
      return 'open'
    case 'failed':
      return fetched.failure
    case 'refused':
      return fetched.reason
  }
}

/** Once the number is back: waits for a photo's address to die, as long as the user wants. */
export async function photoLifetime(session: Session): Promise<void> {
  const { asker, journal, waits, clock, phone } = session
  const url = phone === undefined ? undefined : photoOf(journal, phone)
  if (url === undefined || journal.notes.get('photo-access')?.['result'] !== 'open') return
  const answer = await asker.line(
    'photo-lifetime',
    'The number is back. How many minutes shall the probe wait to see when the address of the photo dies? (Enter: none)',
  )
  const minutes = Number(answer)
  if (!(minutes > 0)) return journal.skip(['photo-lifetime'], 'you did not want to wait')
  const startedAt = clock.now()
  const aliveS = (): number => Math.round((clock.now() - startedAt) / 1000)
  let seen = 0
  let result = 'open'
  while (clock.now() - startedAt < minutes * 60_000) {
    await pause(session, waits.photoLook)
    result = await fetchPhoto(session, url)
    if (result !== 'open') break
    seen = aliveS()
  }
  journal.notes.set('photo-lifetime', {
    aliveAfterS: seen,
    result,
    ...(result === 'open' ? {} : { goneAfterS: aliveS() }),
  })
}
