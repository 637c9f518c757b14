/** Keeps what is asked for a thousand times in a second from being done a thousand times. */
import type { Clock } from '../ports.ts'

export interface Paced {
  /** Acts at once, or, when it acted just now, a moment later: the last asking is never forgotten. */
  readonly ask: () => void
  /** Acts no more, also not for what was asked before. */
  readonly stop: () => void
}

/** @param gapMs at least so long lies between two acts, milliseconds */
export function createPaced(clock: Pick<Clock, 'after'>, gapMs: number, act: () => void): Paced {
  let resting: (() => void) | undefined
  let wanted = false

  function run(): void {
    wanted = false
    resting = clock.after(gapMs, () => {
      resting = undefined
      if (wanted) run()
    })
    act()
  }

  return {
    ask() {
      if (resting === undefined) run()
      else wanted = true
    },
    stop() {
      resting?.()
      wanted = false
      resting = () => undefined
    },
  }
}
