/**
 * Whether replies can reach this computer, as one state machine without effects. `electron/reach/service.ts` carries
 * out the commands and feeds back what came of them. Two things hold for every order of events: `reachable` is said
 * only after a probe came in through the address that Aircall holds, and two registrations never run at once.
 */
import type { ErrorValue } from '../errors.ts'
import type { ReachState } from '../model/reach.ts'
import { backoffMs, patientBackoff, reachBackoff } from './backoff.ts'
import { isForTheUser } from './for-the-user.ts'

export interface ReachMachine {
  readonly state: ReachState
  /** Epoch milliseconds. */
  readonly since: number
  /** Counts the openings. What comes of an earlier one is too late and changes nothing. */
  readonly run: number
  /** Base address of the open tunnel. */
  readonly url: string | undefined
  /** Base address that Aircall was last seen to hold. */
  readonly registered: string | undefined
  /** The run whose registration is under way: also after that run is over, until its end is known. */
  readonly registering: number | undefined
  /** The probe of this run that is under way. What comes of an earlier one changes nothing. */
  readonly probing: number | undefined
  /** Counts the probes. */
  readonly probes: number
  readonly proof: { readonly url: string; readonly at: number; readonly roundTrip: number } | undefined
  /** Failures in a row since the last proof. */
  readonly failures: number
  readonly error: ErrorValue | undefined
  readonly retryAt: number | undefined
}

export type ReachEvent =
  /** Open anew, whatever was before. */
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'opened'; readonly run: number; readonly url: string }
  | { readonly kind: 'openFailed'; readonly run: number; readonly error: ErrorValue }
  | { readonly kind: 'registered'; readonly run: number; readonly url: string }
  | { readonly kind: 'registerFailed'; readonly run: number; readonly error: ErrorValue }
  | {
      readonly kind: 'proven'
      readonly run: number
      readonly probe: number
      readonly url: string
      readonly roundTrip: number
    }
  | { readonly kind: 'missed'; readonly run: number; readonly probe: number; readonly error: ErrorValue }
  /** Aircall holds somebody else's address, or none. */
  | { readonly kind: 'displaced'; readonly run: number; readonly error: ErrorValue }
  /** The tunnel is gone for good. */
  | { readonly kind: 'ended'; readonly run: number; readonly error: ErrorValue }
  /** The wait that a command asked for is over. */
  | { readonly kind: 'due'; readonly run: number }
  /** Somebody wants to know now. */
  | { readonly kind: 'check' }
  /** The computer goes to sleep: from now on nothing is sure. */
  | { readonly kind: 'suspend' }
  /** It slept, or Tern stood still for another reason. */
  | { readonly kind: 'resume' }
  /** Its network is another one, or its clock was set: what was proven may be so no longer. */
  | { readonly kind: 'network' | 'clock' }

export type ReachCommand =
  | { readonly kind: 'open'; readonly run: number }
  /** Close the tunnel of every run, and leave what is under way for them. */
  | { readonly kind: 'close' }
  | { readonly kind: 'register'; readonly run: number; readonly url: string }
  | { readonly kind: 'probe'; readonly run: number; readonly probe: number; readonly url: string }
  /** Send `due` after a while; takes the place of an earlier wait. */
  | { readonly kind: 'wait'; readonly run: number; readonly ms: number }
  | { readonly kind: 'stopWaiting' }

export interface ReachTimes {
  /** Between two probes while all is well, milliseconds. */
  readonly probeEveryMs: number
  /** From a missed probe to the next one, milliseconds. */
  readonly probeAgainMs: number
}

export interface ReachStep {
  readonly machine: ReachMachine
  readonly commands: readonly ReachCommand[]
}

export interface ReachMoment extends ReachTimes {
  /** Epoch milliseconds. */
  readonly now: number
  /** A random number from 0 up to, but not including, 1. */
  readonly chance: number
}

