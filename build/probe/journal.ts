/**
 * All that happened in a run, as it came: in memory only, because it holds everything that a report must not. The rules
 * (`rules/`) read findings out of it; nothing else of it leaves the probe but the forms (`report.ts`).
 */
import type { InboundEvent } from '../../shared/core/callback.ts'
import type { HttpAnswer, HttpFailure, HttpRequest } from '../../electron/ports.ts'
import type { UnknownId } from './unknowns.ts'

/** A request to Aircall, and its answer if one came. */
export interface Asked {
  /** What it was for, such as `send-first`. */
  readonly label: string
  readonly method: HttpRequest['method']
  /** Below the base address. */
  readonly path: string
  readonly body: object | undefined
  /** Whether it carried the user's key. */
  readonly withKey: boolean
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  readonly answer: HttpAnswer | undefined
  readonly failure: HttpFailure['kind'] | undefined
}

/** A request that came to one of the callback addresses. */
export interface Arrived {
  /** What was going on when it came: the label of the last act, such as `send-first` or `reply-plain`. */
  readonly phase: string
  readonly at: number
  readonly method: string
  readonly httpVersion: string
  readonly headers: Readonly<Record<string, string>>
  readonly raw: string
  readonly event: InboundEvent
  /** How it was answered on purpose. */
  readonly treatment: 'ordinary' | 'failed' | 'slow'
  /** Milliseconds until the other side broke the connection, unanswered. */
  readonly hungUpAfterMs: number | undefined
}

export interface Journal {
  readonly asked: Asked[]
  readonly arrived: Arrived[]
  /** What the user was asked to look at, and said. */
  readonly answers: Map<string, boolean>
  /** Facts that are neither requests nor callbacks, such as how photos could be fetched. */
  readonly notes: Map<string, Readonly<Record<string, string | number | boolean>>>
  /** Unknowns that were not asked, with why; the first reason counts. */
  readonly skip: (ids: readonly UnknownId[], why: string) => void
  readonly skipped: ReadonlyMap<UnknownId, string>
  /** What goes on now: the last of {@link phases}. */
  readonly phase: string
  readonly phases: readonly string[]
  readonly enter: (phase: string) => void
  /** The way in ended before it was closed, so callbacks may have been missed. */
  wayInLost: boolean
  /** Of a group, E.164. */
  secondPhone?: string
  /** When the way in was closed, epoch milliseconds. */
  closedAt?: number
}

export function createJournal(): Journal {
  const skipped = new Map<UnknownId, string>()
  const phases = ['start']
  return {
    asked: [],
    arrived: [],
    answers: new Map(),
    notes: new Map(),
    skipped,
    skip(ids, why) {
      for (const id of ids) if (!skipped.has(id)) skipped.set(id, why)
    },
    get phase() {
      return phases.at(-1) ?? 'start'
    },
    phases,
    enter: (phase) => void phases.push(phase),
    wayInLost: false,
  }
}

export const lastAsked = (journal: Journal, label: string): Asked | undefined =>
  journal.asked.findLast((one) => one.label === label)
