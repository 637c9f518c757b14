/** Setting up as the other parts see it; `setup.ts` makes it. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Aircall, AircallKey } from '../aircall/aircall.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import type { ReachService } from '../reach/reach.ts'
import type { Store } from '../store/store.ts'
import type { Account } from './account.ts'

export interface SetupService {
  readonly get: () => Setup
  /** The account in use, taken up first if that has not worked yet. Rejects with why there is none. */
  readonly aircall: () => Promise<Aircall>
  /** Why the account in use could not be taken up. */
  readonly accountError: () => ErrorValue | undefined
  readonly isInUse: (numberId: number) => boolean
  /** At start: takes up the account and the number that were in use, and opens the way in. */
  readonly resume: () => Promise<void>
  readonly connectKey: (key: AircallKey) => Promise<Setup>
  readonly startPractice: () => Promise<Setup>
  readonly leavePractice: () => Promise<Setup>
  readonly listNumbers: () => Promise<AircallNumber[]>
  readonly useNumber: (numberId: number) => Promise<Setup>
  readonly tryAgain: () => Promise<Setup>
  /** Registers the number whatever Aircall holds for it now. */
  readonly takeBack: () => Promise<Reach>
  readonly finish: () => Setup
  readonly stopUsingNumber: () => Promise<Setup>
  readonly forgetKey: () => Promise<Setup>
  /** Opens the way in anew, because it has been set differently. */
  readonly reopen: () => Promise<void>
  /** Hands the number back to Aircall for the time that Tern is away; within a few seconds, and never rejects. */
  readonly leave: () => Promise<void>
  /** Takes it again after {@link leave}; answers false where it was not handed back. */
  readonly comeBack: () => Promise<boolean>
  /** The user has read what could not be done. */
  readonly forgetAwayError: () => Setup
  /** Tells the wizard what the way in does by itself. */
  readonly reachChanged: (reach: Reach) => void
}

export interface SetupNeeds {
  readonly store: Store
  readonly account: Account
  readonly reach: ReachService
  readonly notifier: Notifier
  /** Title and text of the notification that set-up ends with. */
  readonly testNotification: () => { readonly title: string; readonly body: string }
  readonly clock: Clock
  readonly log: Log
  readonly onChange: (setup: Setup) => void
  readonly onConversationsRemoved: (conversationIds: string[]) => void
  /** There is an account, or another one: texts may go out. */
  readonly onAccount: () => void
  /** A number is no longer in use: what waits to leave from it does not leave any more. */
  readonly onNumberGone: () => void
}
