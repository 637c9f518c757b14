/**
 * How fast Aircall may be asked. Nothing is hard-coded: the limit has changed before, and the headers that tell it may
 * come with every answer, only with a 429, or never (docs/contract.md, "Limits").
 */
import { backoffMs, type Backoff } from './backoff.ts'

export interface Pace {
  /** Requests left until {@link resetAt}; undefined when no answer has said so. */
  readonly remaining: number | undefined
  /** When the next window begins, epoch milliseconds. */
  readonly resetAt: number
  /** 429s in a row. */
  readonly refusals: number
}

export const freshPace: Pace = { remaining: undefined, resetAt: 0, refusals: 0 }

type Headers = Readonly<Record<string, string>>

/** The limit counts per minute, so no wait needs to be longer, whatever a header or a wrong clock says. */
export const longestWaitMs = 60_000

/** After a 429 that does not say when to come back. */
const blindBackoff: Backoff = { firstMs: 5_000, capMs: longestWaitMs }

/** After a 429 a reset that is due already is not believed: at least this long, milliseconds. */
const shortestWaitMs = 1_000

/** When the next request may leave, epoch milliseconds; `now` when at once. */
export function nextRequestAt(pace: Pace, now: number): number {
  if (pace.remaining === undefined || pace.remaining > 0) return now
  // No window is that far away: the clock was set back in between. The next answer tells.
  return pace.resetAt - now > longestWaitMs ? now : Math.max(now, pace.resetAt)
}

/** The pace once a request has left. */
export function afterRequest(pace: Pace, now: number): Pace {
  if (pace.remaining === undefined) return pace
  if (pace.remaining > 0) return { ...pace, remaining: pace.remaining - 1 }
  return now >= pace.resetAt ? { ...pace, remaining: undefined } : pace
}

/**
 * The pace after an answer.
 * @param headers names in lower case
 * @param chance a random number from 0 up to, but not including, 1
 */
export function afterAnswer(pace: Pace, status: number, headers: Headers, now: number, chance: number): Pace {
  const wait = readWait(headers, now)
  if (status === 429) {
    const refusals = pace.refusals + 1
    const told = wait === undefined ? undefined : Math.max(wait, shortestWaitMs)
    return { remaining: 0, resetAt: now + (told ?? backoffMs(refusals, chance, blindBackoff)), refusals }
  }
  const remaining = readCount(headers['x-aircallapi-remaining'])
  if (remaining === undefined) return { ...pace, refusals: 0 }
  // A budget that is used up without a word on when it comes back: a short wait, and then the next answer tells.
  return { remaining, resetAt: now + (wait ?? blindBackoff.firstMs), refusals: 0 }
}

/** How long until the next window, by the reset header or `retry-after`: 0 to {@link longestWaitMs}, milliseconds. */
function readWait(headers: Headers, now: number): number | undefined {
  const serverNow = readDate(headers['date']) ?? now
  const wait =
    readReset(headers['x-aircallapi-reset'], serverNow) ?? readRetryAfter(headers['retry-after'], serverNow)
  return wait === undefined ? undefined : Math.min(Math.max(0, wait), longestWaitMs)
}

/**
 * The unit of the header is not documented; its size tells: up to an hour are seconds from now, below a billion
 * milliseconds from now, then UNIX seconds, then UNIX milliseconds. Absolute times are compared with the answer's own
 * `date`, so that a computer with a wrong clock waits no longer.
 */
function readReset(header: string | undefined, serverNow: number): number | undefined {
  if (header === undefined || !/^\s*\d{1,16}(\.\d{1,9})?\s*$/.test(header)) return undefined
  const value = Number(header)
  if (value <= 3600) return value * 1000
  if (value < 1e9) return value
  return (value < 1e11 ? value * 1000 : value) - serverNow
}

function readRetryAfter(header: string | undefined, serverNow: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\s*\d{1,6}\s*$/.test(header)) return Number(header) * 1000
  const date = readDate(header)
  return date === undefined ? undefined : date - serverNow
}

function readDate(header: string | undefined): number | undefined {
  const ms = header === undefined ? NaN : Date.parse(header)
  return Number.isFinite(ms) ? ms : undefined
}

function readCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : undefined
}