export const reachOff = (now: number): ReachMachine => ({
  state: 'off',
  since: now,
  run: 0,
  url: undefined,
  registered: undefined,
  registering: undefined,
  probing: undefined,
  probes: 0,
  proof: undefined,
  failures: 0,
  error: undefined,
  retryAt: undefined,
})

/** The machine after an event, and what is to be done now, in order. */
export function stepReach(before: ReachMachine, event: ReachEvent, moment: ReachMoment): ReachStep {
  // The end of a registration counts even when its run is over: it frees the next one.
  const machine = isRegistrationEnd(event) ? endRegistration(before, event) : before
  if ('run' in event && event.run !== machine.run) return registerIfFree(machine)
  switch (event.kind) {
    case 'start':
      return open({ ...machine, failures: 0, error: undefined, proof: undefined }, moment)
    case 'stop':
      return {
        machine: { ...to(machine, 'off', moment), run: machine.run + 1, ...shut, error: undefined },
        commands: [{ kind: 'stopWaiting' }, { kind: 'close' }],
      }
    case 'opened':
      if (machine.state !== 'opening') return still(machine)
      return registerIfFree({ ...to(machine, 'registering', moment), url: event.url })
    case 'registered':
      if (machine.state !== 'registering' || event.url !== machine.url) return still(machine)
      return probe(to(machine, 'proving', moment))
    case 'openFailed':
      return machine.state === 'opening' ? lose(machine, event.error, moment, shut) : still(machine)
    case 'registerFailed':
      // The tunnel is not to blame, so it stays, and with it the address that Aircall may hold by now.
      return machine.state === 'registering' ? lose(machine, event.error, moment, {}) : still(machine)
    case 'ended':
      return machine.state === 'off' ? still(machine) : endTunnel(machine, event.error, moment)
    case 'proven':
      return event.probe === machine.probing ? proven(ofProbe(machine), event, moment) : still(machine)
    case 'missed':
      return event.probe === machine.probing ? missed(ofProbe(machine), event.error, moment) : still(machine)
    case 'displaced':
      return displaced(machine, event.error, moment)
    case 'suspend':
      return suspend(machine, moment)
    case 'resume':
      // A probe that was under way has slept too: its end says nothing.
      return goOn(machine.state === 'reachable' ? doubt(ofProbe(machine), moment) : ofProbe(machine), moment)
    case 'network':
    case 'clock':
      return goOn(ofProbe(machine), moment)
    case 'due':
    case 'check':
      return goOn(machine, moment)
  }
}

const shut = { url: undefined, probing: undefined, retryAt: undefined } as const

const still = (machine: ReachMachine): ReachStep => ({ machine, commands: [] })

function to(machine: ReachMachine, state: ReachState, { now }: ReachMoment): ReachMachine {
  return { ...machine, state, since: machine.state === state ? machine.since : now, retryAt: undefined }
}

type RegistrationEnd = Extract<ReachEvent, { kind: 'registered' | 'registerFailed' }>

const isRegistrationEnd = (event: ReachEvent): event is RegistrationEnd =>
  event.kind === 'registered' || event.kind === 'registerFailed'

function endRegistration(machine: ReachMachine, event: RegistrationEnd): ReachMachine {
  if (machine.registering !== event.run) return machine
  // After a failure nobody knows what Aircall holds.
  const registered = event.kind === 'registered' ? event.url : undefined
  return { ...machine, registering: undefined, registered }
}

function open(machine: ReachMachine, moment: ReachMoment): ReachStep {
  const run = machine.run + 1
  return {
    machine: { ...to(machine, 'opening', moment), ...shut, run },
    commands: [{ kind: 'stopWaiting' }, { kind: 'close' }, { kind: 'open', run }],
  }
}

function registerIfFree(machine: ReachMachine): ReachStep {
  const { state, run, url, registering } = machine
  if (state !== 'registering' || url === undefined || registering !== undefined) return still(machine)
  return {
    machine: { ...machine, registering: run, registered: undefined },
    commands: [{ kind: 'register', run, url }],
  }
}

