/** Proves that replies can come in: sends a one-time nonce to the public address and waits for our own listener. */
import { TernError } from '../../shared/errors.ts'
import type { Listener } from '../callback/listener.ts'
import { HttpFailure, type Clock, type Http, type HttpAnswer } from '../ports.ts'
import { tunnelHeaders } from './localtunnel.ts'

export interface ProbeNeeds {
  readonly http: Http
  readonly listener: Pick<Listener, 'expectProbe'>
  readonly clock: Clock
  readonly numberId: number
  /** The number's whole public callback address. */
  readonly callbackUrl: string
  readonly timeoutMs?: number | undefined
}

/** Aircall waits about as long for the answer to a callback: a slower way in is none. Milliseconds. */
export const probeTimeoutMs = 5_000

/**
 * Answers the round trip in milliseconds.
 * @throws TernError `probe.timedOut`; `probe.failed` for every answer that is not our listener's own
 */
export async function probe(needs: ProbeNeeds): Promise<number> {
  const { http, listener, clock, numberId, callbackUrl, timeoutMs = probeTimeoutMs } = needs
  const pending = listener.expectProbe(numberId)
  const startedAt = clock.now()
  try {
    const said = await http({
      method: 'POST',
      url: callbackUrl,
      headers: { ...tunnelHeaders, 'content-type': 'application/json' },
      body: pending.body,
      timeoutMs,
      once: true,
    }).catch((thrown: unknown) => {
      throw asError(thrown)
    })
    if (!isOurs(said, pending.answer) || !pending.seen()) {
      throw new TernError('probe.failed', { status: said.status })
    }
    return Math.max(0, clock.now() - startedAt)
  } finally {
    pending.end()
  }
}

const isOurs = (said: HttpAnswer, answer: string): boolean =>
  said.status === 200 && said.text.trim() === answer

function asError(thrown: unknown): TernError {
  const timedOut = thrown instanceof HttpFailure && thrown.kind === 'timedOut'
  return new TernError(timedOut ? 'probe.timedOut' : 'probe.failed', {}, thrown)
}
