/** How findings are put together. Rules are pure: the same journal always gives the same findings. */
import { asFields, asText, own } from '../../../shared/core/aircall-wire.ts'
import { serviceWord } from '../forms.ts'
import { lastAsked, type Asked, type Journal } from '../journal.ts'
import type { Facts, Finding, UnknownId } from '../unknowns.ts'

export const seen = (id: UnknownId, form: string, says: string, facts: Facts = {}): Finding => ({
  id,
  outcome: 'seen',
  form,
  says,
  ...(Object.keys(facts).length === 0 ? {} : { facts }),
})

export const silent = (id: UnknownId, says: string): Finding => ({ id, outcome: 'noAnswer', says })

export const unasked = (id: UnknownId, why: string): Finding => ({ id, outcome: 'notAsked', says: why })

export const isNothing = (value: unknown): boolean => value === undefined || value === null

export type BodyForm = 'empty' | 'application' | 'edge' | 'json' | 'html' | 'other'

/** How a body looks: one of Aircall's two shapes for refusals, other JSON, or no JSON at all. */
export function bodyForm(text: string): BodyForm {
  if (text.trim() === '') return 'empty'
  const parsed = parse(text)
  if (parsed === undefined) return /^\s*<(!doctype|html|\?xml)/i.test(text) ? 'html' : 'other'
  const fields = asFields(parsed.value)
  if (['key', 'error', 'troubleshoot', 'code'].some((name) => own(fields, name) !== undefined))
    return 'application'
  return asText(own(fields, 'message')) === undefined ? 'json' : 'edge'
}

export function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // No JSON, which is an answer too.
    return undefined
  }
}

/** Status and body of an answer, such as `403 edge`; why there is none otherwise. */
export function answerForm({ answer, failure }: Asked): string {
  if (answer !== undefined) return `${String(answer.status)} ${bodyForm(answer.text)}`
  return failure === 'timedOut'
    ? 'no answer in time'
    : failure === 'notSent'
      ? 'not reached'
      : 'connection broke'
}

/** The words of a refusal, which are the service's own. */
export function refusalFacts({ answer }: Asked): Facts {
  if (answer === undefined || answer.status < 400) return {}
  const fields = asFields(parse(answer.text)?.value)
  const words = ['key', 'code', 'error', 'message'].flatMap((name) => {
    const word = serviceWord(own(fields, name))
    return word === undefined ? [] : [[name, word] as const]
  })
  return Object.fromEntries(words)
}

/** A finding that is nothing but how a request was answered. */
export function plainAnswer(journal: Journal, id: UnknownId, label: string): Finding | undefined {
  const asked = lastAsked(journal, label)
  if (asked === undefined) return undefined
  const form = answerForm(asked)
  if (asked.answer === undefined) return silent(id, `No answer came: ${form}.`)
  const facts = refusalFacts(asked)
  const word = facts['key'] ?? facts['error'] ?? facts['message']
  return seen(id, form, `${form}${word === undefined ? '' : `, “${String(word)}”`}.`, facts)
}
