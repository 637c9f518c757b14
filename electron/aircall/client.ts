/** The client of Aircall's public API (docs/contract.md). */
import * as v from 'valibot'
import { readAircallError, type AircallContext } from '../../shared/core/aircall-error.ts'
import { backoffMs, type Backoff } from '../../shared/core/backoff.ts'
import { TernError, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import { HttpFailure, type Clock, type Http, type HttpAnswer, type Log } from '../ports.ts'
import type { Aircall, AircallKey } from './aircall.ts'
import { createExchange, type Ask } from './exchange.ts'
import {
  CompanyAnswer,
  ConfigurationAnswer,
  NumberPage,
  PingAnswer,
  readJson,
  WireNumber,
} from './schemas.ts'
import { createSender } from './send.ts'

export interface AircallNeeds {
  readonly http: Http
  /** Spaces around the parts don't count. */
  readonly key: AircallKey
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly clock: Clock
  readonly log: Log
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number
}

const readTimeoutMs = 15_000
const writeTimeoutMs = 30_000
/** How often a GET is asked, with the first time. */
const readTries = 3
const readBackoff: Backoff = { firstMs: 600, capMs: 5_000 }
/** The API's own limit for a page. */
const pageSize = 50
/** 10,000 numbers. A server that never says "last page" must not keep us for ever. */
const pageLimit = 200

export function createAircall(needs: AircallNeeds): Aircall {
  const { clock, log, random = Math.random } = needs
  const exchange = createExchange({ ...needs, random })
  const send = createSender({ exchange, clock, log, random, tellKeyFromPlan })

  async function tellKeyFromPlan(): Promise<ErrorValue> {
    const refused = { code: 'aircall.keyRefused' as const, detail: {} }
    try {
      const { status } = await exchange.ask({ method: 'GET', path: '/ping', timeoutMs: readTimeoutMs })
      // The key is good for this, so it was the account that may not text.
      return status === 200 ? { code: 'aircall.noAccess', detail: {} } : refused
    } catch (thrown) {
      if (thrown instanceof HttpFailure) return refused
      throw thrown
    }
  }

  async function throwRefusal({ status, text }: HttpAnswer, context: AircallContext): Promise<never> {
    const refusal = readAircallError(status, text, context)
    const { code, detail } = refusal.keyOrPlan ? await tellKeyFromPlan() : refusal.error
    throw new TernError(code, detail)
  }

  /** Asks until there is an answer worth having: waits for the pace, and asks again after trouble. */
  async function read<T>(
    path: string,
    context: AircallContext,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      await exchange.free()
      const last = tries === readTries
      try {
        const answer = await exchange.ask({ method: 'GET', path, timeoutMs: readTimeoutMs })
        if (isSuccess(answer)) return understand(answer, schema)
        const { code } = readAircallError(answer.status, answer.text, context).error
        if (last || !(code === 'aircall.trouble' || code === 'aircall.tooManyRequests')) {
          return await throwRefusal(answer, context)
        }
      } catch (thrown) {
        if (!(thrown instanceof HttpFailure)) throw thrown
        // A second time-out would keep the user for half a minute with nothing to see.
        if (last || thrown.kind === 'timedOut') throw asTernError(thrown, 'aircall.unreachable')
      }
      await exchange.wait(backoffMs(tries, random(), readBackoff))
    }
  }

  /** Asks once: whoever calls looks with a GET what became of it. */
  async function write(method: 'POST' | 'DELETE', path: string, body?: object): Promise<HttpAnswer> {
    await exchange.free()
    const ask: Ask = { method, path, timeoutMs: writeTimeoutMs, ...(body === undefined ? {} : { body }) }
    try {
      return await exchange.ask(ask)
    } catch (thrown) {
      throw asTernError(thrown, 'aircall.noClearAnswer')
    }
  }

  function understand<T>(answer: HttpAnswer, schema: v.GenericSchema<unknown, T>): T {
    const read = readJson(answer.text, schema)
    if (read !== undefined) return read.value
    log.warn('aircall: not understood', { length: answer.text.length, type: answer.headers['content-type'] })
    throw new TernError('aircall.unexpectedAnswer')
  }

  async function numbers(): Promise<AircallNumber[]> {
    const found = new Map<number, AircallNumber>()
    for (let page = 1; page <= pageLimit; page += 1) {
      const path = `/numbers?page=${String(page)}&per_page=${String(pageSize)}`
      const answer = await read(path, 'account', NumberPage)
      for (const entry of answer.numbers) {
        const number = readJson(JSON.stringify(entry), WireNumber)
        if (number === undefined) log.warn('aircall: a number was left out, because it cannot be read')
        else found.set(number.value.id, number.value)
      }
      // The link itself is not followed: the key goes to no address that an answer names.
      if (!answer.meta?.next_page_link || answer.numbers.length === 0) break
    }
    return [...found.values()]
  }

  const configurationPath = (numberId: number): string =>
    `/numbers/${String(numberId)}/messages/configuration`

  return {
    async ping() {
      await read('/ping', 'account', PingAnswer)
    },
    company: async () => ({ name: (await read('/company', 'account', CompanyAnswer)).company.name }),
    numbers,
    configuration: {
      async get(numberId) {
        try {
          const held = await read(configurationPath(numberId), 'configuration', ConfigurationAnswer)
          return held.callbackUrl === '' ? undefined : held
        } catch (thrown) {
          if (thrown instanceof TernError && thrown.code === 'aircall.notFound') return undefined
          throw thrown
        }
      },
      async set(numberId, callbackUrl) {
        const answer = await write('POST', configurationPath(numberId), { callbackUrl })
        if (!isSuccess(answer)) return throwRefusal(answer, 'configuration')
        return understand(answer, ConfigurationAnswer)
      },
      async remove(numberId) {
        const answer = await write('DELETE', configurationPath(numberId))
        if (isSuccess(answer)) {
          // Nothing needs to be said, but a page of HTML is somebody else's answer.
          if (answer.text.trim() !== '') understand(answer, v.unknown())
          return
        }
        // There was none, which is what was wanted.
        if (!isNotFound(answer)) await throwRefusal(answer, 'configuration')
      },
    },
    send,
  }
}

const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300

const isNotFound = ({ status, text }: HttpAnswer): boolean =>
  readAircallError(status, text, 'configuration').error.code === 'aircall.notFound'

function asTernError(thrown: unknown, unclear: ErrorCode): TernError {
  if (!(thrown instanceof HttpFailure)) return new TernError('app.internal', {}, thrown)
  switch (thrown.kind) {
    case 'notSent':
      return new TernError('aircall.unreachable', {}, thrown)
    case 'timedOut':
      return new TernError('aircall.timedOut', {}, thrown)
    case 'unclear':
      return new TernError(unclear, {}, thrown)
  }
}
