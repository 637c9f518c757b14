/**
 * Catches callbacks: a plain listener on loopback, with two secret paths (a second address is needed to see what a second
 * configuration does) and a picture of its own. It notes all that comes, and answers as it was told.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readCallback } from '../../shared/core/callback.ts'
import { callbackPath } from '../../shared/core/registration.ts'
import { bindLoopback, type Bindable, type Bound } from '../../electron/callback/bind.ts'
import { createProbes, type PendingProbe } from '../../electron/callback/probes.ts'
import { paintPhoto } from '../../electron/practice/photo.ts'
import type { Clock } from '../../electron/ports.ts'
import type { Arrived, Journal } from './journal.ts'
import type { Veil } from './veil.ts'

export interface Catcher {
  /** Rejects with `TernError` `listener.failed`. */
  readonly start: (port: number) => Promise<number>
  readonly stop: () => Promise<void>
  /** The callback address below the public base, the first one or the second. */
  readonly address: (base: string, which: 'first' | 'second') => string
  readonly photoAddress: (base: string) => string
  /** How the next callbacks are answered, one after the other; then all with 200 at once. */
  readonly treat: (...next: readonly Exclude<Treatment, 'ordinary'>[]) => void
  readonly expectCheck: () => PendingProbe
  /** Called after each arrival; the answer ends it. */
  readonly onArrival: (hear: () => void) => () => void
}

type Treatment = Arrived['treatment']

const bodyCap = 256 * 1024
/** The probe listens for one number. */
const only = 1

export function createCatcher(needs: {
  readonly clock: Clock
  readonly journal: Journal
  readonly veil: Veil
  readonly slowMs: number
}): Catcher {
  const { clock, journal } = needs
  const secret = (): string => randomBytes(16).toString('hex')
  const secrets = { first: secret(), second: secret(), photo: secret() }
  needs.veil.keep(...Object.values(secrets))
  const photoPath = `/photo/${secrets.photo}.png`
  const probes = createProbes()
  const hearers = new Set<() => void>()
  let treatments: Exclude<Treatment, 'ordinary'>[] = []
  let bound: Bound | undefined

  // Behind somebody's own proxy there may be more before it.
  const isOurs = (path: string): boolean =>
    [secrets.first, secrets.second].some((one) => path.endsWith(callbackPath(one)))

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    if (path.endsWith(photoPath)) return servePhoto(req, res)
    if (!isOurs(path)) return void res.writeHead(404, { connection: 'close' }).end()
    const raw = await read(req)
    const check = probes.answerTo(only, raw)
    if (check !== undefined) return void res.writeHead(check === 'refused' ? 404 : 200).end(check)
    const treatment = req.method === 'POST' ? (treatments.shift() ?? 'ordinary') : 'ordinary'
    const hungUpAfterMs = noteArrival(req, raw, treatment)
    if (treatment !== 'slow') {
      res.writeHead(treatment === 'failed' ? 500 : 200, { 'content-type': 'text/plain' }).end('ok')
      return
    }
    const startedAt = clock.now()
    const cancel = clock.after(needs.slowMs, () => res.writeHead(200).end('ok'))
    res.once('close', () => {
      cancel()
      if (!res.writableFinished) hungUpAfterMs(clock.now() - startedAt)
    })
  }

  function servePhoto(req: IncomingMessage, res: ServerResponse): void {
    const note = journal.notes.get('own-photo')
    journal.notes.set('own-photo', { fetches: Number(note?.['fetches'] ?? 0) + 1, method: req.method ?? '' })
    res.writeHead(200, { 'content-type': 'image/png' }).end(req.method === 'HEAD' ? undefined : paintPhoto())
  }

  /** Notes it; what it answers notes that the other side hung up. */
  function noteArrival(req: IncomingMessage, raw: string, treatment: Treatment): (ms: number) => void {
    const event = readCallback(raw)
    needs.veil.keep(event.token)
    const arrived: Arrived = {
      phase: journal.phase,
      at: clock.now(),
      method: req.method ?? '',
      httpVersion: req.httpVersion,
      headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
      raw,
      event,
      treatment,
      hungUpAfterMs: undefined,
    }
    const place = journal.arrived.push(arrived) - 1
    for (const hear of hearers) hear()
    return (hungUpAfterMs) => (journal.arrived[place] = { ...arrived, hungUpAfterMs })
  }

  function makeServer(): Bindable {
    const server = createServer((req, res) => {
      // A callback that broke off is not noted: its form would not be the form that callbacks have.
      const broken = (): void => void res.destroy()
      req.on('error', broken)
      res.on('error', broken)
      handle(req, res).catch(broken)
    })
    return { server, endConnections: () => server.closeAllConnections() }
  }

  return {
    async start(port) {
      bound ??= await bindLoopback(makeServer, port)
      return bound.port
    },
    async stop() {
      const ended = bound
      bound = undefined
      await ended?.close()
    },
    address: (base, which) => `${base}${callbackPath(secrets[which])}`,
    photoAddress: (base) => `${base}${photoPath}`,
    treat: (...next) => (treatments = [...next]),
    expectCheck: () => probes.expect(only),
    onArrival(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
  }
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bodyCap) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
