/**
 * What becomes of replies while Tern is away. Where the user wants it, the number is handed back to Aircall for that
 * time, so that replies land in the Aircall inbox, and is taken again by the next start.
 */
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import { inTime } from '../reach/in-time.ts'
import type { ReachService } from '../reach/reach.ts'
import type { SettingsStore } from '../store/store.ts'

export interface Away {
  /** Hands the number back, but does not take longer than a quit or a sleep allows. Never rejects. */
  readonly leave: (numberId: number) => Promise<void>
  /** Whether it was handed back, or may have been: it may be taken again without asking. */
  readonly isAway: () => boolean
  /** Tern is there again, and the number with it. */
  readonly back: () => void
  /** What could not be done, or is not known to be done, the last time. */
  readonly error: () => ErrorValue | undefined
  /** The user has read it. */
  readonly forgetError: () => void
}

export interface AwayNeeds {
  readonly value: Pick<SettingsStore, 'getValue' | 'setValue'>
  readonly reach: Pick<ReachService, 'handBack' | 'current'>
  readonly clock: Clock
  readonly log: Log
}

/** With what else a quit waits for, it stays within five seconds. */
export const handBackMs = 3000

export function createAway({ value, reach, clock, log }: AwayNeeds): Away {
  /** Not where Tern is back already. */
  function note(how: string): void {
    if (value.getValue('away') === 'asked') value.setValue('away', how)
  }

  async function handBack(numberId: number): Promise<void> {
    // Noted before the request leaves: whatever becomes of it, the next start may take the number again.
    value.setValue('away', 'asked')
    try {
      await reach.handBack(numberId)
      note('done')
    } catch (thrown) {
      log.warn('away: not handed back', { code: toErrorValue(thrown).code })
      note('failed')
    }
  }

  return {
    async leave(numberId) {
      // Somebody else's configuration is not ours to delete.
      if (reach.current().error?.code.startsWith('registration.')) return
      await inTime(handBack(numberId), handBackMs, clock).catch((thrown: unknown) =>
        log.error('away: could not be noted', thrown),
      )
    },
    isAway: () => value.getValue('away') !== undefined,
    back() {
      const how = value.getValue('away')
      if (how === undefined) return
      value.setValue('away', undefined)
      value.setValue('awayError', how === 'done' ? undefined : how)
    },
    error: () =>
      value.getValue('awayError') === undefined
        ? undefined
        : toErrorValue(new TernError('away.notHandedBack')),
    forgetError: () => value.setValue('awayError', undefined),
  }
}
