/**
 * What comes at one time is done one after the other, in several turns of the event loop. Callbacks that come over ten
 * connections would else be committed and told in one go, and window and tray would stand still meanwhile.
 */
import type { Clock } from '../ports.ts'

export interface Turns {
  /** Does it at once, or after what was handed in before. `act` never throws. */
  readonly take: (act: () => void) => void
  /** Does now what still has to wait. */
  readonly flush: () => void
}

/** What is begun in one turn, milliseconds. */
const budgetMs = 8

/** @param nextTurn runs what it is given in the next turn of the event loop */
export function createTurns(
  { now }: Pick<Clock, 'now'>,
  nextTurn: (act: () => void) => void = setImmediate,
): Turns {
  const waiting: (() => void)[] = []
  /** When this turn began to be used; undefined once it is over. */
  let began: number | undefined
  let inside = false

  function go(): void {
    // What is handed in by what is being done comes after it.
    if (inside) return
    if (began === undefined) {
      began = now()
      nextTurn(() => {
        began = undefined
        if (waiting.length > 0) go()
      })
    }
    // A clock that is set back must not make it endless.
    while (Math.abs(now() - began) < budgetMs) {
      const act = waiting.shift()
      if (act === undefined) return
      inside = true
      act()
      inside = false
    }
  }

  return {
    take(act) {
      waiting.push(act)
      go()
    },
    flush() {
      for (const act of waiting.splice(0)) act()
    },
  }
}
