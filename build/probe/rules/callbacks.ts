/** What the callbacks tell, all that came. */
import { asId, asText, own, type Fields } from '../../../shared/core/aircall-wire.ts'
import { advance, deliveryState } from '../../../shared/core/delivery.ts'
import { plainHeader, serviceWord, timeUnit } from '../forms.ts'
import { lastAsked, type Arrived, type Journal } from '../journal.ts'
import type { Facts, Finding, UnknownId } from '../unknowns.ts'
import { tokensOf } from './configuring.ts'
import { callbacksOf, copiesOf, partsOf, usualCopies } from './copies.ts'
import { isNothing, seen, silent } from './finding.ts'
import { sentMessage } from './sending.ts'

export function callbackFindings(journal: Journal): Finding[] {
  const came = callbacksOf(journal.arrived)
  if (came.length === 0) return noneCame(journal)
  const found = [
    nameFinding(came),
    placeFinding(came),
    peerFinding(came),
    fieldFinding(came, 'text-field', ['body', 'content']),
    timesFinding(came),
    tokenFinding(journal, came),
    idFinding(journal, came),
    wordsFinding(came),
    orderFinding(journal, came),
    doublesFinding(came),
    headersFinding(came),
    speedFinding(journal, came),
    failedFinding(journal),
    slowFinding(journal),
  ]
  return found.filter((one) => one !== undefined)
}

const fromAll: readonly UnknownId[] = [
  ...(['event-name', 'message-place', 'peer', 'text-field', 'times', 'token', 'status-id'] as const),
  ...(['status-words', 'order', 'doubles', 'headers', 'speed'] as const),
]

function noneCame(journal: Journal): Finding[] {
  const lost = journal.wayInLost ? ' The way in was lost meanwhile, so they may have been sent.' : ''
  const says = `No callback came.${lost}`
  return [
    ...(lastAsked(journal, 'send-first') === undefined ? [] : fromAll.map((id) => silent(id, says))),
    ...(lastAsked(journal, 'send-second') === undefined
      ? []
      : [silent('failed', says), silent('slow', says)]),
  ]
}

/** Which of the forms there are: the one, several, or the word for none. */
const some = (forms: readonly string[], none: string): string =>
  [...new Set(forms)].sort().join(' and ') || none

function nameFinding(came: readonly Arrived[]): Finding {
  const names = ['event_name', 'event'].filter((name) =>
    came.some((one) => asText(own(partsOf(one).envelope, name)) !== undefined),
  )
  const form = some(names, 'neither')
  return seen('event-name', form, `${form}.`)
}

function placeFinding(came: readonly Arrived[]): Finding {
  const form = some(
    came.map((one) => {
      const { message, nested } = partsOf(one)
      return nested ? 'data.message' : message === undefined ? 'elsewhere' : 'data'
    }),
    'elsewhere',
  )
  return seen('message-place', form, `${form}.`)
}

const messagesOf = (came: readonly Arrived[]): Fields[] =>
  came.map((one) => partsOf(one).message).filter((message) => message !== undefined)

function peerFinding(came: readonly Arrived[]): Finding {
  const fields = ['external_number', 'raw_digits']
  const values = messagesOf(came).flatMap((message) =>
    fields.map((name) => own(message, name)).filter((value) => !isNothing(value)),
  )
  const names = fields.filter((name) => messagesOf(came).some((message) => !isNothing(own(message, name))))
  const plus = some(
    values.map((value) => (String(value).startsWith('+') ? 'with +' : 'without +')),
    'no number',
  )
  const form = some(names, 'neither')
  return seen('peer', form, `${form}, ${plus}.`, { plus })
}

function fieldFinding(came: readonly Arrived[], id: UnknownId, fields: readonly string[]): Finding {
  const names = fields.filter((name) =>
    messagesOf(came).some((message) => asText(own(message, name)) !== undefined),
  )
  const form = some(names, 'none of them')
  return seen(id, form, `${form}.`)
}

