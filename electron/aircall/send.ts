/** Sending a text: one request, never repeated, and what its end says about the text. */
import { readAircallError } from '../../shared/core/aircall-error.ts'
import { backoffMs, type Backoff } from '../../shared/core/backoff.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import { HttpFailure, type Clock, type HttpAnswer, type Log } from '../ports.ts'
import type { SendAnswer, SendRequest } from './aircall.ts'
import type { Exchange } from './exchange.ts'
import { readJson, SendAnswerBody } from './schemas.ts'

export const sendTimeoutMs = 30_000

/** While Aircall cannot be reached. */
const unreachableBackoff: Backoff = { firstMs: 3_000, capMs: 60_000 }

const error = (code: ErrorValue['code']): ErrorValue => ({ code, detail: {} })
const unknown: SendAnswer = { kind: 'unknown', error: error('aircall.noClearAnswer') }

export interface SenderNeeds {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  /** Whether it was the key or the plan that was refused: asks Aircall something that any key may. */
  readonly tellKeyFromPlan: () => Promise<ErrorValue>
}

export function createSender(needs: SenderNeeds): (request: SendRequest) => Promise<SendAnswer> {
  const { exchange, clock, log, random } = needs
  let unreachable = 0

  async function readAnswer({ status, text }: HttpAnswer): Promise<SendAnswer> {
    if (status >= 200 && status < 300) {
      const read = readJson(text, SendAnswerBody)
      // Taken, perhaps, but by whom? A captive portal says 200 too.
      if (read === undefined) return unknown
      const { providerId, providerStatus, providerAt } = read.value
      return {
        kind: 'accepted',
        providerId,
        providerStatus,
        ...(providerAt === undefined ? {} : { providerAt }),
      }
    }
    const refusal = readAircallError(status, text, 'send')
    // The limiter refuses before anything is done: later is safe.
    if (status === 429) return { kind: 'later', error: refusal.error, notBefore: exchange.freeAt() }
    // 5xx, HTML, 408, 409, redirects: a server or a proxy gave up at a point that nobody knows, perhaps after the text went out.
    if (!refusal.clear) return unknown
    // Any other 4xx in JSON: Aircall read the request and declined it. The user may send it again by hand.
    return { kind: 'failed', error: refusal.keyOrPlan ? await needs.tellKeyFromPlan() : refusal.error }
  }

  return async ({ numberId, to, body, mediaUrls }) => {
    const freeAt = exchange.freeAt()
    if (freeAt > clock.now()) {
      return { kind: 'later', error: error('aircall.tooManyRequests'), notBefore: freeAt }
    }
    try {
      const answer = await exchange.ask({
        method: 'POST',
        path: `/numbers/${String(numberId)}/messages/send`,
        body: {
          to,
          ...(body === '' ? {} : { body }),
          ...(mediaUrls.length === 0 ? {} : { mediaUrl: mediaUrls }),
        },
        timeoutMs: sendTimeoutMs,
        once: true,
      })
      unreachable = 0
      return await readAnswer(answer)
    } catch (thrown) {
      if (!(thrown instanceof HttpFailure && thrown.kind === 'notSent')) {
        log.error('aircall: a text got no clear answer', thrown)
        return unknown
      }
      // No byte of it left this computer.
      unreachable += 1
      const notBefore = clock.now() + backoffMs(unreachable, random(), unreachableBackoff)
      return { kind: 'later', error: error('aircall.unreachable'), notBefore }
    }
  }
}
