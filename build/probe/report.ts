/**
 * The report: what the service did, unknown by unknown, and the forms of its answers. It is built of forms, service words,
 * counts and times; what came is only ever passed through `forms.ts`.
 */
import type { Ended } from './conclude.ts'
import type { PutBack } from './custody.ts'
import { shapeOf, type Shape } from './forms.ts'
import type { Arrived, Asked, Journal } from './journal.ts'
import { bodyForm, parse } from './rules/finding.ts'
import { rateHeadersOf } from './rules/reading.ts'
import { unknowns, type Finding } from './unknowns.ts'

export interface Report {
  readonly format: 'tern-probe-1'
  readonly tern: string
  /** The day, and how long it took. */
  readonly day: string
  readonly minutes: number
  readonly against: 'Aircall' | 'the practice Aircall'
  readonly number: { readonly country: string; readonly endsIn: string } | undefined
  readonly ended: Ended
  /** What became of the number's configuration. */
  readonly putBack: PutBack
  readonly findings: readonly ReportedFinding[]
  readonly answers: readonly ReportedAnswer[]
  readonly callbacks: readonly ReportedCallback[]
}

export interface ReportedFinding extends Finding {
  /** As in docs/contract.md. */
  readonly number: number
  readonly step: string
  readonly question: string
}

export interface ReportedAnswer {
  readonly label: string
  readonly method: string
  readonly path: string
  readonly status: number | undefined
  readonly failure: string | undefined
  readonly ms: number
  readonly headerNames: readonly string[]
  readonly rateHeaders: Readonly<Record<string, string>>
  readonly body: string
  readonly shape: Shape | undefined
  /** How many were answered alike under this label. */
  readonly times: number
}

export interface ReportedCallback {
  readonly phase: string
  /** From the start of the probe. */
  readonly atMs: number
  readonly method: string
  readonly treatment: string
  /** What Tern makes of it. */
  readonly readAs: string
  readonly headerNames: readonly string[]
  readonly shape: Shape | undefined
}

/** The last of more is no other form than those before. */
const mostCallbacks = 60

export function createReport(
  journal: Journal,
  findings: readonly Finding[],
  run: Omit<Report, 'format' | 'findings' | 'answers' | 'callbacks'> & { readonly startedAt: number },
): Report {
  const { startedAt, ...facts } = run
  return {
    format: 'tern-probe-1',
    ...facts,
    findings: unknowns.flatMap(({ id, step, question }, place) => {
      const finding = findings.find((one) => one.id === id)
      return finding === undefined ? [] : [{ number: place + 1, step, question, ...finding }]
    }),
    answers: answersOf(journal.asked),
    callbacks: journal.arrived.slice(0, mostCallbacks).map((one) => callbackOf(one, startedAt)),
  }
}

function answersOf(asked: readonly Asked[]): ReportedAnswer[] {
  const reported: ReportedAnswer[] = []
  for (const one of asked) {
    const next = answerOf(one)
    const place = reported.findIndex((other) => isAlike(other, next))
    const same = reported[place]
    if (same === undefined) reported.push(next)
    else reported[place] = { ...same, times: same.times + 1 }
  }
  return reported
}

const isAlike = (a: ReportedAnswer, b: ReportedAnswer): boolean =>
  a.label === b.label && a.status === b.status && a.failure === b.failure && a.body === b.body

function answerOf({ label, method, path, answer, failure, startedAt, endedAt }: Asked): ReportedAnswer {
  return {
    label,
    method,
    path: path.replace(/\/numbers\/\d+/, '/numbers/:id'),
    status: answer?.status,
    failure,
    ms: endedAt - startedAt,
    headerNames: namesOf(answer?.headers ?? {}),
    rateHeaders: rateHeadersOf({ answer }),
    body: answer === undefined ? 'none' : bodyForm(answer.text),
    shape: shapeOfText(answer?.text ?? '', (answer?.status ?? 0) >= 400),
    times: 1,
  }
}

function callbackOf(arrived: Arrived, startedAt: number): ReportedCallback {
  return {
    phase: arrived.phase,
    atMs: arrived.at - startedAt,
    method: arrived.method,
    treatment: arrived.treatment,
    readAs: arrived.event.kind,
    headerNames: namesOf(arrived.headers),
    shape: shapeOfText(arrived.raw, false),
  }
}

function shapeOfText(text: string, refusal: boolean): Shape | undefined {
  const parsed = parse(text)
  return parsed === undefined ? undefined : shapeOf(parsed.value, refusal)
}

const namesOf = (headers: Readonly<Record<string, string>>): string[] =>
  Object.keys(headers)
    .filter((name) => /^[a-z][a-z0-9-]{0,60}$/.test(name))
    .sort()
