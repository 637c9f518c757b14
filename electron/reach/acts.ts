/** Carries out what the machine of `shared/core/reach-machine.ts` commands, and says what came of it. */
import type { ReachEvent } from '../../shared/core/reach-machine.ts'
import { callbackPath } from '../../shared/core/registration.ts'
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { OpenTunnel } from '../ports.ts'
import { probe } from './probe.ts'
import type { ReachStep, StepReport } from './reach.ts'
import { needHeld, registerNumber } from './register.ts'
import type { ReachNeeds } from './service.ts'
import { learnToken, type Target } from './targets.ts'
import type { Way } from './ways.ts'

/** What runs for one opening. */
interface Run {
  readonly abort: AbortController
  tunnel?: OpenTunnel
}

export interface Acts {
  readonly open: (run: number) => void
  readonly register: (run: number, url: string) => void
  readonly probe: (run: number, probe: number, url: string) => void
  /** Proves another address than the one of a run. */
  readonly prove: (url: string) => Promise<number>
  /** The way in of the last opening. */
  readonly way: () => Way | undefined
  /** Looks whether Aircall still holds our address. What cannot be asked now is no answer. */
  readonly inspect: (run: number, url: string) => Promise<void>
  /** Closes the tunnel, and leaves what is under way for it. */
  readonly close: () => void
  /** Settles when the registration under way is over, whatever its end. */
  readonly registered: () => Promise<void>
  /** Settles when every tunnel is closed. */
  readonly closed: () => Promise<void>
  /** The registration under way stops before its next move. */
  readonly stopRegistering: () => void
}

export interface ActNeeds extends ReachNeeds {
  readonly target: () => Target | undefined
  readonly dispatch: (event: ReachEvent) => void
  /** Settles when no giving back is under way. Registrations wait for it. */
  readonly leaving: () => Promise<void>
  /** Aircall says that it holds our address. @param at when it was asked */
  readonly onHeld: (numberId: number, at: number) => void
}

export function createActs(needs: ActNeeds): Acts {
  const { listener, clock, log, store, dispatch } = needs
  let run: Run | undefined
  let way: Way | undefined
  let registering: Promise<void> = Promise.resolve()
  let stopRegistering = new AbortController()
  let closing: Promise<void> = Promise.resolve()

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
    if (owner === needs.target()) owner.report(...said)
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
    const owner = needs.target()
    if (owner === undefined) return
    const mine: Run = { abort: new AbortController() }
    run = mine
    const { signal } = mine.abort
    const current = needs.way()
    way = current
    try {
      const port = await stepOf(owner, 'listen', () => listener.start(current.port))
      signal.throwIfAborted()
      listener.setRoute(owner)
      const tunnel = await stepOf(owner, 'tunnel', () => current.open(port, signal))
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

  /** A token that callbacks may carry from now on. */
  function learn(owner: Target, token: string): void {
    if (token !== '' && learnToken(owner, token) && owner === needs.target()) listener.setRoute(owner)
  }

  /** Brings Aircall to hold the address, and tells the wizard of both its steps. */
  async function take(owner: Target, callbackUrl: string, signal: AbortSignal): Promise<string> {
    let step: 'register' | 'verify' = 'register'
    report(owner, step, 'running')
    try {
      await needs.leaving()
      signal.throwIfAborted()
      const token = await registerNumber({
        aircall: await needs.aircall(),
        numberId: owner.numberId,
        callbackUrl,
        secret: owner.secret,
        take: owner.take,
        knownToken: owner.tokens[0],
        signal,
        log,
        onTaken: () => {
          if (step === 'verify') return
          report(owner, step, 'done')
          step = 'verify'
          report(owner, step, 'running')
        },
        onToken: (token) => learn(owner, token),
      })
      report(owner, 'verify', 'done')
      return token
    } catch (thrown) {
      const error = toErrorValue(thrown)
      if (!(run?.abort.signal.aborted ?? true)) {
        log.warn('reach: registration failed', { code: error.code })
        report(owner, step, 'failed', error)
      }
      throw thrown
    }
  }

  async function register(id: number, url: string): Promise<void> {
    const owner = needs.target()
    if (owner === undefined || run === undefined) {
      return dispatch({ kind: 'registerFailed', run: id, error: errorOf('app.internal') })
    }
    const callbackUrl = url + callbackPath(owner.secret)
    stopRegistering = new AbortController()
    const signal = AbortSignal.any([run.abort.signal, stopRegistering.signal])
    const askedAt = clock.now()
    try {
      const token = await take(owner, callbackUrl, signal)
      const { numberId } = owner
      if (owner === needs.target()) {
        store.saveRegistration({ numberId, callbackUrl, token, registeredAt: clock.now() })
        owner.take = false
        needs.onHeld(numberId, askedAt)
      }
      dispatch({ kind: 'registered', run: id, url })
    } catch (thrown) {
      dispatch({ kind: 'registerFailed', run: id, error: toErrorValue(thrown) })
    }
  }

  function proveAt({ numberId, secret }: Target, url: string): Promise<number> {
    const callbackUrl = url + callbackPath(secret)
    return probe({ ...needs, numberId, callbackUrl, timeoutMs: needs.probeTimeoutMs })
  }

  async function prove(id: number, probeId: number, url: string): Promise<void> {
    const owner = needs.target()
    if (owner === undefined) return
    try {
      const roundTrip = await stepOf(owner, 'prove', () => proveAt(owner, url))
      dispatch({ kind: 'proven', run: id, probe: probeId, url, roundTrip })
    } catch (thrown) {
      dispatch({ kind: 'missed', run: id, probe: probeId, error: toErrorValue(thrown) })
    }
  }

  async function inspect(id: number, url: string): Promise<void> {
    const owner = needs.target()
    if (owner === undefined) return
    const { numberId, secret } = owner
    const askedAt = clock.now()
    try {
      const held = await (await needs.aircall()).configuration.get(numberId)
      if (owner !== needs.target()) return
      needHeld(held, url + callbackPath(secret))
      learn(owner, held.token)
      needs.onHeld(numberId, askedAt)
    } catch (thrown) {
      const error = toErrorValue(thrown)
      log.info('reach: looked at the registration', { code: error.code })
      if (!error.code.startsWith('registration.')) return
      dispatch({ kind: 'displaced', run: id, error })
    }
  }

  return {
    open: (id) => void open(id),
    register(id, url) {
      registering = register(id, url)
    },
    probe: (id, probeId, url) => void prove(id, probeId, url),
    async prove(url) {
      const owner = needs.target()
      if (owner === undefined) throw new TernError('app.notReady')
      return proveAt(owner, url)
    },
    way: () => way,
    inspect,
    close,
    registered: () => registering,
    closed: () => closing,
    stopRegistering: () => stopRegistering.abort(new TernError('app.notReady')),
  }
}

const nothing = (): void => undefined
const errorOf = (code: ErrorValue['code']): ErrorValue => toErrorValue(new TernError(code))
