/** Sends callbacks as Aircall does: one POST each, never repeated. */
import type { Http } from '../ports.ts'
import { HttpFailure } from '../ports.ts'
import type { Behaviour } from './behaviour.ts'
import { callbackJson, type WireMessage } from './wire.ts'

/** What became of a callback. */
export type CallbackOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly why: HttpFailure['kind'] }
  /** Not sent: the number is not configured, or callbacks are being lost. */
  | { readonly kind: 'dropped' }

export interface RecordedCallback {
  readonly event: string
  readonly url: string
  readonly body: string
  readonly outcome: CallbackOutcome
}

export interface Configured {
  readonly callbackUrl: string
  readonly token: string
}

export interface Callbacks {
  /** Every callback that was sent, oldest first; the last 1,000. */
  readonly log: readonly RecordedCallback[]
  /** Answers the outcome of the (last) POST. Never rejects. */
  readonly post: (event: string, message: WireMessage, to: Configured | undefined) => Promise<CallbackOutcome>
}

const callbackTimeoutMs = 5_000
export const logCap = 1_000

export function createCallbacks(needs: {
  readonly http: Http
  readonly baseUrl: string
  readonly behaviour: () => Behaviour
}): Callbacks {
  const log: RecordedCallback[] = []

  async function deliver(url: string, body: string): Promise<CallbackOutcome> {
    try {
      const headers = { 'content-type': 'application/json' }
      const { status } = await needs.http({
        method: 'POST',
        url,
        headers,
        body,
        timeoutMs: callbackTimeoutMs,
        once: true,
      })
      return { kind: 'answered', status }
    } catch (thrown) {
      return { kind: 'failed', why: thrown instanceof HttpFailure ? thrown.kind : 'unclear' }
    }
  }

  return {
    log,
    async post(event, message, to) {
      const how = needs.behaviour().callbacks
      if (to === undefined || how.lost) return { kind: 'dropped' }
      const body = callbackJson(event, message, to.token, needs.baseUrl, Date.now(), how)
      let outcome: CallbackOutcome = { kind: 'dropped' }
      for (let copies = how.doubled ? 2 : 1; copies > 0; copies -= 1) {
        outcome = await deliver(to.callbackUrl, body)
        log.push({ event, url: to.callbackUrl, body, outcome })
        if (log.length > logCap) log.shift()
      }
      return outcome
    },
  }
}
