import { uptime } from 'node:os'
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

/**
 * Whole milliseconds since the computer was started, with the time that it slept; setting its clock does not change them.
 * Good for the difference of two. Source: Node asks the system for CLOCK_BOOTTIME, KERN_BOOTTIME, GetTickCount64.
 */
export const systemElapsed = (): number => Math.round(uptime() * 1000)
