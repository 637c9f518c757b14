/**
 * Keeps a number reachable. What to do when is the pure machine of `shared/core/reach-machine.ts`; this carries out its
 * commands one by one and feeds back what came of them.
 */
import {
  isSettled,
  reachOf,
  reachOff,
  stepReach,
  type ReachCommand,
  type ReachEvent,
} from '../../shared/core/reach-machine.ts'
import { callbackPath } from '../../shared/core/registration.ts'
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Aircall } from '../aircall/aircall.ts'
import type { Listener } from '../callback/listener.ts'
import type { Clock, Http, Log, OpenTunnel, Tunnel } from '../ports.ts'
import type { NumberStore } from '../store/store.ts'
import { inTime } from './in-time.ts'
import { probe } from './probe.ts'
import type { ReachService, ReachStep, StepReport } from './reach.ts'
import { registerNumber } from './register.ts'
import { releaseNumber } from './release.ts'
import { createTargets, learnToken, type Target } from './targets.ts'

export interface ReachNeeds {
  readonly listener: Listener
  /** The way in, as the settings say now; asked for at each opening. */
  readonly makeTunnel: () => Tunnel
  /** The account in use. Throws `TernError`, or rejects with one, while there is none. */
  readonly aircall: () => Aircall | Promise<Aircall>
  readonly store: Pick<NumberStore, 'registration' | 'saveRegistration'>
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  readonly onChange: (reach: Reach) => void
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number
  readonly probeEveryMs?: number
  readonly probeAgainMs?: number
}

/** What runs for one opening. */
interface Run {
  readonly abort: AbortController
  tunnel?: OpenTunnel
}

/** How long `stop` waits for a request to Aircall, and for the tunnel's end. */
const patienceMs = 3000