function timesFinding(came: readonly Arrived[]): Finding {
  const unitsOf = (name: string, holders: readonly (Fields | undefined)[]): string =>
    some(
      holders.map((holder) => timeUnit(own(holder, name))).filter((unit) => unit !== undefined),
      'none',
    )
  const facts = {
    timestamp: unitsOf(
      'timestamp',
      came.map((one) => partsOf(one).envelope),
    ),
    ...Object.fromEntries(
      ['created_at', 'sent_at', 'updated_at'].map((name) => [name, unitsOf(name, messagesOf(came))] as const),
    ),
  }
  const form = some(
    Object.values(facts).filter((unit) => unit !== 'none'),
    'none',
  )
  return seen('times', form, `${form}.`, facts)
}

function tokenFinding(journal: Journal, came: readonly Arrived[]): Finding {
  const tokens = tokensOf(journal)
  const newest = tokens.at(-1)
  const forms = came.map(({ event: { token } }) => {
    if (token === undefined) return 'missing'
    if (newest === undefined) return 'nothing to compare'
    return token === newest ? 'right' : tokens.includes(token) ? 'of an earlier POST' : 'wrong'
  })
  const form = some(forms, 'missing')
  const says: Record<string, string> = {
    right: 'It is.',
    wrong: 'It is another one.',
    missing: 'There is none.',
  }
  return seen('token', form, says[form] ?? `${form}.`, countsOf(forms))
}

const countsOf = (forms: readonly string[]): Facts =>
  Object.fromEntries([...new Set(forms)].map((form) => [form, forms.filter((one) => one === form).length]))

/** The statuses of the first text, in the order in which they came. */
const statusesOf = (came: readonly Arrived[], phase: string): Arrived[] =>
  came.filter((one) => one.phase === phase && one.event.kind === 'status')

function idFinding(journal: Journal, came: readonly Arrived[]): Finding | undefined {
  const asked = lastAsked(journal, 'send-first')
  if (asked === undefined) return undefined
  const id = asId(own(sentMessage(asked).message, 'id'))
  const ids = statusesOf(came, 'send-first').map(({ event }) =>
    event.kind === 'status' ? event.providerId : '',
  )
  if (id === undefined) return silent('status-id', 'The answer to the text named no id.')
  if (ids.length === 0) return silent('status-id', 'No status came.')
  const same = ids.filter((one) => one === id).length
  const form = same === ids.length ? 'same' : same === 0 ? 'different' : 'same and different'
  return seen(
    'status-id',
    form,
    form === 'same' ? 'It is.' : form === 'different' ? 'It is not.' : 'Now and then.',
  )
}

function wordsFinding(came: readonly Arrived[]): Finding {
  const events = came.map((one) => {
    const { envelope } = partsOf(one)
    return serviceWord(own(envelope, 'event_name')) ?? serviceWord(own(envelope, 'event'))
  })
  const statuses = came.map((one) => serviceWord(own(partsOf(one).message, 'status')))
  const plain = (words: readonly (string | undefined)[]): string[] =>
    [...new Set(words.filter((word) => word !== undefined))].sort()
  const unread = came.filter(
    ({ event }) => event.kind === 'unreadable' || event.kind === 'unknownEvent',
  ).length
  const facts = { events: plain(events), statuses: plain(statuses), notUnderstoodByTern: unread }
  return seen('status-words', facts.statuses.join(', '), `${facts.statuses.join(', ')}.`, facts)
}

function orderFinding(journal: Journal, came: readonly Arrived[]): Finding | undefined {
  const asked = lastAsked(journal, 'send-first')
  if (asked === undefined) return undefined
  const statuses = statusesOf(came, 'send-first')
  const told = statuses.map(({ event, at }) => ({
    word: (event.kind === 'status' ? serviceWord(event.status) : undefined) ?? 'a word of another form',
    ms: at - asked.endedAt,
  }))
  if (told.length < 2) return silent('order', `${String(told.length)} statuses came: no order to see.`)
  const states = told.map(({ word }) => deliveryState(word)).filter((state) => state !== undefined)
  const backwards = states.some((state, nth) => nth > 0 && advance(states[nth - 1] ?? state, state) !== state)
  const form = told.some(({ ms }) => ms < 0) ? 'beforeAnswer' : backwards ? 'reversed' : 'usual'
  const steps = told.map(({ word, ms }) => `${word} (${String(ms)} ms)`)
  return seen('order', form, `${steps.join(', ')}, counted from the answer to the text.`, { steps })
}

