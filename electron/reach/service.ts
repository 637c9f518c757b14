/**
 * Keeps a number reachable. What to do when is the pure machine of `shared/core/reach-machine.ts`; `acts.ts` carries out
 * its commands, and what came of them is fed back here, one event after the other.
 */
import {
  reachOff,
  stepReach,
  type ReachCommand,
  type ReachEvent,
  type ReachTimes,
} from '../../shared/core/reach-machine.ts'
import { isSettled, reachOf } from '../../shared/core/reach-told.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Aircall } from '../aircall/aircall.ts'
import type { Listener } from '../callback/listener.ts'
import type { Clock, Http, Log } from '../ports.ts'
import type { NumberStore } from '../store/store.ts'
import { createActs } from './acts.ts'
import type { Book } from './book.ts'
import { inTime } from './in-time.ts'
import type { ReachService } from './reach.ts'
import { releaseNumber } from './release.ts'
import { createTargets, type Target } from './targets.ts'
import type { Way } from './ways.ts'

export interface ReachNeeds {
  readonly listener: Listener
  /** The way in, as the settings say now; asked for at each opening. */
  readonly way: () => Way
  /** The account in use. Throws `TernError`, or rejects with one, while there is none. */
  readonly aircall: () => Aircall | Promise<Aircall>
  readonly store: Pick<NumberStore, 'registration' | 'saveRegistration'>
  readonly book: Book
  readonly http: Http
  readonly clock: Clock
  /** Whole milliseconds that went by, sleep included; setting the clock does not change it. */
  readonly elapsed: () => number
  readonly log: Log
  readonly onChange: (reach: Reach) => void
  /** From 0 up to, but not including, 1. */
  readonly random?: () => number
  readonly times?: () => ReachTimes
  /** How long a probe may take, milliseconds. */
  readonly probeTimeoutMs?: number
  /** From one look at what Aircall holds to the next, milliseconds. */
  readonly inspectEveryMs?: number
}

/** How long `stop` waits for a request to Aircall, and for the tunnel's end. */
const patienceMs = 3000
const hourMs = 3_600_000

export function createReach(needs: ReachNeeds): ReachService {
  const { listener, clock, elapsed, log, store, book, inspectEveryMs = hourMs } = needs
  const random = needs.random ?? Math.random
  const times = needs.times ?? (() => ({ probeEveryMs: 60_000, probeAgainMs: 2000 }))
  let machine = reachOff(clock.now())
  let target: Target | undefined
  let stopWait: (() => void) | undefined
  /** Settles when the last giving back is over, whatever its end. */
  let leaving: Promise<void> = Promise.resolve()
  /** When to look at the registration again, by `elapsed`. */
  let inspectAt = 0
  let lastTold = reachOf(machine)
  let waiters: (() => void)[] = []
  const targetOf = createTargets(store)
  const events: ReachEvent[] = []
  let isStepping = false
  const acts = createActs({
    ...needs,
    target: () => target,
    dispatch,
    leaving: () => leaving,
    onHeld(numberId, at) {
      inspectAt = elapsed() + inspectEveryMs
      book.held(numberId, at)
    },
  })

  function current(): Reach {
    const way = machine.state === 'off' ? undefined : acts.way()
    return reachOf(machine, {
      ...(machine.url === undefined ? {} : { host: new URL(machine.url).host }),
      ...(way === undefined ? {} : { way: way.name }),
      ...(way?.standby === true ? { standby: true } : {}),
    })
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
    const before = machine
    const next = stepReach(machine, event, { ...times(), now: clock.now(), chance: random() })
    machine = next.machine
    const { state } = machine
    if (before.state !== state) log.info('reach', { from: before.state, to: state, by: event.kind })
    if (target !== undefined) book.step(target.numberId, before, machine, event)
    next.commands.forEach(carryOut)
    if (event.kind === 'proven' && state === 'reachable') inspectIfDue()
  }

  function inspectIfDue(): void {
    const { run, url } = machine
    if (url === undefined || elapsed() < inspectAt) return
    inspectAt = elapsed() + inspectEveryMs
    void acts.inspect(run, url)
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
    if (!isSettled(machine.state) || machine.probing !== undefined) return
    const answered = waiters
    waiters = []
    answered.forEach((resolve) => resolve())
  }

  const settled = (): Promise<Reach> => new Promise((resolve) => waiters.push(() => resolve(current())))

  function carryOut(command: ReachCommand): void {
    switch (command.kind) {
      case 'open':
        return acts.open(command.run)
      case 'register':
        return acts.register(command.run, command.url)
      case 'probe':
        return acts.probe(command.run, command.probe, command.url)
      case 'close':
        return acts.close()
      case 'wait':
        stopWait?.()
        stopWait = clock.after(command.ms, () => dispatch({ kind: 'due', run: command.run }))
        return
      case 'stopWaiting':
        stopWait?.()
        stopWait = undefined
    }
  }

  /** From now on nothing more is begun. */
  function halt(): void {
    listener.clearRoutes()
    dispatch({ kind: 'stop' })
    target = undefined
  }

  async function halted(): Promise<void> {
    await inTime(Promise.all([acts.registered(), acts.closed()]), patienceMs, clock)
    if (target === undefined) await inTime(listener.stop(), patienceMs, clock)
  }

  /** @param onReleased Aircall holds our address no longer, from a moment after `at`; the way in is still open */
  async function release(numberId: number, onReleased: (at: number) => void): Promise<void> {
    const left = target
    acts.stopRegistering()
    // However long its request takes: a POST that comes after our DELETE would take the number again.
    await acts.registered()
    const { secret } = targetOf(numberId, nothing, false)
    const at = clock.now()
    await releaseNumber({ aircall: await needs.aircall(), numberId, secret, log })
    onReleased(at)
    // Somebody has asked for the number again meanwhile: it is registered anew once this is over.
    if (target === left) halt()
  }

  async function leave(numberId: number, onReleased: (at: number) => void): Promise<void> {
    const released = release(numberId, onReleased)
    // Whoever asked hears of a failure; here only the end counts.
    leaving = released.then(nothing, nothing)
    await released
    await halted()
  }

  return {
    current,
    port: () => listener.port(),
    async use(numberId, { report = nothing, take = true } = {}) {
      if (machine.state === 'off') book.open(numberId)
      const wanted = targetOf(numberId, report, take)
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
    giveBack: (numberId) => leave(numberId, () => book.released(numberId)),
    handBack: (numberId) => leave(numberId, (at) => book.handedBack(numberId, at)),
    noticed(what) {
      if (what === 'resume') inspectAt = 0
      dispatch({ kind: what })
    },
    prove: acts.prove,
    stop() {
      halt()
      return halted()
    },
  }
}

const nothing = (): void => undefined
