/** What the answers to texts tell. */
import { asFields, own } from '../../../shared/core/aircall-wire.ts'
import { formOf, formOfId, serviceWord, timeUnit } from '../forms.ts'
import { lastAsked, type Asked, type Journal } from '../journal.ts'
import type { Facts, Finding } from '../unknowns.ts'
import { answerForm, parse, plainAnswer, refusalFacts, seen, silent } from './finding.ts'

export function sendingFindings(journal: Journal): Finding[] {
  const found = [
    answerFinding(journal),
    photoFinding(journal),
    plainAnswer(journal, 'bad-recipient', 'bad-recipient'),
    plainAnswer(journal, 'own-number', 'own-number'),
    plainAnswer(journal, 'group-send', 'group-send'),
  ]
  return found.filter((one) => one !== undefined)
}

/** The message in the answer to a text, and whether it is wrapped. */
export function sentMessage({ answer }: Asked): { message: ReturnType<typeof asFields>; wrapped: boolean } {
  const fields = asFields(parse(answer?.text ?? '')?.value)
  const inner = asFields(own(fields, 'message')) ?? asFields(own(fields, 'data'))
  const wrapped = own(fields, 'id') === undefined && inner !== undefined
  return { message: wrapped ? inner : fields, wrapped }
}

function answerFinding(journal: Journal): Finding | undefined {
  const asked = lastAsked(journal, 'send-first')
  if (asked === undefined) return undefined
  if (asked.answer === undefined) return silent('send-answer', `No answer came: ${answerForm(asked)}.`)
  const form = answerForm(asked)
  if (asked.answer.status >= 300)
    return seen('send-answer', form, `It was not taken: ${form}.`, refusalFacts(asked))
  const { message, wrapped } = sentMessage(asked)
  const status = serviceWord(own(message, 'status')) ?? 'no status'
  const facts: Facts = {
    status,
    wrapped,
    id: formOfId(own(message, 'id')),
    times: timeUnit(own(message, 'created_at')) ?? 'no created_at',
    recipient: formOf(own(message, 'raw_digits') ?? own(message, 'external_number')),
    answeredAfterMs: asked.endedAt - asked.startedAt,
  }
  return seen('send-answer', status, `${form}; status ${status}, times in ${String(facts['times'])}.`, facts)
}

function photoFinding(journal: Journal): Finding | undefined {
  const asked = lastAsked(journal, 'photo-alone')
  if (asked?.answer === undefined) return plainAnswer(journal, 'photo-alone', 'photo-alone')
  const form = answerForm(asked)
  const fetches = Number(journal.notes.get('own-photo')?.['fetches'] ?? 0)
  if (asked.answer.status >= 300)
    return seen('photo-alone', 'refused', `It is refused: ${form}.`, { answer: form, ...refusalFacts(asked) })
  return seen(
    'photo-alone',
    'taken',
    `It is taken: ${form}. The photo was fetched ${String(fetches)} times.`,
    {
      answer: form,
      fetches,
    },
  )
}
