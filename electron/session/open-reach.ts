/** The way in, with what watches over it and what it writes down. */
import type { Gap } from '../../shared/model/gap.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Log, Secrets } from '../ports.ts'
import { createBook } from '../reach/book.ts'
import { networkFingerprint } from '../reach/network.ts'
import { loadNgrok } from '../reach/ngrok-api.ts'
import type { ReachService } from '../reach/reach.ts'
import { createReach, type ReachNeeds } from '../reach/service.ts'
import { watchSystem } from '../reach/watch-system.ts'
import { createWays, type Ways } from '../reach/ways.ts'
import type { Store } from '../store/store.ts'

export interface OpenReachNeeds extends Omit<ReachNeeds, 'book' | 'store' | 'times' | 'way'> {
  readonly store: Store
  readonly settings: () => Settings
  readonly secrets: Secrets
  /** A tunnel server that goes before every choice. */
  readonly forcedHost: string | undefined
  readonly isPractice: () => boolean
  /** Opens the current way in anew for the number in use. */
  readonly reopen: () => Promise<void>
  readonly onGap: (gap: Gap) => void
  readonly onTrouble: (error: ErrorValue | undefined) => void
  readonly log: Log
}

/** From a missed probe to the next one, milliseconds. */
const probeAgainMs = 2000

export function openReach(needs: OpenReachNeeds): { readonly reach: ReachService; readonly ways: Ways } {
  const { store, clock, elapsed, settings } = needs
  const probeEveryMs = (): number => settings().probeSeconds * 1000
  const book = createBook({
    ...needs,
    gaps: store.gaps,
    probeEveryMs,
    // Nobody texts a practice number while Tern is away.
    keeps: (numberId) => store.numbers.get(numberId)?.practice === false,
  })
  const ways = createWays({ ...needs, loadNgrok, prove: (url) => reach.prove(url) })
  const reach: ReachService = createReach({
    ...needs,
    store: store.numbers,
    book,
    way: ways.current,
    onChange(now) {
      ways.reachChanged(now)
      needs.onChange(now)
    },
    times: () => ({ probeEveryMs: probeEveryMs(), probeAgainMs }),
  })
  const stopWatching = watchSystem({ clock, elapsed, network: networkFingerprint, onEvent: reach.noticed })
  return {
    ways,
    reach: {
      ...reach,
      stop() {
        stopWatching()
        return reach.stop()
      },
    },
  }
}
