/**
 * Commits what arrived. Aircall does not send a callback again, so what the store could not take (a full disk, a lock)
 * is kept in memory, within limits, and tried again until it can.
 */
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import type { Arrival, Reception } from '../store/store.ts'

export interface Committer {
  /** What became of it, once committed; undefined when the store could not take it now. */
  readonly commit: (arrival: Arrival) => Reception | undefined
  /** Tells the others what became of it; never throws. */
  readonly announce: (reception: Reception) => void
  /** How many arrivals wait in memory. */
  readonly waiting: () => number
  /** Tries the waiting ones now: the store may take them again. */
  readonly retry: () => void
  /** Tries the waiting ones now, before the store is closed. */
  readonly flush: () => void
}

export interface CommitterNeeds {
  readonly receive: (arrival: Arrival) => Reception
  readonly onReception: (reception: Reception) => void
  /** The store takes no callbacks, or (undefined) takes them again. */
  readonly onTrouble?: (error: ErrorValue | undefined) => void
  readonly clock: Clock
  readonly log: Log
}

const againAfterMs = 2000
const mostCharacters = 16 * 1024 * 1024

export function createCommitter(needs: CommitterNeeds): Committer {
  const { clock, log } = needs
  let held: Arrival[] = []
  let characters = 0
  let stopWaiting: (() => void) | undefined

  function announce(reception: Reception): void {
    try {
      needs.onReception(reception)
    } catch (thrown) {
      log.error('callback: committed, but not announced', thrown)
    }
  }

  let trouble: ErrorValue | undefined
  function setTrouble(error: ErrorValue | undefined): void {
    if (trouble?.code === error?.code) return
    trouble = error
    try {
      needs.onTrouble?.(error)
    } catch (thrown) {
      log.error('callback: trouble not told', thrown)
    }
  }

  function hold(arrival: Arrival): void {
    if (characters + arrival.raw.length > mostCharacters) {
      log.error('callback: lost, because the store takes nothing and memory is full')
      return
    }
    held.push(arrival)
    characters += arrival.raw.length
    stopWaiting ??= clock.after(againAfterMs, tryAgain)
  }

  function tryAgain(): void {
    stopWaiting = undefined
    const again = held
    held = []
    characters = 0
    for (const arrival of again) {
      const reception = commit(arrival)
      if (reception !== undefined) announce(reception)
    }
  }

  function commit(arrival: Arrival): Reception | undefined {
    try {
      const reception = needs.receive(arrival)
      setTrouble(undefined)
      return reception
    } catch (thrown) {
      log.error('callback: could not be committed', thrown)
      setTrouble(toErrorValue(thrown))
      hold(arrival)
      return undefined
    }
  }

  return {
    commit,
    announce,
    waiting: () => held.length,
    retry() {
      stopWaiting?.()
      tryAgain()
    },
    flush() {
      stopWaiting?.()
      tryAgain()
      // Nothing may touch the store after this: it is about to be closed.
      stopWaiting?.()
      stopWaiting = undefined
      if (held.length > 0) log.warn('callback: not committed', { callbacks: held.length })
    },
  }
}
