/** What the requests about the configuration tell. */
import { asFields, own } from '../../../shared/core/aircall-wire.ts'
import { isSameCallbackUrl } from '../../../shared/core/registration.ts'
import { readHeld, type Held } from '../custody.ts'
import { lastAsked, type Asked, type Journal } from '../journal.ts'
import type { Finding } from '../unknowns.ts'
import { answerForm, parse, plainAnswer, refusalFacts, seen, silent } from './finding.ts'

export function configuringFindings(journal: Journal): Finding[] {
  const found = [
    planFinding(journal),
    unconfiguredFinding(journal),
    plainAnswer(journal, 'configure', 'config-post'),
    againFinding(journal),
    tokenFinding(journal),
    carriersFinding(journal),
    checkFinding(journal),
    plainAnswer(journal, 'send-unconfigured', 'send-unconfigured'),
    deleteFinding(journal),
    plainAnswer(journal, 'delete-again', 'delete-again'),
    appsFinding(journal),
  ]
  return found.filter((one) => one !== undefined)
}

const isOk = (asked: Asked | undefined): boolean =>
  asked?.answer !== undefined && asked.answer.status >= 200 && asked.answer.status < 300

function planFinding(journal: Journal): Finding | undefined {
  const [get, post] = ['config-before', 'config-post'].map((label) => lastAsked(journal, label))
  const refused = [post, get].find((one) => one?.answer?.status === 403 || one?.answer?.status === 401)
  if (refused !== undefined) {
    const form = answerForm(refused)
    return seen('plan', form, `${refused.method} of the configuration: ${form}.`, refusalFacts(refused))
  }
  if (isOk(post) || (get !== undefined && readHeld(get).kind === 'held'))
    return seen('plan', 'allowed', 'It does.')
  return undefined
}

function unconfiguredFinding(journal: Journal): Finding | undefined {
  const found = ['config-before', 'config-get-deleted', 'back-get', 'delete-again-get']
    .map((label) => lastAsked(journal, label))
    .find((one) => one !== undefined && readHeld(one).kind === 'none')
  if (found?.answer === undefined) return undefined
  if (found.answer.status === 404)
    return seen('unconfigured', 'notFound', `${answerForm(found)}.`, refusalFacts(found))
  const fields = asFields(parse(found.answer.text)?.value)
  const url = own(fields, 'callbackUrl')
  const form = url === '' ? 'empties' : url === null ? 'nullUrl' : 'no callbackUrl'
  const words = { empties: 'empty texts', nullUrl: 'nulls', 'no callbackUrl': 'no such field' }[form]
  return seen('unconfigured', form, `${answerForm(found)}, with ${words}.`)
}

const requestedUrl = (asked: Asked): string => {
  const url = own(asFields(asked.body), 'callbackUrl')
  return typeof url === 'string' ? url : ''
}

const holds = (held: Held, url: string): boolean =>
  held.kind === 'held' && isSameCallbackUrl(held.callbackUrl, url)

/** The POST on a number that had an address, the look before it and the look after. */
function secondPost(journal: Journal): { before: Held; post: Asked; after: Held } | undefined {
  const held = (label: string): Held | undefined => {
    const asked = lastAsked(journal, label)
    return asked === undefined ? undefined : readHeld(asked)
  }
  const [again, first] = ['config-post-again', 'config-post'].map((label) => lastAsked(journal, label))
  const [post, before, after] =
    again === undefined
      ? [first, held('config-before'), held('config-get')]
      : [again, held('config-get'), held('config-get-again')]
  if (post === undefined || before?.kind !== 'held' || after === undefined) return undefined
  return { before, post, after }
}

function againFinding(journal: Journal): Finding | undefined {
  const found = secondPost(journal)
  if (found?.before.kind !== 'held') return undefined
  const { before, post, after } = found
  const answer = answerForm(post)
  const facts = { answer, ...refusalFacts(post) }
  if (after.kind === 'unclear')
    return silent('configure-again', `The look afterwards told nothing; the POST: ${answer}.`)
  if (holds(after, requestedUrl(post)))
    return seen('configure-again', 'overwrites', `It overwrites: the new address is held (${answer}).`, facts)
  if (!holds(after, before.callbackUrl))
    return seen('configure-again', 'forgets', `Neither address is held afterwards (${answer}).`, facts)
  return isOk(post)
    ? seen('configure-again', 'ignores', `It does nothing: the old address is held (${answer}).`, facts)
    : seen('configure-again', 'fails', `It fails: the old address is held (${answer}).`, facts)
}

function tokenFinding(journal: Journal): Finding | undefined {
  const found = secondPost(journal)
  if (found?.before.kind !== 'held') return undefined
  const { before, post, after } = found
  if (!holds(after, requestedUrl(post))) return silent('token-again', 'The second POST changed nothing.')
  const [old, fresh] = [before.token, tokenOf(post) || (after.kind === 'held' ? after.token : '')]
  if (old === '' || fresh === '') return silent('token-again', 'No token was told to compare.')
  return old === fresh
    ? seen('token-again', 'same', 'It is the same one.')
    : seen('token-again', 'new', 'It is a new one.')
}

function tokenOf(asked: Asked): string {
  const held = readHeld(asked)
  return held.kind === 'held' ? held.token : ''
}

/** Every token that was told, newest last. */
export const tokensOf = (journal: Journal): string[] =>
  journal.asked
    .filter(({ label }) => label.startsWith('config-') && label !== 'config-before')
    .map(tokenOf)
    .filter((token) => token !== '')

function carriersFinding(journal: Journal): Finding | undefined {
  const about = journal.asked.filter(
    ({ label }) => /^config-(post|get)/.test(label) && label !== 'config-before',
  )
  const held = about.filter((one) => isOk(one) && readHeld(one).kind === 'held')
  const of = (method: string): Asked[] => held.filter((one) => one.method === method)
  if (of('POST').length === 0) return undefined
  const [post, get] = [of('POST'), of('GET')].map((some) => some.some((one) => tokenOf(one) !== ''))
  const form = post === true ? (get === true ? 'both' : 'POST') : get === true ? 'GET' : 'neither'
  const says = {
    both: 'POST and GET both do.',
    POST: 'Only POST does.',
    GET: 'Only GET does.',
    neither: 'None does.',
  }
  return seen('token-in-answers', form, says[form])
}

function checkFinding(journal: Journal): Finding | undefined {
  if (!isOk(lastAsked(journal, 'config-post'))) return undefined
  const came = journal.arrived.filter(({ phase }) => phase === 'configure')
  // Somebody may have texted in just that moment.
  const calls = came.filter(({ method, event }) => method !== 'POST' || event.kind === 'unreadable')
  const methods = [...new Set(calls.map(({ method }) => method))]
  return calls.length === 0
    ? seen('address-check', 'no', 'It does not.')
    : seen('address-check', 'yes', `It does: ${methods.join(', ')}.`, { calls: calls.length, methods })
}

function deleteFinding(journal: Journal): Finding | undefined {
  const asked = journal.asked.find(
    ({ label, answer }) => ['config-delete', 'back-delete'].includes(label) && answer !== undefined,
  )
  if (asked?.answer === undefined) return undefined
  const form = answerForm(asked)
  return seen('delete', form, `${form}.`, refusalFacts(asked))
}

function appsFinding({ answers }: Journal): Finding | undefined {
  const back = answers.get('apps-again')
  if (back === undefined) return undefined
  return back
    ? seen('apps-again', 'yes', 'It is, as the user saw.')
    : seen('apps-again', 'no', 'It is not, as the user saw.')
}
