/** What is told of the way in. */
import type { Reach, ReachState } from '../model/reach.ts'
import type { ReachMachine } from './reach-machine.ts'

/** What the user is told. @param way the host of the public address, and the way in that is in use */
export function reachOf(machine: ReachMachine, way: Pick<Reach, 'host' | 'way' | 'standby'> = {}): Reach {
  const { state, since, error, proof, retryAt } = machine
  return {
    state,
    since,
    ...way,
    ...(error === undefined ? {} : { error }),
    ...(proof === undefined ? {} : { provenAt: proof.at, roundTrip: proof.roundTrip }),
    ...(retryAt === undefined ? {} : { retryAt }),
  }
}

/** Whether the state is an answer to "can replies arrive?", and not a step on the way to one. */
export const isSettled = (state: ReachState): boolean =>
  state === 'off' || state === 'reachable' || state === 'doubtful' || state === 'lost'
