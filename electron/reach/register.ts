/** Carries out the recipe of `shared/core/registration.ts` with Aircall, for one number and one address. */
import { TernError, type ErrorCode } from '../../shared/errors.ts'
import {
  afterRegistrationMove,
  isSameCallbackUrl,
  nextRegistrationMove,
  registrationStart,
  secretOfCallbackUrl,
} from '../../shared/core/registration.ts'
import type { Aircall, Configuration } from '../aircall/aircall.ts'
import type { Log } from '../ports.ts'

export interface RegisterNeeds {
  readonly aircall: Aircall
  readonly numberId: number
  /** The whole address, with the secret path. */
  readonly callbackUrl: string
  /** The secret of the number's callback path: a configuration with another one is somebody else's. */
  readonly secret: string
  /** Whether to register whatever Aircall holds. Else somebody else's address stays, and so does none where there was ours. */
  readonly take: boolean
  /** The token known so far, if this address was registered before. */
  readonly knownToken: string | undefined
  /** Stops before the next move. The move under way comes to its end. */
  readonly signal: AbortSignal
  /** Aircall took the address, as far as it says; next it is verified. */
  readonly onTaken: () => void
  /** A token that callbacks may carry from now on. Told as soon as it is known, because the first reply may be quick. */
  readonly onToken: (token: string) => void
  readonly log: Log
}

/** Ways in which a POST or a DELETE may have been done all the same, or was refused only because one was there. */
const worthALook: readonly ErrorCode[] = [
  'aircall.noClearAnswer',
  'aircall.timedOut',
  'aircall.trouble',
  'aircall.unexpectedAnswer',
  'aircall.refused',
  'aircall.notFound',
]

/**
 * Brings Aircall to hold the address and verifies it; answers the token that callbacks will carry.
 * @throws TernError `registration.ignored` when Aircall keeps another address, `registration.taken` and
 * `registration.gone` where it is not to be taken, or what Aircall refused with
 */
export async function registerNumber(needs: RegisterNeeds): Promise<string> {
  const { aircall, numberId, callbackUrl, signal, log } = needs
  let progress = registrationStart
  let token = needs.knownToken ?? ''
  let refusal: TernError | undefined

  function learn(configuration: Configuration): void {
    if (configuration.token === '') return
    token = configuration.token
    needs.onToken(token)
  }

  async function post(): Promise<void> {
    const said = await orRefusal(() => aircall.configuration.set(numberId, callbackUrl))
    if (said !== undefined && isSameCallbackUrl(said.callbackUrl, callbackUrl)) learn(said)
  }

  async function get(): Promise<boolean> {
    if (progress.last !== undefined) needs.onTaken()
    const held = await aircall.configuration.get(numberId)
    if (!needs.take && progress.last === undefined) leaveToOthers(held, needs.secret)
    if (held === undefined || !isSameCallbackUrl(held.callbackUrl, callbackUrl)) return false
    learn(held)
    // Without a token callbacks cannot be told from forgeries: a first POST may tell it.
    return token !== '' || progress.posts > 0
  }

  async function orRefusal<T>(act: () => Promise<T>): Promise<T | undefined> {
    refusal = undefined
    try {
      return await act()
    } catch (thrown) {
      if (!(thrown instanceof TernError) || !worthALook.includes(thrown.code)) throw thrown
      log.warn('registration: no clear answer', { code: thrown.code })
      refusal = thrown
      return undefined
    }
  }

  for (;;) {
    const move = nextRegistrationMove(progress)
    signal.throwIfAborted()
    log.info('registration', { move })
    let held = false
    switch (move) {
      case 'get':
        held = await get()
        break
      case 'post':
        await post()
        break
      case 'delete':
        await orRefusal(() => aircall.configuration.remove(numberId))
        break
      case 'done':
        needs.onTaken()
        return token
      case 'ignored':
        throw refusal ?? new TernError('registration.ignored')
    }
    progress = afterRegistrationMove(progress, move, held)
  }
}

/** Throws when what Aircall holds is not ours: somebody else has taken the number, or put it back. */
export function leaveToOthers(
  held: Configuration | undefined,
  secret: string | undefined,
): asserts held is Configuration {
  if (held === undefined) throw new TernError('registration.gone')
  if (secret !== undefined && secretOfCallbackUrl(held.callbackUrl) === secret) return
  throw new TernError('registration.taken', { host: hostOf(held.callbackUrl) })
}

/**
 * Throws when Aircall does not hold this very address. One with our secret and another host was ours once: replies go
 * nowhere, and nobody else minds if it is replaced (`registration.ignored`).
 */
export function needHeld(
  held: Configuration | undefined,
  callbackUrl: string,
): asserts held is Configuration {
  leaveToOthers(held, secretOfCallbackUrl(callbackUrl))
  if (!isSameCallbackUrl(held.callbackUrl, callbackUrl)) throw new TernError('registration.ignored')
}

/** The path of a callback address is a secret, also somebody else's. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
