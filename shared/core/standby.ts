/**
 * Which of two ways in is used, the first or the standby, as a machine without effects; `electron/reach/standby.ts`
 * carries out its commands. The first makes way once it has been lost for a while, and is then tried beside the standby,
 * without being registered, until it has been good for long enough to be trusted again. While the standby is lost too,
 * a good trial is enough.
 */
import type { ErrorCode } from '../errors.ts'
import type { ReachState } from '../model/reach.ts'

export type Turn = 'first' | 'standby'

export interface Standby {
  readonly using: Turn
  /** How the way in that is used is. */
  readonly state: ReachState
  /** Since when it is lost, and was not reachable in between; epoch milliseconds. */
  readonly lostSince: number | undefined
  /** Whether the first is being tried at the moment. */
  readonly trying: boolean
  /** When to try it next. */
  readonly tryAt: number | undefined
  /** The first and the last of its good trials in a row. */
  readonly good: { readonly since: number; readonly at: number } | undefined
  /** When the wait that was asked for ends. */
  readonly dueAt: number | undefined
}

export type StandbyEvent =
  /** What the way in that is used says of itself. */
  | { readonly kind: 'reach'; readonly state: ReachState; readonly error?: ErrorCode | undefined }
  | { readonly kind: 'tried'; readonly good: boolean }
  /** The tunnel of the trial is gone. */
  | { readonly kind: 'ended' }
  /** The wait is over. */
  | { readonly kind: 'due' }
  /** The settings are other ones: begin with the first. */
  | { readonly kind: 'reset' }

export type StandbyCommand =
  /** Close the one in use, and open this one. The first is handed over as its trial left it. */
  | { readonly kind: 'use'; readonly turn: Turn }
  /** Open the first beside the standby, if it is not open yet, and prove it; then `tried`. */
  | { readonly kind: 'try' }
  /** Close what is open for a trial. */
  | { readonly kind: 'endTrial' }
  /** Send `due` after a while; takes the place of an earlier wait. */
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'stopWaiting' }

export interface StandbyStep {
  readonly standby: Standby
  readonly commands: readonly StandbyCommand[]
}

/** How long the one in use must be lost before the other takes its place, milliseconds. */
export const lostForMs = 30_000
/** From one trial of the first to the next. */
export const tryEveryMs = 60_000
/** How long the first must be good, trial by trial, before it is used again. */
export const goodForMs = 600_000
/** Two good trials that are further apart are not in a row: Tern did not look in between. */
const inARowMs = 150_000
/** A wait that took so much longer was a sleep, and one that took so much less had its clock set. */
const sleptMs = 10_000

export const standbyStart: Standby = {
  using: 'first',
  state: 'off',
  lostSince: undefined,
  trying: false,
  tryAt: undefined,
  good: undefined,
  dueAt: undefined,
}

/** Whether another way in would help: what Aircall refuses, it refuses of every way. */
export const isOfTheWay = (code: ErrorCode | undefined): boolean =>
  code === undefined || /^(tunnel|ngrok|own|listener|probe)\./.test(code)

/** The machine after an event, and what is to be done now, in order. @param now epoch milliseconds */
export function stepStandby(before: Standby, event: StandbyEvent, now: number): StandbyStep {
  switch (event.kind) {
    case 'reset':
      return end(before)
    case 'reach':
      return event.state === 'off' ? end(before) : wait(hear(before, event, now), now)
    case 'tried':
      if (!before.trying) return { standby: before, commands: [] }
      return decide(
        { ...before, trying: false, tryAt: now + tryEveryMs, good: judge(before, event, now) },
        now,
      )
    case 'ended':
      return { standby: { ...before, good: undefined }, commands: [] }
    case 'due':
      return decide(awake(before, now), now)
  }
}

function end(before: Standby): StandbyStep {
  const trial: StandbyCommand[] = before.using === 'standby' ? [{ kind: 'endTrial' }] : []
  return { standby: standbyStart, commands: [{ kind: 'stopWaiting' }, ...trial] }
}

