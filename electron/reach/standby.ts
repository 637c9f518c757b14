/**
 * Changes between the first way in and the standby. When is the pure machine of `shared/core/standby.ts`; this carries
 * out its commands. Only what is used is ever registered: the first is tried beside the standby by opening it and
 * proving its address, of which Aircall hears nothing.
 */
import {
  standbyStart,
  stepStandby,
  type StandbyCommand,
  type StandbyEvent,
  type Turn,
} from '../../shared/core/standby.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Clock, Log } from '../ports.ts'
import { createTrial, type OpenTrial, type TrialNeeds } from './trial.ts'

export interface StandbyNeeds extends TrialNeeds {
  readonly hasStandby: () => boolean
  /** Opens what {@link StandbyWatch.turn} says now. Never rejects. */
  readonly reopen: () => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

export interface StandbyWatch {
  /** Which of the two is to be used. */
  readonly turn: () => Turn
  /** What the last trial of the first has left open at this port, for whoever opens the first now. */
  readonly takeOver: (port: number) => OpenTrial['tunnel'] | undefined
  readonly reachChanged: (now: Reach) => void
  /** Begins with the first again; whoever calls opens it. */
  readonly reset: () => void
}

/** So long what a trial left open is kept for the opening of the first. */
const handOverMs = 30_000

export function createStandby(needs: StandbyNeeds): StandbyWatch {
  const { clock, log } = needs
  let machine = standbyStart
  let stopWait = (): void => undefined
  let dropHandedOver = (): void => undefined
  let handedOver: OpenTrial | undefined
  let isStepping = false
  const events: StandbyEvent[] = []
  const trial = createTrial(needs, () => dispatch({ kind: 'ended' }))

  /** One event after the other, also when carrying out a command brings the next one at once. */
  function dispatch(event: StandbyEvent): void {
    events.push(event)
    if (isStepping) return
    isStepping = true
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const step = stepStandby(machine, next, clock.now())
      machine = step.standby
      step.commands.forEach(carryOut)
    }
    isStepping = false
  }

  function carryOut(command: StandbyCommand): void {
    switch (command.kind) {
      case 'use':
        return use(command.turn)
      case 'try':
        return void tryFirst()
      case 'endTrial':
        return trial.end()
      case 'wait':
        stopWait()
        stopWait = clock.after(command.ms, () => dispatch({ kind: 'due' }))
        return
      case 'stopWaiting':
        stopWait()
    }
  }

  function use(turn: Turn): void {
    log.info('ways: changed', { to: turn })
    keep(turn === 'first' ? trial.handOver() : undefined)
    void needs.reopen()
  }

  async function tryFirst(): Promise<void> {
    const good = await trial.run()
    if (good !== undefined) dispatch({ kind: 'tried', good })
  }

  function keep(open: OpenTrial | undefined): void {
    dropHandedOver()
    handedOver = open
    if (open === undefined) return
    const stopTimer = clock.after(handOverMs, () => dropHandedOver())
    dropHandedOver = () => {
      stopTimer()
      dropHandedOver = () => undefined
      handedOver = undefined
      open.close()
    }
    void open.tunnel.ended.then(() => {
      if (handedOver === open) dropHandedOver()
    })
  }

  return {
    turn: () => machine.using,
    takeOver(port) {
      if (handedOver?.port !== port) return undefined
      const { tunnel } = handedOver
      handedOver = undefined
      dropHandedOver = () => undefined
      return tunnel
    },
    reachChanged(now) {
      if (now.state === 'off') {
        dropHandedOver()
        return dispatch({ kind: 'reach', state: 'off' })
      }
      // What the other one had left to say comes too late.
      const isOfThis = (now.standby ?? false) === (machine.using === 'standby')
      if (!isOfThis || !needs.hasStandby()) return
      dispatch({ kind: 'reach', state: now.state, error: now.error?.code })
    },
    reset() {
      dropHandedOver()
      dispatch({ kind: 'reset' })
    },
  }
}
