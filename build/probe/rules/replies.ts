/** What the replies from the phone tell, and the addresses of their photos. */
import type { InboundText } from '../../../shared/core/callback.ts'
import { asFields, own } from '../../../shared/core/aircall-wire.ts'
import { hostEnd } from '../forms.ts'
import type { Arrived, Journal } from '../journal.ts'
import type { Facts, Finding, UnknownId } from '../unknowns.ts'
import { partsOf } from './copies.ts'
import { isNothing, seen, silent } from './finding.ts'

/** The texts that came from a phone. */
export const textsFrom = (phone: string, arrived: readonly Arrived[]): Arrived[] =>
  arrived.filter(({ event }) => event.kind === 'text' && event.peer === phone)

/** What was asked for, where it is a word. */
const expected: Partial<Record<UnknownId, string>> = {
  'plain-reply': 'tern',
  'emoji-reply': '👍',
  'stop-reply': 'stop',
}

export function replyFindings(journal: Journal, phone: string | undefined): Finding[] {
  if (phone === undefined) return []
  const found = [
    ...(['plain-reply', 'emoji-reply', 'stop-reply'] as const).map((id) => wordFinding(journal, id, phone)),
    photoFinding(journal, phone),
    accessFinding(journal),
    lifetimeFinding(journal, phone),
    groupFinding(journal),
  ]
  return found.filter((one) => one !== undefined)
}

/** Nothing when it was not asked for. */
function replyIn(journal: Journal, id: UnknownId, phone: string): { reply: Arrived | undefined } | undefined {
  if (!journal.phases.includes(id)) return undefined
  const came = textsFrom(phone, journal.arrived).filter(({ phase }) => phase === id)
  const word = expected[id]
  const asAsked = came.find(({ event }) => word !== undefined && textOf(event) === word)
  return { reply: asAsked ?? came.at(-1) }
}

const textOf = (event: Arrived['event']): string =>
  event.kind === 'text' ? event.body.trim().toLowerCase() : ''

function wordFinding(journal: Journal, id: UnknownId, phone: string): Finding | undefined {
  const found = replyIn(journal, id, phone)
  if (found === undefined) return undefined
  const { reply } = found
  if (reply === undefined) return silent(id, `No reply came.${lost(journal)}`)
  const form = textOf(reply.event) === expected[id] ? 'unchanged' : 'changed'
  const says =
    form === 'unchanged' ? 'It came as it was asked for.' : 'It came, with other words than were asked for.'
  return seen(id, form, says, { ...delayOf(reply), fields: fieldsOf(reply) })
}

const lost = ({ wayInLost }: Journal): string => (wayInLost ? ' The way in was lost meanwhile.' : '')

const fieldsOf = (arrived: Arrived): string[] =>
  Object.keys(partsOf(arrived).message ?? {})
    .filter((name) => /^[A-Za-z_]{1,40}$/.test(name))
    .sort()

/** From the time that the message names to its arrival, by two clocks. */
function delayOf({ event, at }: Arrived): Facts {
  const made = (event as InboundText).providerAt
  return made === undefined ? {} : { cameAfterS: Math.round((at - made) / 1000) }
}

function photoFinding(journal: Journal, phone: string): Finding | undefined {
  const found = replyIn(journal, 'photo-reply', phone)
  if (found === undefined) return undefined
  const withPhoto = textsFrom(phone, journal.arrived).find(
    ({ phase, event }) => phase === 'photo-reply' && event.kind === 'text' && event.mediaUrls.length > 0,
  )
  const reply = withPhoto ?? found.reply
  if (reply?.event.kind !== 'text') return silent('photo-reply', `No reply came.${lost(journal)}`)
  const { message } = partsOf(reply)
  const fields = ['media_url', 'mediaUrl', 'media_details'].filter((name) => {
    const held = own(message, name)
    return Array.isArray(held) ? held.length > 0 : !isNothing(held)
  })
  const form = fields.join(' and ') || 'none of the fields that are known'
  const url = usable(reply.event)[0]
  return seen('photo-reply', form, `In ${form}, ${String(reply.event.mediaUrls.length)} addresses.`, {
    addresses: reply.event.mediaUrls.length,
    ...(url === undefined ? {} : addressFacts(url)),
    ...detailFacts(own(message, 'media_details')),
    fields: fieldsOf(reply),
  })
}

const usable = (event: Arrived['event']): string[] =>
  event.kind === 'text' ? event.mediaUrls.filter((url) => URL.canParse(url)) : []

/** The address of the photo that came from the phone. */
export const photoOf = (journal: Journal, phone: string): string | undefined =>
  textsFrom(phone, journal.arrived)
    .filter(({ phase }) => phase === 'photo-reply')
    .flatMap(({ event }) => usable(event))[0]

function addressFacts(url: string): Facts {
  const { protocol, searchParams } = new URL(url)
  const names = [...searchParams.keys()].filter((name) => /^[A-Za-z_-]{1,40}$/.test(name))
  return { scheme: protocol.replace(':', ''), host: hostEnd(url), queryNames: names, ...saidLifetime(url) }
}

function detailFacts(details: unknown): Facts {
  const first = asFields(Array.isArray(details) ? (details as readonly unknown[])[0] : undefined)
  return first === undefined
    ? {}
    : { detailFields: Object.keys(first).filter((name) => /^[a-z_]{1,40}$/.test(name)) }
}

/** Signed addresses say how many seconds they live from their signing. */
function saidLifetime(url: string): { saysSeconds?: number } {
  const said = /^\d{1,8}$/.exec(new URL(url).searchParams.get('X-Amz-Expires') ?? '')?.[0]
  return said === undefined ? {} : { saysSeconds: Number(said) }
}

function accessFinding({ notes }: Journal): Finding | undefined {
  const result = notes.get('photo-access')?.['result']
  if (result === undefined) return undefined
  const form = String(result)
  const says: Record<string, string> = {
    open: 'It does not: the photo came without one.',
    denied: 'It was refused without one (401, 403 or 404).',
    gone: 'It was gone already (410).',
  }
  return seen('photo-access', form, says[form] ?? `It could not be fetched: ${form}.`)
}

function lifetimeFinding(journal: Journal, phone: string): Finding | undefined {
  const watched = journal.notes.get('photo-lifetime')
  const url = photoOf(journal, phone)
  const said = url === undefined ? {} : saidLifetime(url)
  if (watched !== undefined) {
    const [alive, gone] = [watched['aliveAfterS'], watched['goneAfterS']]
    return gone === undefined
      ? seen('photo-lifetime', 'alive', `It was alive after ${String(alive)} s.`, { ...watched, ...said })
      : seen(
          'photo-lifetime',
          'gone',
          `It was alive after ${String(alive)} s and gone after ${String(gone)} s.`,
          { ...watched, ...said },
        )
  }
  if (said.saysSeconds === undefined) return undefined
  return seen(
    'photo-lifetime',
    'said',
    `The address itself says ${String(said.saysSeconds)} s; nobody waited.`,
    said,
  )
}

function groupFinding(journal: Journal): Finding | undefined {
  if (!journal.phases.includes('group-reply')) return undefined
  const reply = journal.arrived.find(({ phase, event }) => phase === 'group-reply' && event.kind === 'text')
  if (reply === undefined) return silent('group-reply', `No reply came that Tern could read.${lost(journal)}`)
  const fields = fieldsOf(reply)
  const form = ['participants', 'group_conversation_id'].filter((name) => fields.includes(name)).join(' and ')
  return seen('group-reply', form || 'as a text', `With ${form || 'nothing that tells of a group'}.`, {
    fields,
  })
}
