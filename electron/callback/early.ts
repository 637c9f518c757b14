/**
 * Callbacks whose token Tern does not know yet. With each registration Aircall makes a new token, and its first callback
 * may be here before the answer that tells the token. Such a callback is kept at once, as one that may not be Aircall's;
 * once the token is known, it counts. In memory only: a restart in between leaves it as it was kept.
 */
import type { Clock } from '../ports.ts'
import type { Arrival } from '../store/store.ts'
import { isTokenOf, type CallbackRoute } from './routes.ts'

export interface Early {
  /** Remembers one that did not carry a known token. */
  readonly hold: (arrival: Arrival) => void
  /** Those that a route's tokens prove now, oldest first, each once. */
  readonly proven: (route: CallbackRoute) => Arrival[]
}

/** A request to Aircall takes less than this, milliseconds. */
const longestMs = 60_000
/** Strangers who know the path cannot fill the memory. */
const mostHeld = 100
const mostCharacters = 64 * 1024

export function createEarly({ now }: Pick<Clock, 'now'>): Early {
  let held: Arrival[] = []
  return {
    hold(arrival) {
      if (arrival.event.token === undefined || arrival.raw.length > mostCharacters) return
      held = [...held, arrival].slice(-mostHeld)
    },
    proven(route) {
      const fresh = held.filter(({ at }) => Math.abs(now() - at) <= longestMs)
      const isProven = ({ numberId, event }: Arrival): boolean =>
        numberId === route.numberId && isTokenOf(route, event.token)
      held = fresh.filter((arrival) => !isProven(arrival))
      return fresh.filter(isProven).map((arrival) => ({ ...arrival, verified: true }))
    },
  }
}
