/** Gives a number back: deletes its configuration at Aircall, and looks whether it is gone. */
import { secretOfCallbackUrl } from '../../shared/core/registration.ts'
import { TernError, toErrorValue, type ErrorCode } from '../../shared/errors.ts'
import type { Aircall } from '../aircall/aircall.ts'
import type { Log } from '../ports.ts'

export interface ReleaseNeeds {
  readonly aircall: Aircall
  readonly numberId: number
  /** The secret of the number's callback path: a configuration with another one is somebody else's. */
  readonly secret: string
  readonly log: Log
}

/** Ways in which a DELETE may have been done all the same. */
const worthALook: readonly ErrorCode[] = [
  'aircall.noClearAnswer',
  'aircall.timedOut',
  'aircall.trouble',
  'aircall.unexpectedAnswer',
]

/** A POST that timed out here may have been done there after the first DELETE. */
const mostDeletes = 2

/**
 * Resolves when Aircall holds our address no longer.
 * @throws TernError what the DELETE or the look was refused with; `aircall.trouble` when the address stays
 */
export async function releaseNumber({ aircall, numberId, secret, log }: ReleaseNeeds): Promise<void> {
  async function isHeld(refusal: TernError | undefined): Promise<boolean> {
    try {
      const held = await aircall.configuration.get(numberId)
      return held !== undefined && secretOfCallbackUrl(held.callbackUrl) === secret
    } catch (thrown) {
      if (refusal !== undefined) throw refusal
      // Aircall said that it is deleted; the look was only for a POST that came late.
      log.warn('release: could not look', { code: toErrorValue(thrown).code })
      return false
    }
  }

  for (let deletes = 1; ; deletes += 1) {
    const refusal = await refusalOf(() => aircall.configuration.remove(numberId))
    if (refusal !== undefined) {
      if (!worthALook.includes(refusal.code)) throw refusal
      log.warn('release: no clear yes', { code: refusal.code })
    }
    if (!(await isHeld(refusal))) return
    if (deletes === mostDeletes) throw refusal ?? new TernError('aircall.trouble')
  }
}

async function refusalOf(act: () => Promise<void>): Promise<TernError | undefined> {
  try {
    await act()
    return undefined
  } catch (thrown) {
    return thrown instanceof TernError ? thrown : new TernError(toErrorValue(thrown).code, {}, thrown)
  }
}
