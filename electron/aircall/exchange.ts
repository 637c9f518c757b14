/** One request to Aircall and its answer: the key, the time limit, the pace, the log. Repeats nothing. */
import { redactBody } from '../../shared/core/aircall-error.ts'
import { afterAnswer, afterRequest, freshPace, nextRequestAt } from '../../shared/core/pacing.ts'
import { HttpFailure, type Clock, type Http, type HttpAnswer, type HttpRequest, type Log } from '../ports.ts'
import type { AircallKey } from './aircall.ts'

export interface Ask {
  readonly method: HttpRequest['method']
  /** Below the base address. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: object
  readonly timeoutMs: number
  /** As in {@link HttpRequest}. */
  readonly once?: boolean
}

export interface Exchange {
  /** Asks now, whatever the pace. Rejects with {@link HttpFailure} only. */
  readonly ask: (ask: Ask) => Promise<HttpAnswer>
  /** When the pace allows the next request, epoch milliseconds; not after now when at once. */
  readonly freeAt: () => number
  readonly wait: (ms: number) => Promise<void>
  /** Resolves when the pace allows the next request. */
  readonly free: () => Promise<void>
}

export interface ExchangeNeeds {
  readonly http: Http
  readonly key: AircallKey
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
}

export function createExchange(needs: ExchangeNeeds): Exchange {
  const { http, clock, log, random } = needs
  const [apiId, apiToken] = [needs.key.apiId.trim(), needs.key.apiToken.trim()]
  const credentials = Buffer.from(`${apiId}:${apiToken}`, 'utf8').toString('base64')
  let pace = freshPace

  const freeAt = (): number => nextRequestAt(pace, clock.now())
  const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))

  async function ask({ method, path, body, timeoutMs, once }: Ask): Promise<HttpAnswer> {
    const started = clock.now()
    pace = afterRequest(pace, started)
    const request: HttpRequest = {
      method,
      url: `${needs.baseUrl}${path}`,
      headers: {
        authorization: `Basic ${credentials}`,
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
      ...(once === true ? { once } : {}),
    }
    try {
      const answer = await http(request)
      pace = afterAnswer(pace, answer.status, answer.headers, clock.now(), random())
      logAnswer({ method, path, status: answer.status, ms: clock.now() - started }, answer.text)
      return answer
    } catch (thrown) {
      const failure = thrown instanceof HttpFailure ? thrown : new HttpFailure('unclear', thrown)
      const cause = failure.cause instanceof Error ? failure.cause.message : undefined
      log.warn('aircall: no answer', { method, path, kind: failure.kind, cause })
      throw failure
    }
  }

  function logAnswer(facts: { readonly status: number } & Record<string, unknown>, text: string): void {
    if (facts.status >= 200 && facts.status < 300) log.info('aircall', facts)
    else log.warn('aircall', { ...facts, body: redactBody(text, [apiId, apiToken, credentials]) })
  }

  return {
    ask,
    freeAt,
    wait,
    async free() {
      const ms = freeAt() - clock.now()
      if (ms > 0) await wait(ms)
    },
  }
}
