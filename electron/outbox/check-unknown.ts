/** *Check* of a text of which nobody knows whether it reached Aircall: gives a delivery report the time to come. */
import { TernError } from '../../shared/errors.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Clock } from '../ports.ts'

/** How long a report is waited for: those seen come within seconds of the text. */
export const checkMs = 30_000
const lookEveryMs = 500

export interface CheckNeeds {
  readonly get: () => Message | undefined
  /** Proves the way in, or opens it anew: without it no report can come. */
  readonly prove: () => Promise<unknown>
  readonly clock: Clock
}

/**
 * Waits until the text is no longer `unknown`, at most {@link checkMs}. Asks Aircall nothing about it: there is no way to.
 * @returns the text as it stands then. Rejects with `TernError` `app.notFound` when it is gone
 */
export async function checkUnknown({ get, prove, clock }: CheckNeeds): Promise<Message> {
  const end = clock.now() + checkMs
  await prove()
  for (;;) {
    const message = get()
    if (message === undefined) throw new TernError('app.notFound')
    if (message.state !== 'unknown' || clock.now() >= end) return message
    await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve))
  }
}
