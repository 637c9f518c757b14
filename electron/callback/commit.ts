/**
 * Commits what arrived. Aircall does not send a callback again, so what the store could not take (a full disk, a lock)
 * is kept in memory, within limits, and tried again until it can.
 */
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import type { Arrival, Reception } from '../store/store.ts'
import { createTurns } from './turns.ts'

export interface Committer {
  /**
   * Commits it when its turn has come, in the order of these calls; then says what became of it (undefined when the store
   * could not take it now), and tells the others.
   */
  readonly commit: (arrival: Arrival, then?: (reception: Reception | undefined) => void) => void
  /** How many arrivals wait in memory, because the store did not take them. */
  readonly waiting: () => number
  /** Tries the waiting ones again: the store may take them now. */
  readonly retry: () => void
  /** Commits now whatever waits, before the store is closed. */
  readonly flush: () => void
}

export interface CommitterNeeds {
  readonly receive: (arrival: Arrival) => Reception
  readonly onReception: (reception: Reception) => void
  /** The store takes no callbacks, or (undefined) takes them again. */
  readonly onTrouble?: (error: ErrorValue | undefined) => void
  readonly clock: Clock
  readonly log: Log
  /** For tests. */
  readonly nextTurn?: (act: () => void) => void
}

const againAfterMs = 2000
const mostCharacters = 16 * 1024 * 1024

export function createCommitter(needs: CommitterNeeds): Committer {
  const { clock, log } = needs
  const turns = createTurns(clock, needs.nextTurn)
  const held: Arrival[] = []
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
    stopWaiting?.()
    stopWaiting = undefined
    for (let left = held.length; left > 0; left -= 1) turns.take(tryNext)
  }

  function tryNext(): void {
    const arrival = held.shift()
    if (arrival === undefined) return
    characters -= arrival.raw.length
    commitNow(arrival)
  }

  function commitNow(arrival: Arrival, then?: (reception: Reception | undefined) => void): void {
    const reception = receive(arrival)
    then?.(reception)
    if (reception !== undefined) announce(reception)
  }

  function receive(arrival: Arrival): Reception | undefined {
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
    commit: (arrival, then) => turns.take(() => commitNow(arrival, then)),
    waiting: () => held.length,
    retry: tryAgain,
    flush() {
      tryAgain()
      turns.flush()
      // Nothing may touch the store after this: it is about to be closed.
      stopWaiting?.()
      stopWaiting = undefined
      if (held.length > 0) log.warn('callback: not committed', { callbacks: held.length })
    },
  }
}
