/** Reads Aircall's refusals: the error table of docs/contract.md as one rule. */
import type { ErrorCode, ErrorValue } from '../errors.ts'
import { asFields, asText, own } from './aircall-wire.ts'

/** What the request was for: some answers mean something else for a text than for an account. */
export type AircallContext = 'account' | 'configuration' | 'send'

/** How the answer's body looks: one of Aircall's two error shapes, an object of another kind, or no JSON object at all. */
type Shape = 'application' | 'edge' | 'object' | 'none'

export interface AircallRefusal {
  readonly error: ErrorValue
  /**
   * True when Aircall's application, or the edge before it, has said in JSON that it does not do this. False when the
   * answer may come from something in between, while the request was done all the same.
   */
  readonly clear: boolean
  /** True when the cause may be the key or the plan: a request that any key may make tells them apart. */
  readonly keyOrPlan: boolean
}

/**
 * What an answer that is no success means.
 * @param body the answer's body as it came: either error shape, HTML, or nothing
 */
export function readAircallError(status: number, body: string, context: AircallContext): AircallRefusal {
  const { shape, words } = readBody(body)
  const refusal = (code: ErrorCode, clear = shape !== 'none'): AircallRefusal => ({
    error: { code, detail: code === 'aircall.refused' ? { status } : {} },
    clear,
    keyOrPlan: false,
  })

  // The limiter stands before everything else: what it refuses was not done, whatever its body looks like.
  if (status === 429) return refusal('aircall.tooManyRequests', true)
  // A time-out or a conflict on their side says nothing about what was done before it.
  if (status >= 500 || unclearStatuses.has(status)) return refusal('aircall.trouble', false)
  if (status < 400) return refusal('aircall.unexpectedAnswer', false)
  // HTML or nothing: the CDN speaks, or a proxy on the way. Its 403 and 404 say nothing about the key or the number.
  if (shape === 'none') return refusal(status === 401 ? 'aircall.keyRefused' : 'aircall.trouble', false)

  if (says(words, 'LineIsNotNative')) return refusal('aircall.numberInOtherMode')
  if (says(words, 'SameDestinationAsSender')) return refusal('aircall.recipientIsSender')
  switch (status) {
    case 400:
    case 422:
      return refusal(context === 'send' ? 'aircall.badRecipient' : 'aircall.refused')
    case 401:
      return refusal('aircall.keyRefused')
    case 403:
      return readForbidden(shape, words, context, refusal)
    case 404:
      return refusal('aircall.notFound')
    default:
      return refusal('aircall.refused')
  }
}

/** 408 and 425: not waited for. 409: perhaps done before. 421 and 424: another server's. 499: the CDN gave up. */
const unclearStatuses: ReadonlySet<number> = new Set([408, 409, 421, 424, 425, 499])

/** The edge says *Forbidden* to a bad key, and perhaps to a plan without messaging by API; the application, to a plan. */
function readForbidden(
  shape: Shape,
  words: string,
  context: AircallContext,
  refusal: (code: ErrorCode) => AircallRefusal,
): AircallRefusal {
  if (shape === 'application' && context !== 'account') return refusal('aircall.noAccess')
  if (/forbidden|not authori[sz]ed|unauthori[sz]ed|access denied|invalid (api )?key/i.test(words)) {
    return { ...refusal('aircall.keyRefused'), keyOrPlan: context !== 'account' }
  }
  // Another word from the edge: a block of its own, not a word about the key.
  return refusal(shape === 'edge' ? 'aircall.trouble' : 'aircall.noAccess')
}

const says = (words: string, key: string): boolean => words.toLowerCase().includes(key.toLowerCase())

function readBody(body: string): { shape: Shape; words: string } {
  const fields = parse(body)
  if (fields === undefined) return { shape: 'none', words: '' }
  const inner = asFields(own(fields, 'error'))
  const texts = (name: string): string[] =>
    [own(fields, name), own(inner, name)].map(asText).filter((text) => text !== undefined)
  const application = ['key', 'error', 'troubleshoot', 'code'].flatMap(texts)
  const edge = texts('message')
  const shape =
    application.length > 0 || inner !== undefined ? 'application' : edge.length > 0 ? 'edge' : 'object'
  return { shape, words: [...application, ...edge].join('\n') }
}

function parse(body: string): ReturnType<typeof asFields> {
  try {
    return asFields(JSON.parse(body))
  } catch {
    // HTML or nothing: the shape `none`.
    return undefined
  }
}

const logCap = 500

/**
 * An answer's body for the log, at most 500 characters of it: without tokens, texts, addresses and phone numbers,
 * and without the secrets given.
 */
export function redactBody(body: string, secrets: readonly string[]): string {
  let text = body.slice(0, 20_000)
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '[secret]')
  return text
    .replace(/("(?:token|body|content|api_token|to)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi, '$1"[…]"')
    .replace(/https?:\/\/[^\s"'<>\\]+/gi, '[address]')
    .replace(/\+?\d[\d ().-]{6,}\d/g, '[number]')
    .slice(0, logCap)
}