function doublesFinding(came: readonly Arrived[]): Finding {
  // What failed or was slow may come again for that reason.
  const fine = came.filter((one) => copiesOf(one, came).every(({ treatment }) => treatment === 'ordinary'))
  const most = Math.max(0, ...fine.map((one) => copiesOf(one, fine).length))
  if (most === 0) return silent('doubles', 'No callback came that was answered in the ordinary way.')
  return most === 1
    ? seen('doubles', 'once', `None of ${String(fine.length)} did.`, { callbacks: fine.length })
    : seen('doubles', 'doubled', `They do: one came ${String(most)} times.`, { mostCopies: most })
}

function headersFinding(came: readonly Arrived[]): Finding {
  const names = [...new Set(came.flatMap(({ headers }) => Object.keys(headers)))].filter((name) =>
    /^[a-z][a-z0-9-]{0,60}$/.test(name),
  )
  const values = (name: string): string[] => [
    ...new Set(
      came.map(
        ({ headers }) =>
          plainHeader(headers[name]) ?? (headers[name] === undefined ? 'none' : 'another form'),
      ),
    ),
  ]
  const facts = {
    names: names.sort(),
    contentType: values('content-type'),
    userAgent: values('user-agent'),
    httpVersions: [...new Set(came.map(({ httpVersion }) => httpVersion))],
  }
  return seen(
    'headers',
    facts.contentType.join(', '),
    `Content type ${facts.contentType.join(', ')}; user agent ${facts.userAgent.join(', ')}; ${String(names.length)} names. The way in may add some.`,
    facts,
  )
}

function speedFinding(journal: Journal, came: readonly Arrived[]): Finding | undefined {
  const asked = lastAsked(journal, 'send-first')
  const [first] = statusesOf(came, 'send-first')
  if (asked === undefined || first === undefined) return undefined
  const ms = first.at - asked.endedAt
  return seen(
    'speed',
    `${String(Math.round(ms / 1000))} s`,
    `The first status came ${String(ms)} ms after the answer to the text.`,
    {
      firstStatusMs: ms,
    },
  )
}

function failedFinding(journal: Journal): Finding | undefined {
  const came = callbacksOf(journal.arrived)
  const failed = came.find(({ treatment }) => treatment === 'failed')
  if (failed === undefined) return nothingToTreat(journal, 'failed')
  const copies = copiesOf(failed, came)
  const again = copies[usualCopies(journal.arrived)]
  if (again !== undefined) {
    const seconds = Math.round((again.at - failed.at) / 1000)
    return seen('failed', 'again', `It came again after ${String(seconds)} s.`, {
      copies: copies.length,
      againAfterS: seconds,
    })
  }
  const watched = Math.round((watchedUntil(journal) - failed.at) / 1000)
  return seen('failed', 'notAgain', `It did not come again while it was watched for, ${String(watched)} s.`, {
    watchedS: watched,
  })
}

function slowFinding(journal: Journal): Finding | undefined {
  const came = callbacksOf(journal.arrived)
  const slow = came.find(({ treatment }) => treatment === 'slow')
  if (slow === undefined) return nothingToTreat(journal, 'slow')
  const copies = copiesOf(slow, came)
  // Where the one before it failed, a copy says nothing about slowness.
  const told = copies.every(({ treatment }) => treatment !== 'failed')
  const again = !told ? 'not to tell' : copies.length > usualCopies(journal.arrived) ? 'yes' : 'no'
  const facts = { cameAgain: again }
  const rest = `Whether it came again: ${again}.`
  if (slow.hungUpAfterMs === undefined)
    return seen('slow', 'waited', `The other side waited for the answer. ${rest}`, facts)
  const after = String(slow.hungUpAfterMs)
  return seen('slow', 'hungUp', `The other side hung up after ${after} ms. ${rest}`, {
    ...facts,
    hungUpAfterMs: slow.hungUpAfterMs,
  })
}

const nothingToTreat = (journal: Journal, id: UnknownId): Finding | undefined =>
  lastAsked(journal, 'send-second') === undefined ? undefined : silent(id, 'No callback came to treat so.')

/** When the way in was closed, or the last that happened. */
const watchedUntil = ({ asked, arrived, closedAt }: Journal): number =>
  closedAt ?? Math.max(...asked.map((one) => one.endedAt), ...arrived.map(({ at }) => at))
