/**
 * Notices what no event tells on every system: that the computer slept, that its clock was set, that its network is
 * another one. Looks every few seconds, which costs next to nothing.
 */
import type { Clock } from '../ports.ts'
import type { SystemEvent } from './reach.ts'

export interface SystemWatchNeeds {
  readonly clock: Clock
  /** Whole milliseconds that went by, sleep included; setting the clock does not change them. */
  readonly elapsed: () => number
  /** The addresses of this computer, in any form that changes when they do. */
  readonly network: () => string
  readonly onEvent: (event: SystemEvent) => void
}

export const lookEveryMs = 3000
/** Later than this, and Tern stood still meanwhile, milliseconds. */
export const stillMs = 10_000
/** A clock is set a little all the time; by more than this it matters. */
const setMs = 5000

/** Answers what stops it. */
export function watchSystem({ clock, elapsed, network, onEvent }: SystemWatchNeeds): () => void {
  let last = { wall: clock.now(), elapsed: elapsed(), network: network() }
  let stop = clock.after(lookEveryMs, look)

  function look(): void {
    stop = clock.after(lookEveryMs, look)
    const now = { wall: clock.now(), elapsed: elapsed(), network: network() }
    const passed = now.elapsed - last.elapsed
    const event = eventOf(passed, now.wall - last.wall, now.network !== last.network)
    last = now
    if (event !== undefined) onEvent(event)
  }

  return () => stop()
}

function eventOf(passed: number, onClock: number, isOtherNetwork: boolean): SystemEvent | undefined {
  if (passed > lookEveryMs + stillMs) return 'resume'
  if (isOtherNetwork) return 'network'
  return Math.abs(onClock - passed) > setMs ? 'clock' : undefined
}
