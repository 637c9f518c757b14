/** Asks Aircall, one request at a time, and notes each answer as it came. Repeats nothing by itself. */
import {
  HttpFailure,
  type Clock,
  type Http,
  type HttpAnswer,
  type HttpRequest,
} from '../../electron/ports.ts'
import { createExchange } from '../../electron/aircall/exchange.ts'
import type { AircallKey } from '../../electron/aircall/aircall.ts'
import type { Asked, Journal } from './journal.ts'

export interface Question {
  readonly method: HttpRequest['method']
  readonly path: string
  readonly body?: object
}

export interface Api {
  /** With the user's key, when the pace allows it. */
  readonly ask: (label: string, question: Question) => Promise<Asked>
  /** The same, also once the probe was stopped: to put back what it changed. */
  readonly askToPutBack: (label: string, question: Question) => Promise<Asked>
  /** Without waiting for the pace: to find the limit. */
  readonly askAtOnce: (label: string, question: Question) => Promise<Asked>
  /** With another `Authorization`, or without one. */
  readonly askWithoutKey: (label: string, question: Question, authorization?: string) => Promise<Asked>
}

export interface ApiNeeds {
  readonly http: Http
  readonly key: AircallKey
  readonly baseUrl: string
  readonly clock: Clock
  readonly journal: Journal
  /** Once it is aborted nothing more is asked, but what puts back. A request under way comes to its end. */
  readonly signal: AbortSignal
  readonly readTimeoutMs: number
  readonly writeTimeoutMs: number
}

export function createApi(needs: ApiNeeds): Api {
  const { http, clock, journal, signal, baseUrl } = needs
  const quiet = (): void => undefined
  const exchange = createExchange({
    ...needs,
    log: { info: quiet, warn: quiet, error: quiet },
    random: Math.random,
  })
  const timeoutMs = ({ method }: Question): number =>
    method === 'GET' ? needs.readTimeoutMs : needs.writeTimeoutMs

  async function note(
    label: string,
    question: Question,
    withKey: boolean,
    request: () => Promise<HttpAnswer>,
  ): Promise<Asked> {
    const startedAt = clock.now()
    let answer: HttpAnswer | undefined
    let failure: HttpFailure['kind'] | undefined
    try {
      answer = await request()
    } catch (thrown) {
      if (!(thrown instanceof HttpFailure)) throw thrown
      failure = thrown.kind
    }
    const { method, path, body } = question
    const asked = { label, method, path, body, withKey, startedAt, endedAt: clock.now(), answer, failure }
    journal.asked.push(asked)
    return asked
  }

  const withKey = (label: string, question: Question): Promise<Asked> =>
    note(label, question, true, () =>
      exchange.ask({ ...question, timeoutMs: timeoutMs(question), once: question.method !== 'GET' }),
    )

  return {
    async ask(label, question) {
      signal.throwIfAborted()
      await orStopped(exchange.free(), signal)
      return withKey(label, question)
    },
    async askToPutBack(label, question) {
      await exchange.free()
      return withKey(label, question)
    },
    askAtOnce(label, question) {
      signal.throwIfAborted()
      return withKey(label, question)
    },
    askWithoutKey(label, question, authorization) {
      signal.throwIfAborted()
      const { method, path, body } = question
      return note(label, question, false, () =>
        http({
          method,
          url: `${baseUrl}${path}`,
          headers: {
            accept: 'application/json',
            ...(authorization === undefined ? {} : { authorization }),
            ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          timeoutMs: timeoutMs(question),
        }),
      )
    },
  }
}

/** The promise, or the signal's reason as soon as it is aborted. */
export function orStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
