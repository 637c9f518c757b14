/** One request from its headers to its answer. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { InboundEvent } from '../../shared/core/callback.ts'
import type { ArrivalReason } from '../../shared/model/arrival.ts'
import type { Clock, Log } from '../ports.ts'
import type { Reception } from '../store/store.ts'
import { answer, answerAndClose, type Status } from './answer.ts'
import type { Committer } from './commit.ts'
import type { Early } from './early.ts'
import type { Probes } from './probes.ts'
import { reasonOf } from './reasons.ts'
import { isTokenOf, type CallbackRoute, type Routes } from './routes.ts'

export const callbackLimits = {
  /** Of a body. */
  bytes: 256 * 1024,
  /** From a request's first byte to its last. */
  ms: 5000,
  /** Of all bodies that are being received, or wait for their commit, at one time. */
  allBytes: 32 * 1024 * 1024,
  /** Of what is kept of a body that is too large. */
  keptBytes: 4000,
} as const

export interface ExchangeNeeds {
  readonly routes: Routes
  readonly probes: Probes
  readonly committer: Committer
  readonly early: Early
  readonly read: (raw: string) => InboundEvent
  /** Told of each request after its answer; status 0: it got none. Never throws. */
  readonly onArrival: (status: number, reason: ArrivalReason, bytes: number) => void
  readonly clock: Clock
  readonly log: Log
}

/** @param startedAt when the request's first byte came, epoch milliseconds */
export type Exchange = (req: IncomingMessage, res: ServerResponse, startedAt: number) => void

export function createExchange(needs: ExchangeNeeds): Exchange {
  const { routes, probes, committer, early, onArrival, clock, log } = needs
  let bytesHeld = 0

  function commit(
    route: CallbackRoute,
    bytes: Buffer,
    then?: (reception: Reception | undefined, reason: ArrivalReason) => void,
  ): void {
    // Bytes that are not UTF-8 are kept one character each, so that none of them is lost.
    const raw = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
    const event = needs.read(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    const verified = isTokenOf(route, event.token)
    const arrival = { at: clock.now(), raw, numberId: route.numberId, event, verified }
    if (!verified) early.hold(arrival)
    bytesHeld += bytes.length
    committer.commit(arrival, (reception) => {
      bytesHeld -= bytes.length
      then?.(reception, reasonOf(reception, verified))
    })
  }

  function finish(route: CallbackRoute, bytes: Buffer, res: ServerResponse): void {
    const probe = bytes.length > 100 ? undefined : probes.answerTo(route.numberId, bytes.toString('latin1'))
    if (probe !== undefined) {
      if (probe === 'refused') answer(res, 404)
      else answer(res, 200, probe)
      return probe === 'refused'
        ? onArrival(404, 'oldProbe', bytes.length)
        : onArrival(200, 'probe', bytes.length)
    }
    commit(route, bytes, (reception, reason) => {
      const status = reception === undefined ? 503 : 200
      answer(res, status)
      onArrival(status, reason, bytes.length)
    })
  }

  /** What came of a callback that did not end well is kept too: it may be all that there will ever be of a reply. */
  function keepPart(route: CallbackRoute, bytes: Buffer, why: string): void {
    log.warn('callback: incomplete', { why, bytes: bytes.length })
    if (bytes.length > 0) commit(route, bytes)
  }

  function receive(route: CallbackRoute, req: IncomingMessage, res: ServerResponse, startedAt: number): void {
    const chunks: Buffer[] = []
    let size = 0
    const timeLeft = Math.max(0, startedAt + callbackLimits.ms - clock.now())
    const stopTimer = clock.after(timeLeft, () => cut(408, 'tooSlow'))

    function release(): Buffer {
      stopTimer()
      req.off('data', onData).off('end', onEnd).off('close', onClose)
      bytesHeld -= size
      return Buffer.concat(chunks)
    }
    function cut(status: Status, reason: ArrivalReason): void {
      const bytes = release()
      answerAndClose(req, res, status, clock)
      onArrival(status, reason, bytes.length)
      keepPart(route, status === 413 ? bytes.subarray(0, callbackLimits.keptBytes) : bytes, String(status))
    }
    function onData(chunk: Buffer): void {
      chunks.push(chunk)
      size += chunk.length
      bytesHeld += chunk.length
      if (size > callbackLimits.bytes) cut(413, 'tooLarge')
      else if (bytesHeld > callbackLimits.allBytes) cut(503, 'tooMuch')
    }
    function onEnd(): void {
      finish(route, release(), res)
    }
    function onClose(): void {
      const bytes = release()
      onArrival(0, 'cutOff', bytes.length)
      keepPart(route, bytes, 'cut off')
    }
    req.on('data', onData).on('end', onEnd).on('close', onClose)
  }

  return (req, res, startedAt) => {
    const route = routes.find(req.url ?? '')
    // What a broken connection means for a callback is seen by `close`; here it must only not be thrown. Strangers'
    // connections are not even logged, or they could fill the log.
    const note = (thrown: Error): void => {
      if (route !== undefined) log.info('callback: connection broke', { why: thrown.message })
    }
    req.on('error', note)
    res.on('error', note)
    if (route !== undefined && req.method === 'POST') return receive(route, req, res, startedAt)
    const status = route === undefined ? 404 : 405
    if (hasMore(req)) answerAndClose(req, res, status, clock)
    else answer(res, status)
    onArrival(status, route === undefined ? 'wrongPath' : 'wrongMethod', lengthOf(req))
  }
}

/** Whether bytes may follow the headers: a body, or another protocol on the same connection. */
function hasMore({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (
    headers['transfer-encoding'] !== undefined ||
    headers.upgrade !== undefined ||
    (length !== undefined && length !== '0')
  )
}

/** How large a request says that its body is. */
function lengthOf({ headers }: IncomingMessage): number {
  const length = Number(headers['content-length'] ?? 0)
  return Number.isSafeInteger(length) && length >= 0 ? length : 0
}
