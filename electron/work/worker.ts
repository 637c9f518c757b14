/** The worker's own entry: runs the one job that it was started for, says how it ended, and is gone. */
import { parentPort, workerData } from 'node:worker_threads'
import { toErrorValue } from '../../shared/errors.ts'
import { describeError } from '../log/describe.ts'
import { jobs, type JobContext } from './jobs.ts'
import type { WorkerInput, WorkerMessage } from './messages.ts'

/** Between two reports, milliseconds. */
const reportEveryMs = 100

const { name, args, stop } = workerData as WorkerInput
const say = (message: WorkerMessage): void => parentPort?.postMessage(message)

let lastReport = 0
const context: JobContext = {
  report(done, total) {
    const now = performance.now()
    if (done < total && now - lastReport < reportEveryMs) return
    lastReport = now
    say({ kind: 'progress', done, total })
  },
  isStopped: () => Atomics.load(stop, 0) !== 0,
}

async function run(): Promise<void> {
  const job = (jobs as unknown as Record<string, (args: unknown, context: JobContext) => unknown>)[name]
  try {
    if (job === undefined) throw new RangeError(`no job called ${name}`)
    say({ kind: 'done', result: await job(args, context) })
  } catch (thrown) {
    say({ kind: 'failed', error: toErrorValue(thrown), cause: describeError(thrown) })
  }
}

void run()
