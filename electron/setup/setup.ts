/**
 * Setting up: connect a key or practise, pick a number, make it reachable; and the way back. What was reached is kept
 * in the store, so that every step can be run again and a restart goes on where it was.
 */
import { TernError, toErrorValue, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Aircall, AircallKey } from '../aircall/aircall.ts'
import type { Log, Notifier } from '../ports.ts'
import type { ReachService } from '../reach/reach.ts'
import type { Store } from '../store/store.ts'
import type { Account } from './account.ts'
import { createProgress } from './progress.ts'
import { createTurns } from './turns.ts'

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
  readonly log: Log
  readonly onChange: (setup: Setup) => void
  readonly onConversationsRemoved: (conversationIds: string[]) => void
  /** There is an account, or another one: texts may go out. */
  readonly onAccount: () => void
  /** A number is no longer in use: what waits to leave from it does not leave any more. */
  readonly onNumberGone: () => void
}

/** With these Aircall does nothing for us any more: a number cannot be given back, and need not keep us. */
const keyIsGone: readonly ErrorCode[] = ['aircall.keyRefused', 'aircall.keyMissing']

/** Refusals that a number which cannot text by API may answer a DELETE with, too. */
const cannotText: readonly ErrorCode[] = ['aircall.numberInOtherMode', 'aircall.noAccess']

