/** What the plain requests tell: the key, the pages, the rate headers, the refusals. */
import { readJson, NumberPage } from '../../../electron/aircall/schemas.ts'
import { asFields, own } from '../../../shared/core/aircall-wire.ts'
import { lastAsked, type Asked, type Journal } from '../journal.ts'
import type { Facts, Finding } from '../unknowns.ts'
import { answerForm, parse, plainAnswer, seen, silent } from './finding.ts'

export const rateHeader = /rate-?limit|aircallapi|^retry-after$/i

/** The rate headers of an answer, with their values. */
export const rateHeadersOf = ({ answer }: Pick<Asked, 'answer'>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answer?.headers ?? {}).filter(
      ([name, value]) => rateHeader.test(name) && /^[\w ,;=.:+-]{1,60}$/.test(value),
    ),
  )

export function readingFindings(journal: Journal): Finding[] {
  const found = [
    keyFinding(journal),
    pagesFinding(journal),
    rateFinding(journal),
    resetFinding(journal),
    redirectFinding(journal),
    ...(['no-key', 'wrong-key', 'unknown-number', 'unknown-route', 'wrong-method'] as const).map((id) =>
      plainAnswer(journal, id, id),
    ),
    limitFinding(journal),
  ]
  return found.filter((one) => one !== undefined)
}

function keyFinding(journal: Journal): Finding | undefined {
  const [ping, company] = ['ping', 'company'].map((label) => lastAsked(journal, label))
  if (ping === undefined) return undefined
  if (ping.answer === undefined) return silent('key', `No answer came: ${answerForm(ping)}.`)
  const forms = [ping, company].filter((one) => one !== undefined).map(answerForm)
  const form = ping.answer.status === 200 ? 'accepted' : answerForm(ping)
  return seen('key', form, `GET /ping: ${forms[0] ?? ''}. GET /company: ${forms[1] ?? 'not asked'}.`)
}

function pagesFinding(journal: Journal): Finding | undefined {
  const first = lastAsked(journal, 'numbers-1')
  if (first === undefined) return undefined
  const page = readJson(first.answer?.text ?? '', NumberPage)?.value
  if (page === undefined)
    return seen('pages', 'not understood', `The list was not understood: ${answerForm(first)}.`)
  const names = Object.keys(asFields(own(asFields(parse(first.answer?.text ?? '')?.value), 'meta')) ?? {})
  const facts: Facts = {
    meta: names.filter((name) => /^[a-z_]+$/.test(name)),
    numbersOnAPageOfOne: page.numbers.length,
  }
  const second = lastAsked(journal, 'numbers-2')
  if (second === undefined)
    return seen('pages', 'one page', 'There was one page only, so no link to see.', facts)
  const other = readJson(second.answer?.text ?? '', NumberPage)?.value
  const same = JSON.stringify(other?.numbers) === JSON.stringify(page.numbers)
  return seen(
    'pages',
    same ? 'link, but counting pages does not work' : 'link, and counting pages works',
    `A page has a link to the next one; asked for by its number, page 2 ${same ? 'is page 1 again' : 'is another one'}.`,
    facts,
  )
}

/** Answers that are neither refusals nor trouble: whether these carry the headers is the question. */
const ordinary = (journal: Journal): Asked[] =>
  journal.asked.filter(({ answer, withKey }) => withKey && answer !== undefined && answer.status < 300)
const refused = (journal: Journal): Asked[] => journal.asked.filter(({ answer }) => answer?.status === 429)
const carries = (asked: Asked): boolean =>
  Object.keys(rateHeadersOf(asked)).some((name) => /limit|remaining/i.test(name))