export function createReach(needs: ReachNeeds): ReachService {
  const { listener, clock, log, store } = needs
  const random = needs.random ?? Math.random
  const times = { probeEveryMs: needs.probeEveryMs ?? 60_000, probeAgainMs: needs.probeAgainMs ?? 2000 }
  let machine = reachOff(clock.now())
  let target: Target | undefined
  let run: Run | undefined
  let stopWait: (() => void) | undefined
  let registering: Promise<void> = Promise.resolve()
  let stopRegistering = new AbortController()
  /** Settles when the last giving back is over, whatever its end. Registrations wait for it. */
  let leaving: Promise<void> = Promise.resolve()
  let closing: Promise<void> = Promise.resolve()
  let lastTold = reachOf(machine, undefined)
  let waiters: (() => void)[] = []
  const targetOf = createTargets(store)
  const events: ReachEvent[] = []
  let isStepping = false

  function current(): Reach {
    return reachOf(machine, machine.url === undefined ? undefined : new URL(machine.url).host)
  }

  /** One event after the other, also when carrying out a command brings the next one at once. */
  function dispatch(event: ReachEvent): void {
    events.push(event)
    if (isStepping) return
    isStepping = true
    for (let next = events.shift(); next !== undefined; next = events.shift()) step(next)
    isStepping = false
    tell()
  }

  function step(event: ReachEvent): void {
    const before = machine.state
    const next = stepReach(machine, event, { ...times, now: clock.now(), chance: random() })
    machine = next.machine
    if (before !== machine.state) log.info('reach', { from: before, to: machine.state, by: event.kind })
    next.commands.forEach(carryOut)
  }

  function tell(): void {
    const now = current()
    if (JSON.stringify(now) !== JSON.stringify(lastTold)) {
      lastTold = now
      try {
        needs.onChange(now)
      } catch (thrown) {
        log.error('reach: a change was not taken', thrown)
      }
    }
    // Who waits for an answer is not put off with the state before the probe.
    if (!isSettled(machine.state) || machine.probing) return
    const answered = waiters
    waiters = []
    answered.forEach((resolve) => resolve())
  }

  const settled = (): Promise<Reach> => new Promise((resolve) => waiters.push(() => resolve(current())))

  function carryOut(command: ReachCommand): void {
    switch (command.kind) {
      case 'open':
        return void open(command.run)
      case 'register':
        registering = register(command.run, command.url)
        return
      case 'probe':
        return void prove(command.run, command.url)
      case 'close':
        return close()
      case 'wait':
        stopWait?.()
        stopWait = clock.after(command.ms, () => dispatch({ kind: 'due', run: command.run }))
        return
      case 'stopWaiting':
        stopWait?.()
        stopWait = undefined
    }
  }

  function close(): void {
    const ended = run
    run = undefined
    ended?.abort.abort()
    const tunnelClosed = ended?.tunnel?.close() ?? Promise.resolve()
    closing = Promise.all([closing, tunnelClosed]).then(nothing, (thrown: unknown) =>
      log.error('reach: the tunnel did not close', thrown),
    )
  }

  function report(owner: Target, ...said: Parameters<StepReport>): void {
    if (owner === target) owner.report(...said)
  }

  /** Runs one step of the wizard; what fails is reported, and answered as an error. */
  async function stepOf<T>(owner: Target, step: ReachStep, act: () => Promise<T>): Promise<T> {
    report(owner, step, 'running')
    try {
      const done = await act()
      report(owner, step, 'done')
      return done
    } catch (thrown) {
      log.warn(`reach: ${step} failed`, { code: toErrorValue(thrown).code })
      report(owner, step, 'failed', toErrorValue(thrown))
      throw thrown
    }
  }

  async function open(id: number): Promise<void> {
    const owner = target
    if (owner === undefined) return
    const mine: Run = { abort: new AbortController() }
    run = mine
    const { signal } = mine.abort
    try {
      const port = await stepOf(owner, 'listen', () => listener.start())
      signal.throwIfAborted()
      listener.setRoute(owner)
      const tunnel = await stepOf(owner, 'tunnel', () => needs.makeTunnel().open(port, signal))
      if (signal.aborted) return await tunnel.close()
      mine.tunnel = tunnel
      void tunnel.ended.then(() => {
        if (!signal.aborted) dispatch({ kind: 'ended', run: id, error: errorOf('tunnel.lost') })
      })
      dispatch({ kind: 'opened', run: id, url: tunnel.url })
    } catch (thrown) {
      dispatch({ kind: 'openFailed', run: id, error: toErrorValue(thrown) })
    }
  }

  async function register(id: number, url: string): Promise<void> {
    const owner = target
    const runSignal = run?.abort.signal
    if (owner === undefined || runSignal === undefined) {
      return dispatch({ kind: 'registerFailed', run: id, error: errorOf('app.internal') })
    }
    const callbackUrl = url + callbackPath(owner.secret)
    stopRegistering = new AbortController()
    const signal = AbortSignal.any([runSignal, stopRegistering.signal])
    let step: 'register' | 'verify' = 'register'
    report(owner, step, 'running')
    try {
      await leaving
      signal.throwIfAborted()
      const token = await registerNumber({
        aircall: await needs.aircall(),
        numberId: owner.numberId,
        callbackUrl,
        knownToken: owner.tokens[0],
        signal,
        log,
        onTaken: () => {
          if (step === 'verify') return
          report(owner, step, 'done')
          step = 'verify'
          report(owner, step, 'running')
        },
        onToken(token) {
          if (learnToken(owner, token) && owner === target) listener.setRoute(owner)
        },
      })
      const { numberId } = owner
      if (owner === target) {
        store.saveRegistration({ numberId, callbackUrl, token, registeredAt: clock.now() })
      }
      report(owner, 'verify', 'done')
      dispatch({ kind: 'registered', run: id, url })
    } catch (thrown) {
      const error = toErrorValue(thrown)
      if (!runSignal.aborted) {
        log.warn('reach: registration failed', { code: error.code })
        report(owner, step, 'failed', error)
      }
      dispatch({ kind: 'registerFailed', run: id, error })
    }
  }

  async function prove(id: number, url: string): Promise<void> {
    const owner = target
    if (owner === undefined) return
    const callbackUrl = url + callbackPath(owner.secret)
    const { numberId } = owner
    try {
      const roundTrip = await stepOf(owner, 'prove', () =>
        probe({ http: needs.http, listener, clock, numberId, callbackUrl }),
      )
      dispatch({ kind: 'proven', run: id, url, roundTrip })
    } catch (thrown) {
      dispatch({ kind: 'missed', run: id, error: toErrorValue(thrown) })
    }
  }

  /** From now on nothing more is begun. */
  function halt(): void {
    target = undefined
    listener.clearRoutes()
    dispatch({ kind: 'stop' })
  }

  async function halted(): Promise<void> {
    await inTime(Promise.all([registering, closing]), patienceMs, clock)
    if (target === undefined) await inTime(listener.stop(), patienceMs, clock)
  }

  async function release(numberId: number): Promise<void> {
    stopRegistering.abort(new TernError('app.notReady'))
    // However long its request takes: a POST that comes after our DELETE would take the number again.
    await registering
    const { secret } = targetOf(numberId, nothing)
    await releaseNumber({ aircall: await needs.aircall(), numberId, secret, log })
    halt()
  }

  return {
    current,
    port: () => listener.port(),
    async use(numberId, told) {
      const wanted = targetOf(numberId, told ?? nothing)
      listener.clearRoutes()
      target = wanted
      dispatch({ kind: 'start' })
      const end = await settled()
      wanted.report = nothing
      return end
    },
    async check() {
      if (machine.state === 'off') return current()
      dispatch({ kind: 'check' })
      return settled()
    },
    async giveBack(numberId) {
      const released = release(numberId)
      // Whoever asked hears of a failure; here only the end counts.
      leaving = released.then(nothing, nothing)
      await released
      await halted()
    },
    stop() {
      halt()
      return halted()
    },
  }
}

const nothing = (): void => undefined
const errorOf = (code: ErrorValue['code']): ErrorValue => toErrorValue(new TernError(code))
