/** What happens when the computer sleeps and wakes, and when Tern is quit. */
import type { Setup } from '../../shared/model/setup.ts'
import type { Log } from '../ports.ts'
import type { ReachService } from '../reach/reach.ts'
import type { SetupService } from '../setup/service.ts'

/** Whether there is anything to hand back: a real number that is set up. */
export const isLive = ({ mode, finished }: Pick<Setup, 'mode' | 'finished'>): boolean =>
  mode === 'live' && finished

export interface Absence {
  readonly slept: () => void
  readonly woke: () => void
  /** Closes the way in. @param forGood Tern is quit, and not only made anew */
  readonly leave: (forGood: boolean) => Promise<void>
}

export function createAbsence(needs: {
  readonly setup: Pick<SetupService, 'leave' | 'comeBack'>
  readonly reach: Pick<ReachService, 'noticed' | 'stop'>
  /** Whether the user wants the number handed back to Aircall meanwhile. */
  readonly handsBack: () => boolean
  /** What goes on after a sleep: the network may be there again. */
  readonly wakers: readonly (() => void)[]
  readonly log: Log
}): Absence {
  const { setup, reach, log } = needs
  return {
    slept() {
      // As far as the system allows: it may sleep before Aircall has answered.
      if (needs.handsBack()) void setup.leave()
      else reach.noticed('suspend')
    },
    woke() {
      setup
        .comeBack()
        .then((came) => came || reach.noticed('resume'))
        .catch((thrown: unknown) => log.error('setup: could not come back', thrown))
      needs.wakers.forEach((wake) => wake())
    },
    async leave(forGood) {
      if (forGood && needs.handsBack()) await setup.leave()
      await reach.stop()
    },
  }
}