function hear(before: Standby, event: Extract<StandbyEvent, { kind: 'reach' }>, now: number): Standby {
  const { state } = event
  const heard = { ...before, state }
  if (state === 'reachable') return { ...heard, lostSince: undefined }
  if (state !== 'lost') return heard
  return { ...heard, lostSince: isOfTheWay(event.error) ? (before.lostSince ?? now) : undefined }
}

function judge({ good }: Standby, event: { readonly good: boolean }, now: number): Standby['good'] {
  if (!event.good) return undefined
  return { since: good !== undefined && isInARow(good.at, now) ? good.since : now, at: now }
}

/** Also after the clock was set: what lies ahead was not long ago. */
const isInARow = (at: number, now: number): boolean => now >= at && now - at <= inARowMs

/** After a sleep, or a clock that was set, everything is counted from now. */
function awake(before: Standby, now: number): Standby {
  const late = before.dueAt === undefined ? 0 : now - before.dueAt
  const woken = { ...before, dueAt: undefined }
  // A timer may also come a little early.
  if (Math.abs(late) <= sleptMs) return woken
  return {
    ...woken,
    lostSince: before.lostSince === undefined ? undefined : now,
    tryAt: before.tryAt === undefined ? undefined : Math.min(before.tryAt, now + tryEveryMs),
    good: undefined,
  }
}

/** Switches, tries, or waits for the next moment at which there may be something to do. */
function decide(standby: Standby, now: number): StandbyStep {
  const lost = isLost(standby, now)
  if (standby.using === 'first') return lost ? use('standby', now) : wait(standby, now)
  const { good, trying, tryAt } = standby
  const trusted = good !== undefined && good.at - good.since >= goodForMs
  if (isGood(standby, now) && (lost || trusted)) return use('first', now)
  if (trying || tryAt === undefined || tryAt > now) return wait(standby, now)
  const next = wait({ ...standby, trying: true, tryAt: undefined }, now)
  return { standby: next.standby, commands: [{ kind: 'try' }, ...next.commands] }
}

/** Only between two tries to open it: one that is under way may be the one that works. */
const isLost = ({ state, lostSince }: Standby, now: number): boolean =>
  state === 'lost' && lostSince !== undefined && now - lostSince >= lostForMs

/** Whether the first would do, for all that is known. */
const isGood = ({ good, trying }: Standby, now: number): boolean =>
  good !== undefined && !trying && isInARow(good.at, now)

function use(turn: Turn, now: number): StandbyStep {
  const tryAt = turn === 'standby' ? now + tryEveryMs : undefined
  const next = wait({ ...standbyStart, using: turn, state: 'opening', tryAt }, now)
  return {
    standby: next.standby,
    commands: [{ kind: 'use', turn }, { kind: 'stopWaiting' }, ...next.commands],
  }
}

function wait(standby: Standby, now: number): StandbyStep {
  const at = nextAt(standby, now)
  if (at === standby.dueAt) return { standby, commands: [] }
  const command: StandbyCommand =
    at === undefined ? { kind: 'stopWaiting' } : { kind: 'wait', ms: Math.max(0, at - now) }
  return { standby: { ...standby, dueAt: at }, commands: [command] }
}

/** When {@link decide} may have something to do; not longer from now than it takes, also when the clock was set. */
function nextAt(standby: Standby, now: number): number | undefined {
  const { using, state, lostSince, trying, tryAt } = standby
  const times: number[] = []
  const mayLose = using === 'first' || isGood(standby, now)
  if (state === 'lost' && lostSince !== undefined && mayLose) {
    times.push(Math.min(lostSince + lostForMs, now + lostForMs))
  }
  if (!trying && tryAt !== undefined) times.push(Math.min(tryAt, now + tryEveryMs))
  return times.length === 0 ? undefined : Math.max(now, Math.min(...times))
}
