/**
 * At start the address for replies is a new one, and Aircall still has the old one: an answer in those first moments would
 * be lost. So texts that wait from before stay until it is known whether answers can come. Not for long: sending works
 * also while replies cannot arrive.
 */
import type { ReachState } from '../../shared/model/reach.ts'
import type { Clock } from '../ports.ts'

export interface StartGate {
  readonly isOpen: () => boolean
  /** Told of every state of the way in. */
  readonly reachIs: (state: ReachState) => void
}

/** How long texts wait for the way in, milliseconds. */
export const gateMs = 15_000

const settled: readonly ReachState[] = ['reachable', 'doubtful', 'lost']

/** @param needs `closed`: a number is in use, whose way in is about to be opened; `onOpen`: told once, when it opens */
export function createStartGate(needs: {
  readonly closed: boolean
  readonly clock: Clock
  readonly onOpen: () => void
}): StartGate {
  let open = !needs.closed
  function openNow(): void {
    if (open) return
    open = true
    needs.onOpen()
  }
  const cancel = open ? undefined : needs.clock.after(gateMs, openNow)
  return {
    isOpen: () => open,
    reachIs(state) {
      if (open || !settled.includes(state)) return
      cancel?.()
      openNow()
    },
  }
}