function probe(machine: ReachMachine): ReachStep {
  const { run, url } = machine
  if (url === undefined || machine.probing !== undefined) return still(machine)
  const probes = machine.probes + 1
  return {
    machine: { ...machine, probing: probes, probes },
    commands: [{ kind: 'stopWaiting' }, { kind: 'probe', run, probe: probes, url }],
  }
}

/** No probe is under way, or none that counts. */
const ofProbe = (machine: ReachMachine): ReachMachine => ({ ...machine, probing: undefined })

const doubt = (machine: ReachMachine, moment: ReachMoment): ReachMachine => to(machine, 'doubtful', moment)

/** Whatever is under way goes on, for the computer may not sleep after all; but nobody is told that all is well. */
function suspend(machine: ReachMachine, moment: ReachMoment): ReachStep {
  return machine.state === 'reachable'
    ? {
        machine: doubt(ofProbe(machine), moment),
        commands: [{ kind: 'wait', run: machine.run, ms: moment.probeEveryMs }],
      }
    : still(machine)
}

/** The tunnel is not to blame: it stays, and with it the address, for the moment when the number is taken back. */
function displaced(machine: ReachMachine, error: ErrorValue, moment: ReachMoment): ReachStep {
  const { state } = machine
  if (state !== 'proving' && state !== 'reachable' && state !== 'doubtful') return still(machine)
  return lose(ofProbe(machine), error, moment, { registered: undefined })
}

function lose(
  machine: ReachMachine,
  error: ErrorValue,
  moment: ReachMoment,
  change: Partial<ReachMachine>,
): ReachStep {
  const failures = machine.failures + 1
  const ms = backoffMs(failures, moment.chance, isForTheUser(error.code) ? patientBackoff : reachBackoff)
  const lost = { ...to(machine, 'lost', moment), ...change, failures, error, retryAt: moment.now + ms }
  const closing: ReachCommand[] = lost.url === undefined ? [{ kind: 'close' }] : []
  return { machine: lost, commands: [...closing, { kind: 'wait', run: lost.run, ms }] }
}

/** A tunnel that ends while Tern waits for the next try changes what that try does, not when. */
function endTunnel(machine: ReachMachine, error: ErrorValue, moment: ReachMoment): ReachStep {
  if (machine.state === 'lost') {
    return { machine: { ...machine, url: undefined }, commands: [{ kind: 'close' }] }
  }
  return lose(machine, error, moment, shut)
}

function proven(
  machine: ReachMachine,
  event: Extract<ReachEvent, { kind: 'proven' }>,
  moment: ReachMoment,
): ReachStep {
  const { state, url, registered } = machine
  const proves = state === 'proving' || state === 'reachable' || state === 'doubtful'
  if (!proves || event.url !== url || event.url !== registered) return still(machine)
  const proof = { url: event.url, at: moment.now, roundTrip: event.roundTrip }
  return {
    machine: { ...to(machine, 'reachable', moment), proof, failures: 0, error: undefined },
    commands: [{ kind: 'wait', run: machine.run, ms: moment.probeEveryMs }],
  }
}

function missed(machine: ReachMachine, error: ErrorValue, moment: ReachMoment): ReachStep {
  switch (machine.state) {
    case 'reachable':
      return {
        machine: { ...to(machine, 'doubtful', moment), error },
        commands: [{ kind: 'wait', run: machine.run, ms: moment.probeAgainMs }],
      }
    case 'proving':
    case 'doubtful':
      return lose(machine, error, moment, shut)
    default:
      return still(machine)
  }
}

function goOn(machine: ReachMachine, moment: ReachMoment): ReachStep {
  switch (machine.state) {
    case 'proving':
    case 'reachable':
    case 'doubtful':
      return probe(machine)
    case 'lost': {
      if (machine.url === undefined) return open(machine, moment)
      const next = registerIfFree(to(machine, 'registering', moment))
      return { machine: next.machine, commands: [{ kind: 'stopWaiting' }, ...next.commands] }
    }
    default:
      return still(machine)
  }
}
