import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCallback } from '../../../shared/core/callback.ts'
import type { Reach } from '../../../shared/model/reach.ts'
import type { Aircall, Configuration } from '../../../electron/aircall/aircall.ts'
import { createListener, type Listener } from '../../../electron/callback/listener.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import type { Http, Tunnel } from '../../../electron/ports.ts'
import { createLocaltunnel } from '../../../electron/reach/localtunnel.ts'
import type { ReachService } from '../../../electron/reach/reach.ts'
import { systemElapsed } from '../../../electron/system-clock.ts'
import { createReach } from '../../../electron/reach/service.ts'
import type { Ways, WaysNeeds } from '../../../electron/reach/ways.ts'
import { openStore } from '../../../electron/store/open.ts'
import type { Reception, Store } from '../../../electron/store/store.ts'
import { quietBook } from '../../unit/electron/support/quiet-book.ts'
import { quietLog } from '../../unit/electron/support/quiet-log.ts'
import { callbackBody, realClock } from '../callback/support.ts'

export const http: Http = createNodeHttp()

export const ourNumber = {
  id: 7,
  name: 'Front desk',
  digits: '+1 626-800-9000',
  e164: '+16268009000',
  country: 'US',
  practice: true,
} as const

/** The part of Aircall that reach needs, in memory: what a number's configuration is, and how it takes changes. */
export interface FakeAircall extends Aircall {
  readonly calls: string[]
  held: Configuration | undefined
  /** Waited for before each call. */
  gate: () => Promise<void>
}

export function createFakeAircall(): FakeAircall {
  const calls: string[] = []
  const refuse = (): Promise<never> => Promise.reject(new Error('not in this test'))
  let tokens = 0
  const fake: FakeAircall = {
    calls,
    held: undefined,
    gate: () => Promise.resolve(),
    ping: refuse,
    company: refuse,
    numbers: refuse,
    send: refuse,
    configuration: {
      async get() {
        calls.push('GET')
        await fake.gate()
        return fake.held
      },
      async set(_numberId, callbackUrl) {
        calls.push('POST')
        await fake.gate()
        fake.held = { callbackUrl, token: `token-${(tokens += 1)}` }
        return fake.held
      },
      async remove() {
        calls.push('DELETE')
        await fake.gate()
        fake.held = undefined
      },
    },
  }
  return fake
}

export interface ReachRig {
  readonly aircall: FakeAircall
  readonly listener: Listener
  readonly reach: ReachService
  readonly store: Store
  readonly told: Reach[]
  readonly receptions: Reception[]
  /** Sends a text to the address that Aircall holds, with the token that Aircall holds; answers the status. */
  readonly customerTexts: (body: string) => Promise<number>
  /** The texts that are in the store. */
  readonly stored: () => string[]
  readonly close: () => Promise<void>
}

export function startReach(options: {
  readonly host?: string
  readonly tunnel?: Tunnel
  readonly timeoutMs?: number
  readonly probeEveryMs?: number
  /** Another Aircall than the fake one. */
  readonly aircall?: Aircall
  /** What probes and texts go out with. */
  readonly http?: Http
  /** The ways in, in place of one tunnel. */
  readonly makeWays?: (needs: Pick<WaysNeeds, 'listener' | 'prove' | 'reopen'>) => Ways
}): ReachRig {
  const folder = mkdtempSync(join(tmpdir(), 'tern-reach-'))
  const store = openStore({
    path: join(folder, 'tern.db'),
    key: 'ab'.repeat(32),
    clock: realClock,
    log: quietLog,
  })
  store.numbers.save(ourNumber)
  const aircall = createFakeAircall()
  const told: Reach[] = []
  const receptions: Reception[] = []
  const listener = createListener({
    receive: store.messages.receive,
    read: readCallback,
    onReception: (reception) => receptions.push(reception),
    clock: realClock,
    log: quietLog,
  })
  const { host = 'http://localhost:1', timeoutMs = 15_000 } = options
  const ways = options.makeWays?.({
    listener,
    prove: (url) => reach.prove(url),
    reopen: async () => void (await reach.use(ourNumber.id)),
  })
  const reach: ReachService = createReach({
    listener,
    aircall: () => options.aircall ?? aircall,
    store: store.numbers,
    http: options.http ?? http,
    way: () =>
      ways?.current() ?? {
        name: 'localtunnel',
        standby: false,
        port: 0,
        ...(options.tunnel ?? createLocaltunnel({ host, http, clock: realClock, log: quietLog, timeoutMs })),
      },
    clock: realClock,
    log: quietLog,
    onChange(now) {
      told.push(now)
      ways?.reachChanged(now)
    },
    book: quietBook,
    elapsed: systemElapsed,
    times: () => ({ probeEveryMs: options.probeEveryMs ?? 60_000, probeAgainMs: 100 }),
  })
  let texts = 0
  return {
    aircall,
    listener,
    reach,
    store,
    told,
    receptions,
    async customerTexts(body) {
      if (aircall.held === undefined) throw new Error('the number is not configured')
      const answer = await (options.http ?? http)({
        method: 'POST',
        url: aircall.held.callbackUrl,
        headers: { 'content-type': 'application/json' },
        body: callbackBody(body, `text-${(texts += 1)}`, aircall.held.token),
        timeoutMs: 15_000,
        once: true,
      })
      return answer.status
    },
    stored: () =>
      store.messages
        .notifications('all', '', undefined, 200)
        .items.map(({ message }) => message.body)
        .reverse(),
    async close() {
      await reach.stop()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
