import type { Clock } from './ports.ts'

/** Longer waits overflow Node's timers and would come at once. */
const longestWait = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, Math.min(ms, longestWait))
    return () => clearTimeout(timer)
  },
}
