/** Takes up the account in use: at the start, and again when something needs it and it has not worked yet. */
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Aircall } from '../aircall/aircall.ts'
import type { Account } from './account.ts'

export interface TakeUp {
  /** The account, taken up first if there is none. Rejects with why there is none. */
  readonly open: () => Promise<Aircall>
  /** Why it could not be taken up. */
  readonly error: () => ErrorValue | undefined
  readonly forgetError: () => void
  /** There is an account, or another one. */
  readonly changed: () => void
}

export function createTakeUp(needs: {
  readonly account: Account
  readonly mode: () => Setup['mode']
  readonly onAccount: () => void
}): TakeUp {
  const { account } = needs
  let error: ErrorValue | undefined
  let opening: Promise<Aircall> | undefined

  function changed(): void {
    error = undefined
    needs.onAccount()
  }

  async function takeUp(): Promise<Aircall> {
    if (account.aircall() === undefined) {
      try {
        const mode = needs.mode()
        if (mode === 'practice') await account.startPractice(false)
        if (mode === 'live' && !(await account.resumeLive())) throw new TernError('aircall.keyMissing')
      } catch (thrown) {
        error = toErrorValue(thrown)
        throw thrown
      }
      if (account.aircall() !== undefined) changed()
    }
    return account.needAircall()
  }

  return {
    open() {
      opening ??= takeUp().finally(() => (opening = undefined))
      return opening
    },
    error: () => error,
    forgetError: () => (error = undefined),
    changed,
  }
}
