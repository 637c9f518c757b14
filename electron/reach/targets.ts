/** The numbers that were made reachable since Tern started: their secret paths and tokens. */
import { randomBytes } from 'node:crypto'
import { secretOfCallbackUrl } from '../../shared/core/registration.ts'
import type { CallbackRoute } from '../callback/routes.ts'
import type { NumberStore } from '../store/store.ts'
import type { StepReport } from './reach.ts'

/** The number that is kept reachable. */
export interface Target extends CallbackRoute {
  /** The newest first. A callback under way may still carry the one before. */
  tokens: readonly string[]
  /** Tells the wizard, until it has its answer. */
  report: StepReport
  /** Whether it may be registered whatever Aircall holds: asked for by the user, until it is done. */
  take: boolean
}

/**
 * The target of a number. The path stays the same from tunnel to tunnel, so that only the host of the address ever
 * changes: from the store, or from an earlier try that never got as far.
 */
export function createTargets(store: Pick<NumberStore, 'registration'>) {
  const secrets = new Map<number, string>()
  return (numberId: number, report: StepReport, take: boolean): Target => {
    const known = store.registration(numberId)
    const stored = known === undefined ? undefined : secretOfCallbackUrl(known.callbackUrl)
    const secret = stored ?? secrets.get(numberId) ?? randomBytes(16).toString('hex')
    secrets.set(numberId, secret)
    return { numberId, secret, tokens: known === undefined ? [] : [known.token], report, take }
  }
}

/** Adds a token that callbacks may carry from now on; false when it is the newest already. */
export function learnToken(target: Target, token: string): boolean {
  if (target.tokens[0] === token) return false
  target.tokens = [token, ...target.tokens].slice(0, 2)
  return true
}
