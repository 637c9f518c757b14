/**
 * Setting up: connect a key or practise, pick a number, make it reachable; and the way back. What was reached is kept
 * in the store, so that every step can be run again and a restart goes on where it was.
 */
import { TernError, toErrorValue } from '../../shared/errors.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { AircallKey } from '../aircall/aircall.ts'
import type { Log, Notifier } from '../ports.ts'
import type { ReachService } from '../reach/reach.ts'
import type { Store } from '../store/store.ts'
import type { Account } from './account.ts'
import { freshSteps, isProven, withProof, withStep } from './steps.ts'

export interface SetupService {
  readonly get: () => Setup
  /** At start: takes up the account and the number that were in use, and opens the way in. */
  readonly resume: () => Promise<void>
  readonly connectKey: (key: AircallKey) => Promise<Setup>
  readonly startPractice: () => Promise<Setup>
  readonly leavePractice: () => Promise<Setup>
  readonly listNumbers: () => Promise<AircallNumber[]>
  readonly useNumber: (numberId: number) => Promise<Setup>
  readonly tryAgain: () => Promise<Setup>
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
}

export function createSetup(needs: SetupNeeds): SetupService {
  const { store, account, reach, notifier, log } = needs
  const value = store.settings
  let steps: Setup['steps'] = []

  const numberInUse = (): number | undefined => {
    const stored = value.getValue('numberId')
    return stored === undefined ? undefined : Number(stored)
  }

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
      steps,
      finished: number !== undefined && value.getValue('finished') === 'yes',
    }
  }

  function changed(): Setup {
    const setup = get()
    needs.onChange(setup)
    return setup
  }

  function setSteps(next: Setup['steps']): void {
    steps = next
    changed()
  }

  function remember(mode: 'live' | 'practice' | undefined, company?: string, keyHint?: string): void {
    value.setValue('mode', mode)
    value.setValue('company', company)
    value.setValue('keyHint', keyHint)
  }

  async function proveNotification(): Promise<void> {
    setSteps(withStep(steps, 'notify', 'running'))
    try {
      await notifier.show({ key: 'setup', ...needs.testNotification(), onClick: () => undefined })
      setSteps(withStep(steps, 'notify', 'done'))
    } catch (thrown) {
      setSteps(withStep(steps, 'notify', 'failed', toErrorValue(thrown)))
    }
  }

  let running: Promise<Setup> | undefined

  /** Runs every step; what fails is in the steps, not thrown. Asked for again while it runs, it is the same run. */
  function run(numberId: number): Promise<Setup> {
    running ??= runSteps(numberId).finally(() => (running = undefined))
    return running
  }

  async function runSteps(numberId: number): Promise<Setup> {
    setSteps(freshSteps())
    const end = await reach.use(numberId, (step, state, error) =>
      setSteps(withStep(steps, step, state, error)),
    )
    if (end.state === 'reachable') {
      setSteps(withProof(steps))
      await proveNotification()
    }
    return changed()
  }

  /** Gives the number back to Aircall. A key that no longer works cannot hold it any more: that is no failure. */
  async function giveBack(numberId: number): Promise<void> {
    await reach.stop()
    try {
      await account.needAircall().configuration.remove(numberId)
    } catch (thrown) {
      const { code } = toErrorValue(thrown)
      if (code !== 'aircall.notFound' && code !== 'aircall.keyRefused') {
        void reach.use(numberId)
        throw thrown
      }
      log.warn('setup: the configuration could not be deleted', { code })
    }
    store.numbers.forgetRegistration(numberId)
    value.setValue('numberId', undefined)
    value.setValue('finished', undefined)
    steps = []
  }

  return {
    get,
    async resume() {
      const { mode } = get()
      if (mode === 'practice') await account.startPractice(false)
      if (mode === 'live' && !(await account.resumeLive())) throw new TernError('aircall.keyMissing')
      if (mode === 'none') return
      needs.onAccount()
      const numberId = numberInUse()
      if (numberId !== undefined) await reach.use(numberId)
    },
    async connectKey(key) {
      if (get().mode === 'practice') throw new TernError('app.notAllowed')
      const company = await account.connect(key)
      remember('live', company, key.apiId.trim().slice(-4))
      needs.onAccount()
      const numberId = numberInUse()
      if (numberId !== undefined) void reach.use(numberId)
      return changed()
    },
    async startPractice() {
      if (get().mode === 'live') throw new TernError('app.notAllowed')
      await account.startPractice(true)
      remember('practice', (await account.needAircall().company()).name)
      needs.onAccount()
      return changed()
    },
    async leavePractice() {
      if (get().mode !== 'practice') throw new TernError('app.notAllowed')
      await reach.stop()
      await account.leave()
      const practiceNumbers = store.numbers.list().filter((number) => number.practice)
      const gone = practiceNumbers.flatMap((number) => store.numbers.remove(number.id))
      value.setValue('numberId', undefined)
      value.setValue('finished', undefined)
      remember(undefined)
      steps = []
      needs.onConversationsRemoved(gone)
      return changed()
    },
    listNumbers: () => account.needAircall().numbers(),
    async useNumber(numberId) {
      const number = (await account.needAircall().numbers()).find(({ id }) => id === numberId)
      if (number === undefined) throw new TernError('aircall.notFound')
      const before = numberInUse()
      if (before !== undefined && before !== numberId) await giveBack(before)
      store.numbers.save({ ...number, practice: account.mode() === 'practice' })
      value.setValue('numberId', String(numberId))
      return run(numberId)
    },
    async tryAgain() {
      const numberId = numberInUse()
      if (numberId === undefined) throw new TernError('app.notReady')
      if (!isProven(steps)) return run(numberId)
      await proveNotification()
      return changed()
    },
    finish() {
      if (numberInUse() === undefined) throw new TernError('app.notReady')
      value.setValue('finished', 'yes')
      return changed()
    },
    async stopUsingNumber() {
      const numberId = numberInUse()
      if (numberId !== undefined) await giveBack(numberId)
      return changed()
    },
    async forgetKey() {
      if (get().mode !== 'live') throw new TernError('app.notAllowed')
      const numberId = numberInUse()
      if (numberId !== undefined) await giveBack(numberId)
      await account.leave()
      remember(undefined)
      return changed()
    },
    async reopen() {
      const numberId = numberInUse()
      if (numberId !== undefined && account.aircall() !== undefined) await reach.use(numberId)
    },
    reachChanged(now) {
      if (now.state === 'reachable' && steps.length > 0 && !isProven(steps)) setSteps(withProof(steps))
    },
  }
}
