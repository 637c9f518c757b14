import { createVeil } from '../../../build/probe/veil.ts'
import { orStopped } from '../../../build/probe/api.ts'
import { Stopped, type Asker, type Consent } from '../../../build/probe/asker.ts'
import { jsonOf } from '../../../build/probe/main.ts'
import { markdownOf } from '../../../build/probe/markdown.ts'
import { replyAsAsked } from '../../../build/probe/practice-phone.ts'
import type { Report } from '../../../build/probe/report.ts'
import { runProbe } from '../../../build/probe/run.ts'
import type { Waits } from '../../../build/probe/session.ts'
import type { UnknownId } from '../../../build/probe/unknowns.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { createFetchMedia, type FetchMedia } from '../../../electron/media/fetch-media.ts'
import type { Clock, Tunnel } from '../../../electron/ports.ts'
import {
  createPracticeAircall,
  practiceNumbers,
  type PracticeAircall,
  type PracticeOptions,
} from '../../../electron/practice/practice.ts'
import { createLoopback } from '../../../electron/reach/loopback.ts'

export const phone = '+12025550177'
export const [front, , landline] = practiceNumbers.map(({ id }) => id) as [number, number, number]

export const waits: Waits = {
  readTimeout: 3_000,
  writeTimeout: 3_000,
  addressCheck: 10,
  statuses: 600,
  settle: 60,
  slow: 60,
  again: 80,
  reply: 600,
  putBack: [0, 5, 5],
  lateWrite: 20,
  photoLook: 5,
  limitOver: 0,
  limitLook: 1,
}

/** Real time, but a wait for the pace, which is never shorter than a second, is soon over. */
const clock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms < 1000 ? ms : 20)
    return () => clearTimeout(timer)
  },
}

export interface Play {
  readonly practice: PracticeAircall
  readonly report: Report
  readonly trouble: unknown
  readonly json: string
  readonly markdown: string
  /** What was said at the terminal through the veil, questions too. */
  readonly said: string
  /** What was said past it. */
  readonly plainly: string
  /** The ids of what was asked, in order. */
  readonly asked: readonly string[]
  /** The addresses that the practice numbers held in the end. */
  readonly held: (numberId: number) => string | undefined
  /** The form of a finding, or how it was not seen. */
  readonly form: (id: UnknownId) => string | undefined
}

export interface PlayOptions {
  readonly practice?: PracticeOptions
  /** Is called before the probe begins. */
  readonly prepare?: (practice: PracticeAircall) => Promise<void> | void
  /** The consents that get a yes; all but that for the limit when left out. */
  readonly yes?: (id: string, nth: number) => boolean
  readonly lines?: Readonly<Record<string, string>>
  /** Is called at each question, before it is answered. */
  readonly onAsked?: (id: string, nth: number, world: World) => void | Promise<void>
  readonly waits?: Partial<Waits>
  readonly tunnel?: Tunnel
  readonly port?: number
  readonly fetchMedia?: FetchMedia
}

export interface World {
  readonly practice: PracticeAircall
  readonly stop: (why?: Error) => void
  readonly giveUp: () => void
  /** From now on no request of the probe waits longer than this, milliseconds. */
  readonly hurry: (ms: number) => void
}

const usualLines: Readonly<Record<string, string>> = { number: '1', phone, 'apps-again': 'y' }

export async function play(options: PlayOptions = {}): Promise<Play> {
  const delays = { sent: 12, delivered: 24, reply: 36, slowReply: 36, greeting: 5 }
  const practice = await createPracticeAircall({ delays, ...options.practice })
  await options.prepare?.(practice)
  const [stopping, givingUp] = [new AbortController(), new AbortController()]
  const world: World = {
    practice,
    stop: (why = new Stopped('stopped')) => stopping.abort(why),
    giveUp: () => givingUp.abort(),
    hurry: (ms) => (longestMs = ms),
  }
  let longestMs = Infinity
  const nodeHttp = createNodeHttp()
  const veil = createVeil()
  const asked: string[] = []
  const said: string[] = []
  const plainly: string[] = []

  /** Also a yes that comes too late is none: the real terminal rejects as soon as the probe is stopped. */
  async function answer<T>(id: string, words: string, value: T): Promise<T> {
    said.push(veil.hide(words))
    const nth = asked.push(id) - 1
    await options.onAsked?.(id, nth, world)
    return orStopped(Promise.resolve(value), stopping.signal)
  }
  const agrees = options.yes ?? ((id: string): boolean => id !== 'limit')
  const asker: Asker = {
    say: (text) => void said.push(veil.hide(text)),
    sayPlainly: (text) => void plainly.push(text),
    line: (id, question) => answer(id, question, options.lines?.[id] ?? usualLines[id] ?? ''),
    consent: ({ id, act, happens }: Consent) =>
      answer(id, [act, ...happens].join('\n'), agrees(id, asked.length)),
  }
  const { report, trouble } = await runProbe({
    asker,
    veil,
    key: practice.key,
    http: (request) => nodeHttp({ ...request, timeoutMs: Math.min(request.timeoutMs, longestMs) }),
    fetchMedia: options.fetchMedia ?? createFetchMedia(),
    tunnel: options.tunnel ?? createLoopback(),
    tunnelWords: 'They stay on this computer.',
    port: options.port ?? 0,
    baseUrl: practice.baseUrl,
    clock,
    waits: { ...waits, ...options.waits },
    signal: stopping.signal,
    giveUp: givingUp.signal,
    onReplyAsked: (kind, from, numberId) => replyAsAsked(practice, numberId, kind, from),
    version: '0.0.0',
    against: 'the practice Aircall',
  })
  const held = new Map(practiceNumbers.map(({ id }) => [id, practice.configured(id)?.callbackUrl]))
  await practice.close()
  return {
    practice,
    held: (numberId) => held.get(numberId),
    report,
    trouble,
    json: jsonOf(report, veil),
    markdown: veil.hide(markdownOf(report)),
    said: said.join('\n'),
    plainly: plainly.join('\n'),
    asked,
    form(id) {
      const finding = report.findings.find((one) => one.id === id)
      return finding?.outcome === 'seen' ? finding.form : finding?.outcome
    },
  }
}

/** A yes for these consents only. */
export const only =
  (...ids: readonly string[]) =>
  (id: string): boolean =>
    ids.includes(id)
