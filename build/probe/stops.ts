/** Turns all that can end the probe into one signal, so that the number is put back before the process ends. */
import { Stopped } from './asker.ts'

export interface Stops {
  /** Nothing new is begun. */
  readonly signal: AbortSignal
  /** Putting back is given up, too. */
  readonly giveUp: AbortSignal
  /** Somebody, or the system, wants the end; `why` where it is a fault. */
  readonly stop: (why?: Error) => void
}

/** One press may be told twice: by the terminal, and by npm, which passes it on. */
const onePressMs = 1000

export function createStops(say: (text: string) => void, now: () => number = Date.now): Stops {
  const [stopping, givingUp] = [new AbortController(), new AbortController()]
  let stoppedAt = 0
  return {
    signal: stopping.signal,
    giveUp: givingUp.signal,
    stop(why) {
      if (!stopping.signal.aborted) {
        stoppedAt = now()
        say(
          '\nStopping. If the number was changed, it is put back now: do not close this window. (Ctrl+C once more gives that up.)',
        )
        stopping.abort(why ?? new Stopped('stopped'))
      } else if (now() - stoppedAt > onePressMs) givingUp.abort()
    },
  }
}

/** @returns what ends the watch */
export function watchProcess({ stop }: Stops): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const onSignal = (): void => stop()
  const onFault = (thrown: unknown): void => stop(thrown instanceof Error ? thrown : new Error('fault'))
  for (const name of signals) process.on(name, onSignal)
  process.on('uncaughtException', onFault).on('unhandledRejection', onFault)
  // With the terminal closed there is nowhere to write, and still something to put back.
  const ignore = (): void => undefined
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  return () => {
    for (const name of signals) process.off(name, onSignal)
    process.off('uncaughtException', onFault).off('unhandledRejection', onFault)
  }
}