function rateFinding(journal: Journal): Finding | undefined {
  const usual = ordinary(journal)
  if (usual.length === 0) return undefined
  const [with429, refusals] = [refused(journal).filter(carries).length, refused(journal).length]
  const count = usual.filter(carries).length
  const names = [...new Set(journal.asked.flatMap((one) => Object.keys(rateHeadersOf(one))))]
  const facts: Facts = {
    ordinaryAnswers: usual.length,
    withHeaders: count,
    refusals,
    refusalsWithHeaders: with429,
    names,
  }
  if (count === usual.length) return seen('rate-headers', 'always', 'They came with each answer.', facts)
  if (count > 0) return seen('rate-headers', 'sometimes', 'They came with some answers only.', facts)
  if (with429 > 0)
    return seen('rate-headers', 'onRefusal', 'They came with a 429 and with nothing else.', facts)
  if (refusals > 0) return seen('rate-headers', 'never', 'They did not come, with a 429 neither.', facts)
  return seen('rate-headers', 'notOnAnswers', 'They did not come; there was no 429 to look at.', facts)
}

function resetFinding(journal: Journal): Finding | undefined {
  const asked = journal.asked.findLast((one) => resetOf(one) !== undefined)
  if (asked === undefined)
    return ordinary(journal).length === 0 ? undefined : silent('reset-unit', 'No answer carried it.')
  const value = Number(resetOf(asked))
  const date = Date.parse(asked.answer?.headers['date'] ?? '')
  const now = Number.isFinite(date) ? date : asked.endedAt
  const [form, awayMs] = unitOf(value, now)
  const away = Math.round(awayMs / 1000)
  return seen('reset-unit', form, `Its size says: ${form}; that is ${String(away)} s away.`, {
    digits: String(Math.trunc(value)).length,
    secondsAway: away,
  })
}

const resetOf = (asked: Asked): string | undefined => {
  const value = Object.entries(rateHeadersOf(asked)).find(([name]) => /reset/i.test(name))?.[1]
  return value !== undefined && /^\d{1,16}(\.\d+)?$/.test(value) ? value : undefined
}

/** As `shared/core/pacing.ts` reads it. */
function unitOf(value: number, now: number): [form: string, awayMs: number] {
  if (value <= 3600) return ['secondsFromNow', value * 1000]
  if (value < 1e9) return ['millisecondsFromNow', value]
  return value < 1e11 ? ['unixSeconds', value * 1000 - now] : ['unixMilliseconds', value - now]
}

function redirectFinding(journal: Journal): Finding | undefined {
  const answered = journal.asked.filter(({ answer }) => answer !== undefined)
  if (answered.length === 0) return undefined
  const count = answered.filter(
    ({ answer }) => answer !== undefined && answer.status >= 300 && answer.status < 400,
  ).length
  const facts = { answers: answered.length, redirects: count }
  return count === 0
    ? seen('redirects', 'none', `None of ${String(answered.length)} answers did.`, facts)
    : seen(
        'redirects',
        'some',
        `${String(count)} of ${String(answered.length)} answers did; none was followed.`,
        facts,
      )
}

function limitFinding(journal: Journal): Finding | undefined {
  const [refusal] = refused(journal)
  if (refusal?.answer === undefined) {
    const sent = journal.asked.filter(({ label }) => label === 'limit').length
    return sent === 0
      ? undefined
      : silent('limit', `${String(sent)} requests were sent, and none was refused.`)
  }
  const minute = journal.asked.filter(
    ({ answer, endedAt, withKey }) =>
      withKey &&
      answer !== undefined &&
      answer.status !== 429 &&
      endedAt <= refusal.endedAt &&
      endedAt > refusal.endedAt - 60_000,
  ).length
  const over = lastAsked(journal, 'limit-over')
  const overAfter =
    over?.answer?.status === 200 ? Math.round((over.endedAt - refusal.endedAt) / 1000) : undefined
  const told = Object.entries(rateHeadersOf(refusal)).find(([name]) => /limit$/i.test(name))?.[1]
  return seen(
    'limit',
    answerForm(refusal),
    `Refused after ${String(minute)} requests in a minute: ${answerForm(refusal)}.`,
    {
      answeredInTheMinuteBefore: minute,
      ...(told === undefined ? {} : { limitHeader: told }),
      ...(overAfter === undefined ? {} : { allowedAgainAfterS: overAfter }),
      headers: Object.keys(rateHeadersOf(refusal)),
    },
  )
}