export function createSetup(needs: SetupNeeds): SetupService {
  const { store, account, reach, notifier, log } = needs
  const value = store.settings
  const inTurn = createTurns()

  const numberInUse = (): number | undefined => {
    const stored = value.getValue('numberId')
    return stored === undefined ? undefined : Number(stored)
  }

  const isInUse = (numberId: number): boolean => numberInUse() === numberId

  function get(): Setup {
    const id = numberInUse()
    const number = id === undefined ? undefined : store.numbers.get(id)
    const company = value.getValue('company')
    const keyHint = value.getValue('keyHint')
    const stored = value.getValue('mode')
    return {
      mode: stored === 'live' || stored === 'practice' ? stored : 'none',
      ...(company === undefined ? {} : { company }),
      ...(keyHint === undefined ? {} : { keyHint }),
      ...(number === undefined ? {} : { number }),
      steps: progress.steps(),
      finished: number !== undefined && value.getValue('finished') === 'yes',
    }
  }

  function changed(): Setup {
    const setup = get()
    needs.onChange(setup)
    return setup
  }

  const progress = createProgress({
    reach,
    notifier,
    testNotification: needs.testNotification,
    isInUse,
    onChange: changed,
  })

  function remember(mode: 'live' | 'practice' | undefined, company?: string, keyHint?: string): void {
    value.setValue('mode', mode)
    value.setValue('company', company)
    value.setValue('keyHint', keyHint)
  }

  let accountError: ErrorValue | undefined
  let opening: Promise<Aircall> | undefined
  function openAccount(): Promise<Aircall> {
    opening ??= takeUpAccount().finally(() => (opening = undefined))
    return opening
  }

  async function takeUpAccount(): Promise<Aircall> {
    if (account.aircall() === undefined) {
      try {
        const { mode } = get()
        if (mode === 'practice') await account.startPractice(false)
        if (mode === 'live' && !(await account.resumeLive())) throw new TernError('aircall.keyMissing')
      } catch (thrown) {
        accountError = toErrorValue(thrown)
        throw thrown
      }
      if (account.aircall() !== undefined) accountChanged()
    }
    return account.needAircall()
  }

  function accountChanged(): void {
    accountError = undefined
    needs.onAccount()
  }

  /** Opens the way in, or goes on with it; what fails is in its state. */
  function goOn(numberId: number): void {
    reach.use(numberId).catch((thrown: unknown) => log.error('setup: the way in could not be opened', thrown))
  }

  /**
   * Gives the number back to Aircall. When that fails it stays in use, as before.
   * @param evenIf errors of Aircall that do not keep us from leaving the number
   */
  async function giveBack(numberId: number, evenIf: readonly ErrorCode[] = []): Promise<void> {
    try {
      await reach.giveBack(numberId)
    } catch (thrown) {
      const { code } = toErrorValue(thrown)
      // A number that was never ours, because it cannot text by API, must not stand in the way of another one.
      const neverOurs = store.numbers.registration(numberId) === undefined && cannotText.includes(code)
      if (!neverOurs && !evenIf.includes(code)) throw thrown
      log.warn('setup: the configuration could not be deleted', { code })
      await reach.stop()
    }
    try {
      value.setValue('numberId', undefined)
      value.setValue('finished', undefined)
      store.numbers.forgetRegistration(numberId)
    } catch (thrown) {
      // As far as the store knows it is still ours, and the next start would take it up again: so do it now.
      if (isInUse(numberId)) goOn(numberId)
      throw thrown
    }
    progress.clear()
    needs.onNumberGone()
    changed()
  }

  return {
    get,
    aircall: openAccount,
    accountError: () => accountError,
    isInUse,
    async resume() {
      if (get().mode === 'none') return
      const failure = await openAccount().then(nothing, (thrown: unknown) => ({ thrown }))
      const numberId = numberInUse()
      // Also without an account: the way in then says so, and takes it up as soon as it can.
      if (numberId !== undefined) await reach.use(numberId)
      if (failure !== undefined) throw failure.thrown
    },
    connectKey: (key) =>
      inTurn(async () => {
        if (get().mode === 'practice') throw new TernError('app.notAllowed')
        const company = await account.connect(key, async (next) => {
          const inUse = numberInUse()
          if (inUse === undefined || (await next.numbers()).some(({ id }) => id === inUse)) return
          // Another company's key could not give it back any more.
          await giveBack(inUse, keyIsGone)
        })
        remember('live', company, key.apiId.trim().slice(-4))
        accountChanged()
        const numberId = numberInUse()
        // A way in that works is left alone: opening it anew would lose what comes meanwhile.
        if (numberId !== undefined && reach.current().state !== 'reachable') goOn(numberId)
        return changed()
      }),
    startPractice: () =>
      inTurn(async () => {
        const { mode } = get()
        if (mode === 'live') throw new TernError('app.notAllowed')
        // A second practice Aircall would know nothing of the number that the first one has.
        if (mode === 'practice' && account.aircall() !== undefined) return get()
        await account.startPractice(true)
        remember('practice', (await account.needAircall().company()).name)
        accountChanged()
        return changed()
      }),
    leavePractice: () =>
      inTurn(async () => {
        if (get().mode !== 'practice') throw new TernError('app.notAllowed')
        await reach.stop()
        await account.leave()
        value.setValue('numberId', undefined)
        value.setValue('finished', undefined)
        const practiceNumbers = store.numbers.list().filter((number) => number.practice)
        const gone = practiceNumbers.flatMap((number) => store.numbers.remove(number.id))
        remember(undefined)
        accountError = undefined
        progress.clear()
        needs.onConversationsRemoved(gone)
        return changed()
      }),
    listNumbers: async () => (await openAccount()).numbers(),
    async useNumber(numberId) {
      // Begun within its turn, but not waited for there: *Stop using this number* need not wait for a tunnel.
      const { end } = await inTurn(async () => {
        const number = (await (await openAccount()).numbers()).find(({ id }) => id === numberId)
        if (number === undefined) throw new TernError('aircall.notFound')
        const before = numberInUse()
        if (before !== undefined && before !== numberId) await giveBack(before)
        store.numbers.save({ ...number, practice: account.mode() === 'practice' })
        value.setValue('numberId', String(numberId))
        return { end: progress.run(numberId) }
      })
      await end
      return changed()
    },
    async tryAgain() {
      const numberId = numberInUse()
      if (numberId === undefined) throw new TernError('app.notReady')
      if (progress.isProven()) await progress.proveNotification()
      else await progress.run(numberId)
      return changed()
    },
    async takeBack() {
      const numberId = numberInUse()
      if (numberId === undefined) throw new TernError('app.notReady')
      return reach.use(numberId)
    },
    finish() {
      if (numberInUse() === undefined) throw new TernError('app.notReady')
      value.setValue('finished', 'yes')
      return changed()
    },
    stopUsingNumber: () =>
      inTurn(async () => {
        const numberId = numberInUse()
        if (numberId !== undefined) await giveBack(numberId)
        return changed()
      }),
    forgetKey: () =>
      inTurn(async () => {
        if (get().mode !== 'live') throw new TernError('app.notAllowed')
        const numberId = numberInUse()
        if (numberId !== undefined) await giveBack(numberId, keyIsGone)
        await account.leave()
        remember(undefined)
        accountError = undefined
        return changed()
      }),
    async reopen() {
      const numberId = numberInUse()
      if (numberId === undefined) return
      // A wizard that is at work shows the new way in, and not where the old one stood.
      if (progress.steps().length > 0 && !get().finished) await progress.runAnew(numberId)
      else await reach.use(numberId)
    },
    reachChanged: progress.reachChanged,
  }
}

const nothing = (): undefined => undefined
