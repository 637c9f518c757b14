/** The way in, with what watches over it and what it writes down. */
import type { Gap } from '../../shared/model/gap.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Log } from '../ports.ts'
import { createBook } from '../reach/book.ts'
import { createLocaltunnel } from '../reach/localtunnel.ts'
import { createLoopback } from '../reach/loopback.ts'
import { networkFingerprint } from '../reach/network.ts'
import type { ReachService } from '../reach/reach.ts'
import { createReach, type ReachNeeds } from '../reach/service.ts'
import { watchSystem } from '../reach/watch-system.ts'
import type { Store } from '../store/store.ts'

export interface OpenReachNeeds extends Omit<ReachNeeds, 'book' | 'store' | 'times' | 'makeTunnel'> {
  readonly store: Store
  readonly settings: () => Settings
  /** Practice mode without a tunnel server: nothing leaves this computer. */
  readonly isOnLoopback: () => boolean
  readonly onGap: (gap: Gap) => void
  readonly onTrouble: (error: ErrorValue | undefined) => void
  readonly log: Log
}

/** From a missed probe to the next one, milliseconds. */
const probeAgainMs = 2000

export function openReach(needs: OpenReachNeeds): ReachService {
  const { store, clock, elapsed, settings } = needs
  const probeEveryMs = (): number => settings().probeSeconds * 1000
  const book = createBook({
    ...needs,
    gaps: store.gaps,
    probeEveryMs,
    // Nobody texts a practice number while Tern is away.
    keeps: (numberId) => store.numbers.get(numberId)?.practice === false,
  })
  const reach = createReach({
    ...needs,
    store: store.numbers,
    book,
    makeTunnel: () =>
      needs.isOnLoopback() ? createLoopback() : createLocaltunnel({ ...needs, host: settings().tunnelHost }),
    times: () => ({ probeEveryMs: probeEveryMs(), probeAgainMs }),
  })
  const stopWatching = watchSystem({ clock, elapsed, network: networkFingerprint, onEvent: reach.noticed })
  return {
    ...reach,
    stop() {
      stopWatching()
      return reach.stop()
    },
  }
}
