/**
 * Setting up: connect a key or practise, pick a number, make it reachable; and the way back. What was reached is kept
 * in the store, so that every step can be run again and a restart goes on where it was.
 */
import { TernError, toErrorValue, type ErrorCode } from '../../shared/errors.ts'
import type { Setup } from '../../shared/model/setup.ts'
import { createAway } from './away.ts'
import { createProgress } from './progress.ts'
import type { SetupNeeds, SetupService } from './service.ts'
import { createTakeUp } from './take-up.ts'
import { createTurns } from './turns.ts'

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
    const awayError = away.error()
    return {
      mode: stored === 'live' || stored === 'practice' ? stored : 'none',
      ...(company === undefined ? {} : { company }),
      ...(keyHint === undefined ? {} : { keyHint }),
      ...(number === undefined ? {} : { number }),
      ...(awayError === undefined ? {} : { awayError }),
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

  const takeUp = createTakeUp({ account, mode: () => get().mode, onAccount: needs.onAccount })
  const away = createAway({ value, reach, clock: needs.clock, log })

  /** Whether a number may be registered without asking, whatever Aircall holds for it. */
  function mayTake(numberId: number): boolean {
    // The practice Aircall forgets with each start; and what we gave back ourselves is ours to take.
    return get().mode === 'practice' || away.isAway() || store.numbers.registration(numberId) === undefined
  }

  /** Opens the way in, or goes on with it; what fails is in its state. */
  function goOn(numberId: number): void {
    reach
      .use(numberId, { take: mayTake(numberId) })
      .catch((thrown: unknown) => log.error('setup: the way in could not be opened', thrown))
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
    aircall: takeUp.open,
    accountError: takeUp.error,
    isInUse,
    async resume() {
      if (get().mode === 'none') return
      const failure = await takeUp.open().then(nothing, (thrown: unknown) => ({ thrown }))
      const numberId = numberInUse()
      // Also without an account: the way in then says so, and takes it up as soon as it can.
      if (numberId !== undefined) await reach.use(numberId, { take: mayTake(numberId) })
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
        takeUp.changed()
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
        takeUp.changed()
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
        takeUp.forgetError()
        progress.clear()
        needs.onConversationsRemoved(gone)
        return changed()
      }),
    listNumbers: async () => (await takeUp.open()).numbers(),
    async useNumber(numberId) {
      // Begun within its turn, but not waited for there: *Stop using this number* need not wait for a tunnel.
      const { end } = await inTurn(async () => {
        const number = (await (await takeUp.open()).numbers()).find(({ id }) => id === numberId)
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
        takeUp.forgetError()
        return changed()
      }),
    async reopen() {
      const numberId = numberInUse()
      if (numberId === undefined) return
      // A wizard that is at work shows the new way in, and not where the old one stood.
      if (progress.steps().length > 0 && !get().finished) await progress.runAnew(numberId)
      else await reach.use(numberId, { take: mayTake(numberId) })
    },
    async leave() {
      const numberId = numberInUse()
      if (numberId !== undefined && get().mode === 'live') await away.leave(numberId)
    },
    async comeBack() {
      const numberId = numberInUse()
      if (numberId === undefined || !away.isAway()) return false
      await reach.use(numberId, { take: true })
      return true
    },
    forgetAwayError() {
      away.forgetError()
      return changed()
    },
    reachChanged(now) {
      if (now.state === 'reachable' && away.isAway()) {
        away.back()
        changed()
      }
      progress.reachChanged(now)
    },
  }
}

const nothing = (): undefined => undefined
