/**
 * Where callbacks come in: node:http on loopback, behind a tunnel. `POST /callback/<secret>` only; committed before
 * its 200; everything else gets a short fixed answer.
 */
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { InboundEvent } from '../../shared/core/callback.ts'
import type { NewArrival } from '../../shared/core/arrivals.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import type { ArrivalReason } from '../../shared/model/arrival.ts'
import type { Clock, Log } from '../ports.ts'
import type { Arrival, Reception } from '../store/store.ts'
import { rawBadRequest } from './answer.ts'
import { bindLoopback, type Bindable } from './bind.ts'
import { createCommitter } from './commit.ts'
import { createEarly } from './early.ts'
import { callbackLimits, createExchange } from './exchange.ts'
import { createFair, type FairLine } from './fair.ts'
import { createHeldPorts } from './held-ports.ts'
import { createProbes, type PendingProbe } from './probes.ts'
import { reasonOfBroken } from './reasons.ts'
import { createRoutes, type CallbackRoute } from './routes.ts'

export interface Listener {
  /**
   * Listens, unless it does already; answers the port. Rejects with `TernError` `listener.failed`, or
   * `listener.portTaken` for a port that was wished for.
   * @param port one to insist on, for which another one is given up; left out or 0: the one there is, or any free one
   */
  readonly start: (port?: number) => Promise<number>
  /** Listens at this port too, until the answer is called or {@link start} is asked for it; rejects as that does. */
  readonly startBeside: (port: number) => Promise<() => Promise<void>>
  /** Ends every connection. May be started again. */
  readonly stop: () => Promise<void>
  readonly port: () => number | undefined
  /** Tries what the store did not take: it may take it now. */
  readonly retry: () => void
  /** Opens a number's secret path, or changes its tokens. */
  readonly setRoute: (route: CallbackRoute) => void
  /** Closes every path. */
  readonly clearRoutes: () => void
  /** From now until its end, a probe with this body on the number's path gets its answer, once. */
  readonly expectProbe: (numberId: number) => PendingProbe
}

export interface ListenerNeeds {
  /** `store.messages.receive`: committed when it returns. */
  readonly receive: (arrival: Arrival) => Reception
  /** What a callback's body says; never throws. */
  readonly read: (raw: string) => InboundEvent
  /** Told after the commit and after the answer. */
  readonly onReception: (reception: Reception) => void
  /** The store takes no callbacks, which wait in memory; or (undefined) takes them again. */
  readonly onTrouble?: (error: ErrorValue | undefined) => void
  /** Told of everything that came, after its answer. Never throws. */
  readonly onArrival?: (arrival: NewArrival) => void
  readonly clock: Clock
  readonly log: Log
}

const sweepEveryMs = 1000
/** More connections than this are turned away. A tunnel uses about ten. */
const mostConnections = 1000

/** What is known of a connection between two requests. */
interface Line {
  readonly connection: FairLine
  /** Requests on it that are not answered yet. */
  busy: number
  /** Bytes read when the last request was through. */
  mark: number
  /** When bytes of a next request were first seen, epoch milliseconds. */
  startedAt: number | undefined
  /** It is being ended, because what came on it was no request. */
  isBroken: boolean
}

export function createListener(needs: ListenerNeeds): Listener {
  const { clock, log } = needs
  const routes = createRoutes()
  const probes = createProbes()
  const fair = createFair()
  const lines = new Map<Duplex, Line>()
  const committer = createCommitter(needs)
  const early = createEarly(clock)
  const ports = createHeldPorts((wished) => bindLoopback(makeServer, wished), log)
  let stopSweep: (() => void) | undefined

  const onArrival = (status: number, reason: ArrivalReason, bytes: number): void =>
    needs.onArrival?.({ at: clock.now(), status, reason, bytes })

  function makeServer(): Bindable {
    const exchange = createExchange({ ...needs, routes, probes, committer, early, onArrival })
    const http = createHttpServer((req, res) => {
      const line = lines.get(req.socket)
      exchange(req, res, line?.startedAt ?? clock.now())
      if (line === undefined) return
      line.busy += 1
      res.once('close', () => {
        line.busy -= 1
        line.connection.isTrusted ||= res.statusCode === 200
        line.mark = line.connection.bytesRead
        line.startedAt = undefined
      })
    })
    // A tunnel keeps idle connections open to us. Node's own limits would answer each with a 408, which the tunnel's
    // server hands to the next callbacks; and a connection that we close while it is being used loses a callback.
    http.headersTimeout = 0
    http.requestTimeout = 0
    http.keepAliveTimeout = 0
    http.timeout = 0
    // Not logged: whoever can connect could fill the log.
    http.on('clientError', (thrown: NodeJS.ErrnoException, socket) => {
      const line = lines.get(socket)
      const canAnswer = socket.writable && line?.busy === 0
      const reason = reasonOfBroken(thrown.code ?? '')
      // Of a request that has begun the exchange tells itself.
      if (line?.busy === 0 && !line.isBroken && reason !== undefined)
        onArrival(canAnswer ? 400 : 0, reason, line.connection.bytesRead)
      if (line !== undefined) line.isBroken = true
      // The parser would choke on each piece anew.
      line?.connection.silence()
      if (!canAnswer) return void socket.destroy()
      socket.end(rawBadRequest, () => socket.destroy())
    })
    const mine = new Set<FairLine>()
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
      const connection = fair.line(socket)
      mine.add(connection)
      lines.set(connection, { connection, busy: 0, mark: 0, startedAt: undefined, isBroken: false })
      connection.once('close', () => {
        mine.delete(connection)
        lines.delete(connection)
      })
      http.emit('connection', connection)
    })
    server.maxConnections = mostConnections
    server.on('drop', () => onArrival(0, 'tooMany', 0))
    return { server, endConnections: () => mine.forEach((connection) => connection.destroy()) }
  }

  /** Our own time limit for headers that do not end; counted from the first sweep that sees them. */
  function sweep(): void {
    for (const line of lines.values()) {
      const { connection, busy, mark } = line
      if (busy > 0 || connection.bytesRead === mark) continue
      line.startedAt ??= clock.now()
      if (clock.now() - line.startedAt < callbackLimits.ms) continue
      if (!line.isBroken) onArrival(0, 'tooSlow', connection.bytesRead - mark)
      lines.delete(connection)
      connection.destroy()
    }
    stopSweep = clock.after(sweepEveryMs, sweep)
  }

  async function start(port = 0): Promise<number> {
    const bound = await ports.start(port)
    stopSweep ??= clock.after(sweepEveryMs, sweep)
    return bound
  }

  async function stop(): Promise<void> {
    await ports.stop()
    committer.flush()
    if (ports.current() !== undefined) return
    stopSweep?.()
    stopSweep = undefined
  }

  function setRoute(route: CallbackRoute): void {
    routes.set(route)
    for (const arrival of early.proven(route)) committer.commit(arrival)
  }

  return {
    start,
    startBeside: ports.beside,
    stop,
    port: ports.current,
    retry: committer.retry,
    setRoute,
    clearRoutes: routes.clear,
    expectProbe: probes.expect,
  }
}
