import { systemClock } from '../../../electron/system-clock.ts'
import type { Clock } from '../../../electron/ports.ts'

/** Time that can be set, and slept through. Timers run in real time. */
export interface WorldTime {
  readonly clock: Clock
  readonly elapsed: () => number
  readonly set: (ms: number) => void
  readonly sleep: (ms: number) => void
}

export function createTime(): WorldTime {
  let [wasSet, slept] = [0, 0]
  return {
    clock: { ...systemClock, now: () => Date.now() + wasSet + slept },
    elapsed: () => Math.round(performance.now()) + slept,
    set: (ms) => void (wasSet += ms),
    sleep: (ms) => void (slept += ms),
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
