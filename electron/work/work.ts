/** Runs heavy jobs off the main thread, one after the other: two at a time would only fight for the disk. */
import { Worker } from 'node:worker_threads'
import { TernError } from '../../shared/errors.ts'
import type { Log } from '../ports.ts'
import type { JobArgs, JobName, JobResult } from './jobs.ts'
import type { WorkerInput, WorkerMessage } from './messages.ts'

export interface RunOptions {
  readonly onProgress?: (done: number, total: number) => void
  /** Asks the job to end early; it then rejects with `TernError` `work.stopped`. */
  readonly signal?: AbortSignal
}

export interface Work {
  /** Rejects with `TernError` only. */
  readonly run: <N extends JobName>(name: N, args: JobArgs<N>, options?: RunOptions) => Promise<JobResult<N>>
  /** Stops what runs and what waits. */
  readonly close: () => Promise<void>
}

/** A job that was asked to stop gets this long, milliseconds. */
const stopPatienceMs = 2_000

/** @param needs `script`: the built `worker.ts` */
export function createWork(needs: { readonly script: string; readonly log: Log }): Work {
  const { script, log } = needs
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  function start(name: JobName, args: unknown, options: RunOptions): Promise<unknown> {
    const signal = AbortSignal.any([
      closing.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ])
    if (signal.aborted) return Promise.reject(new TernError('work.stopped'))
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const input: WorkerInput = { name, args, stop }
    return new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData: input })
      let patience: NodeJS.Timeout | undefined
      const askToStop = (): void => {
        Atomics.store(stop, 0, 1)
        patience = setTimeout(() => void worker.terminate(), stopPatienceMs)
      }
      signal.addEventListener('abort', askToStop)
      let settle = (): void => reject(new TernError(signal.aborted ? 'work.stopped' : 'app.internal'))
      worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') options.onProgress?.(message.done, message.total)
        else if (message.kind === 'done') settle = () => resolve(message.result)
        else {
          log.error(`work: ${name} failed`, message.cause)
          settle = () => reject(new TernError(message.error.code, message.error.detail))
        }
      })
      worker.on('error', (thrown) => {
        log.error(`work: ${name} broke`, thrown)
        settle = () => reject(new TernError('app.internal', {}, thrown))
      })
      // Not before: only with the thread are the files closed that the job has opened.
      worker.on('exit', () => {
        clearTimeout(patience)
        signal.removeEventListener('abort', askToStop)
        settle()
      })
    })
  }

  return {
    run<N extends JobName>(name: N, args: JobArgs<N>, options: RunOptions = {}) {
      const mine = last.then(() => start(name, args, options))
      last = mine.catch(nothing)
      return mine as Promise<JobResult<N>>
    },
    async close() {
      closing.abort()
      await last
    },
  }
}

const nothing = (): undefined => undefined
