/** Runs in a child process: a probe that agrees to everything until a question, at which it waits to be ended. */
import { orStopped } from '../../../build/probe/api.ts'
import type { Asker } from '../../../build/probe/asker.ts'
import { runProbe } from '../../../build/probe/run.ts'
import { createStops, watchProcess } from '../../../build/probe/stops.ts'
import { createVeil } from '../../../build/probe/veil.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { practiceKey } from '../../../electron/practice/practice.ts'
import { createLoopback } from '../../../electron/reach/loopback.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { waits } from './support.ts'

const tell = (what: string): void => void process.send?.(what)
const stops = createStops(tell)
const unwatch = watchProcess(stops)

const asker: Asker = {
  say: () => undefined,
  sayPlainly: () => undefined,
  line: (id) => Promise.resolve(id === 'number' ? '1' : ''),
  consent({ id }) {
    if (id !== 'configure-again') return Promise.resolve(true)
    if (process.env['PROBE_FAULT'] === 'yes') setTimeout(() => void Promise.reject(new Error('a fault')), 5)
    tell('waiting')
    // A timer, because a promise alone keeps no process alive.
    const waiting = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 10_000))
    return orStopped(waiting, stops.signal)
  },
}

const { report } = await runProbe({
  asker,
  veil: createVeil(),
  key: practiceKey,
  http: createNodeHttp(),
  fetchMedia: () => Promise.resolve({ kind: 'failed', failure: 'unreached' }),
  tunnel: createLoopback(),
  tunnelWords: '',
  port: 0,
  baseUrl: process.env['PROBE_URL'] ?? '',
  clock: systemClock,
  waits: { ...waits, putBack: [0, 100, 100] },
  signal: stops.signal,
  giveUp: stops.giveUp,
  onReplyAsked: () => undefined,
  version: '0.0.0',
  against: 'the practice Aircall',
})
unwatch()
tell(`${report.ended}, ${report.putBack}`)
process.exit(0)
