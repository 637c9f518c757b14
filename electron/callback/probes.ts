/**
 * One-time probes: proof that a request sent to the public address comes in here. A probe is a POST to a number's own
 * callback path, so that it goes the very way of a reply. Its nonce goes out with it; its answer never leaves this
 * computer but as the answer to that nonce, so that a server which only echoes cannot pass for us.
 */
import { randomBytes } from 'node:crypto'
import { sameSecret } from './routes.ts'

/** A probe that may come in. */
export interface PendingProbe {
  /** What to send as the body. */
  readonly body: string
  /** What our listener will answer, and nobody else can. */
  readonly answer: string
  /** Whether it came in. */
  readonly seen: () => boolean
  /** From now on it is not answered any more. */
  readonly end: () => void
}

export interface Probes {
  readonly expect: (numberId: number) => PendingProbe
  /**
   * The answer to a callback's body that is a probe: `undefined` for a body that is none, `refused` for a probe that
   * nobody waits for.
   */
  readonly answerTo: (numberId: number, body: string) => string | 'refused' | undefined
}

const form = /^\{"ternProbe":"([0-9a-f]{32})"\}$/

export function createProbes(): Probes {
  const pending = new Map<string, { readonly numberId: number; readonly answer: string; seen: boolean }>()
  return {
    expect(numberId) {
      const nonce = randomBytes(16).toString('hex')
      const entry = { numberId, answer: randomBytes(16).toString('hex'), seen: false }
      pending.set(nonce, entry)
      return {
        body: JSON.stringify({ ternProbe: nonce }),
        answer: entry.answer,
        seen: () => entry.seen,
        end: () => void pending.delete(nonce),
      }
    },
    answerTo(numberId, body) {
      const nonce = form.exec(body)?.[1]
      if (nonce === undefined) return undefined
      for (const [known, entry] of pending) {
        if (!sameSecret(known, nonce) || entry.numberId !== numberId) continue
        pending.delete(known)
        entry.seen = true
        return entry.answer
      }
      return 'refused'
    },
  }
}
