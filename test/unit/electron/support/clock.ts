import type { Clock } from '../../../../electron/ports.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Moves time on, and runs what became due, in order. */
  readonly advance: (ms: number) => void
}

export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start
  let timers: { at: number; act: () => void }[] = []
  return {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.act()
      }
      now = end
    },
  }
}
