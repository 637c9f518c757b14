/** Runs the steps that make a number reachable, and keeps where they stand for the wizard. */
import { toErrorValue } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Notifier } from '../ports.ts'
import type { ReachService } from '../reach/reach.ts'
import { freshSteps, isProven, withProof, withStep } from './steps.ts'

export interface Progress {
  readonly steps: () => Setup['steps']
  readonly isProven: () => boolean
  /** Runs every step; what fails is in the steps, not thrown. Asked for again while it runs, it is the same run. */
  readonly run: (numberId: number) => Promise<void>
  /** Runs every step from the start. A run under way says nothing more. */
  readonly runAnew: (numberId: number) => Promise<void>
  /** Runs the last step alone. */
  readonly proveNotification: () => Promise<void>
  /** Takes over what the way in does by itself. */
  readonly reachChanged: (reach: Reach) => void
  readonly clear: () => void
}

export interface ProgressNeeds {
  readonly reach: Pick<ReachService, 'use'>
  readonly notifier: Notifier
  readonly testNotification: () => { readonly title: string; readonly body: string }
  readonly isInUse: (numberId: number) => boolean
  readonly onChange: () => void
}

export function createProgress(needs: ProgressNeeds): Progress {
  let steps: Setup['steps'] = []
  let runs = 0
  let running: { readonly numberId: number; readonly end: Promise<void> } | undefined

  function set(next: Setup['steps']): void {
    steps = next
    needs.onChange()
  }

  async function proveNotification(): Promise<void> {
    set(withStep(steps, 'notify', 'running'))
    try {
      await needs.notifier.show({ key: 'setup', ...needs.testNotification(), onClick: () => undefined })
      set(withStep(steps, 'notify', 'done'))
    } catch (thrown) {
      set(withStep(steps, 'notify', 'failed', toErrorValue(thrown)))
    }
  }

  async function runSteps(numberId: number, isNewest: () => boolean): Promise<void> {
    set(freshSteps())
    const end = await needs.reach.use(numberId, {
      report(step, state, error) {
        if (isNewest()) set(withStep(steps, step, state, error))
      },
    })
    if (!isNewest() || !needs.isInUse(numberId) || end.state !== 'reachable') return
    set(withProof(steps))
    await proveNotification()
  }

  function runAnew(numberId: number): Promise<void> {
    const mine = (runs += 1)
    const end = runSteps(numberId, () => mine === runs).finally(() => {
      if (mine === runs) running = undefined
    })
    running = { numberId, end }
    return end
  }

  return {
    steps: () => steps,
    isProven: () => isProven(steps),
    run: (numberId) => (running?.numberId === numberId ? running.end : runAnew(numberId)),
    runAnew,
    proveNotification,
    reachChanged(now) {
      if (now.state === 'reachable' && steps.length > 0 && !isProven(steps)) set(withProof(steps))
    },
    clear() {
      runs += 1
      running = undefined
      steps = []
    },
  }
}
