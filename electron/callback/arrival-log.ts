/**
 * Remembers what came to the listener, for Health. In memory first, and written down every few seconds, all in one
 * transaction: never on the path to an answer, and a flood writes no more than a quiet day.
 */
import { addArrivals, type Arrivals, type NewArrival } from '../../shared/core/arrivals.ts'
import type { Arrival } from '../../shared/model/arrival.ts'
import type { Clock, Log } from '../ports.ts'
import type { ArrivalStore } from '../store/store.ts'

export interface ArrivalLog {
  /** Never throws, and does next to nothing. */
  readonly note: (arrival: NewArrival) => void
  /** Newest first. */
  readonly list: (limit: number) => Arrival[]
  /** Writes what is left, before the store is closed. */
  readonly stop: () => void
}

const writeEveryMs = 5_000
/** So many are sorted at one time: a flood must not fill the memory meanwhile. */
const sortEvery = 1_000

export function createArrivalLog(needs: {
  readonly store: ArrivalStore
  readonly clock: Clock
  readonly log: Log
}): ArrivalLog {
  const { store, clock, log } = needs
  /** Undefined until somebody asks, or something has come: a start need not wait for it. */
  let arrivals: Arrivals | undefined
  let written: readonly Arrival[] = []
  let came: NewArrival[] = []
  let cancel: (() => void) | undefined
  let isFailing = false
  let stopped = false

  function load(): Arrivals {
    written = store.list()
    return { kept: written, nextId: 1 + Math.max(0, ...written.map(({ id }) => id)) }
  }

  function sorted(): Arrivals {
    arrivals ??= load()
    if (came.length > 0) {
      arrivals = addArrivals(arrivals, came)
      came = []
    }
    return arrivals
  }

  function write(): void {
    cancel = undefined
    try {
      const { kept } = sorted()
      const [before, now] = [new Set(written), new Set(kept.map(({ id }) => id))]
      const changed = kept.filter((arrival) => !before.has(arrival))
      store.save(
        changed,
        written.filter(({ id }) => !now.has(id)).map(({ id }) => id),
      )
      written = kept
      isFailing = false
    } catch (thrown) {
      // A full disk is told elsewhere, and stays full for a while.
      if (!isFailing) log.error('callback: arrivals not written', thrown)
      isFailing = true
      plan()
    }
  }

  function plan(): void {
    if (!stopped) cancel ??= clock.after(writeEveryMs, write)
  }

  return {
    note(arrival) {
      came.push(arrival)
      plan()
      if (came.length < sortEvery) return
      try {
        sorted()
      } catch (thrown) {
        // They are only counted: better to lose some of them than the memory.
        log.error('callback: arrivals not sorted', thrown)
        came = []
      }
    },
    list: (limit) => sorted().kept.slice(-limit).reverse(),
    stop() {
      stopped = true
      if (cancel === undefined) return
      cancel()
      write()
    },
  }
}
