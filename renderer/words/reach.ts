/** Whether replies can reach this computer, in words. */
import { missingCase } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'

export interface ReachWords {
  /** `busy`: it is being opened. */
  readonly level: 'ok' | 'busy' | 'warn' | 'bad' | 'off'
  /** Fits on a line of the rail. */
  readonly short: string
  /** One sentence more. */
  readonly more: string
}

const words = (level: ReachWords['level'], short: string, more: string): ReachWords => ({
  level,
  short,
  more,
})

/** The words for a state of reach. The error, where there is one, has its own. */
export function reachWords(state: Reach['state']): ReachWords {
  switch (state) {
    case 'off':
      return words('off', 'Replies are off', 'No number is in use, so there is nothing to reply to.')
    case 'opening':
      return words('busy', 'Opening the way for replies…', 'Replies sent in this moment do not arrive.')
    case 'registering':
      return words('busy', 'Telling Aircall where replies go…', 'Replies sent in this moment may not arrive.')
    case 'proving':
      return words('busy', 'Testing the way for replies…', 'A test from outside is on its way.')
    case 'reachable':
      return words('ok', 'Replies can reach you', 'A test from outside came through.')
    case 'doubtful':
      return words(
        'warn',
        'Replies may not reach this computer',
        'The last test from outside did not come through. Tern is testing again.',
      )
    case 'lost':
      return words(
        'bad',
        "Replies can't reach this computer",
        'Aircall does not send a reply twice: what comes in now is not delivered here.',
      )
    default:
      return missingCase(state)
  }
}
