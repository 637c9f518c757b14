/**
 * What the user is told of the way in while no window is open: since when it is lost, for the tray; and a notification that
 * it is lost or back, where the rule of `core/reach-news.ts` says so.
 */
import { noReachNews, stepReachNews } from '../../shared/core/reach-news.ts'
import type { Place } from '../../shared/model/app.ts'
import type { Gap } from '../../shared/model/gap.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Setup } from '../../shared/model/setup.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Clock, Log, Notifier } from '../ports.ts'
import type { GapStore } from '../store/store.ts'

export interface ReachTellerNeeds {
  readonly notifier: Notifier
  readonly openPlace: (place: Place) => void
  readonly store: { readonly gaps: Pick<GapStore, 'open'> }
  readonly setup: () => Pick<Setup, 'mode' | 'number'>
  readonly clock: Clock
  readonly log: Log
}

export interface ReachTeller {
  /**
   * For the tray: the way in as it was last told, and the gap of the number in use that is not over (while the store cannot
   * be read, the last one known). Never throws.
   */
  readonly current: () => { readonly reach: Pick<Reach, 'state' | 'error'>; readonly gap: Gap | undefined }
  /** Takes each change of reach. The last one, `off`, ends its waiting. */
  readonly changed: (reach: Reach) => void
}

/** One takes the place of the other. */
const key = 'reach'

export function createReachTeller(needs: ReachTellerNeeds): ReachTeller {
  const { notifier, clock, log } = needs
  let gap: Gap | undefined
  let practice = false
  let news = noReachNews
  let reach: Pick<Reach, 'state' | 'error'> = { state: 'off' }
  let stopWaiting: (() => void) | undefined
  /** Since when the loss that was told of is one. */
  let since = 0

  /** What the store says of the number in use; while it cannot be read, what it said last. */
  function read(): void {
    try {
      const { mode, number } = needs.setup()
      practice = mode === 'practice'
      gap = number && needs.store.gaps.open(number.id)
    } catch (thrown) {
      log.error('session: the open gap could not be read', thrown)
    }
  }

  function look(): void {
    const now = clock.now()
    const before = news
    read()
    const step = stepReachNews(before, { state: reach.state, practice, now })
    news = step.news
    stopWaiting?.()
    stopWaiting = news.dueAt === undefined ? undefined : clock.after(news.dueAt - now, look)
    // A number that is given up takes with it what was told of it.
    if (before.told && news === noReachNews) notifier.clear(key)
    if (step.say === 'lost') {
      since = gap?.from ?? news.lostSince ?? now
      show(desktopWords.reach.lost(since, reach.error, now), { view: 'health' })
    }
    if (step.say === 'back') show(desktopWords.reach.back(since, now), { view: 'notifications' })
  }

  function show(words: { readonly title: string; readonly body: string }, place: Place): void {
    notifier
      .show({ key, ...words, onClick: () => needs.openPlace(place) })
      .catch((thrown: unknown) => log.error('session: news of the way in were not shown', thrown))
  }

  return {
    current() {
      read()
      return { reach, gap }
    },
    changed(now) {
      reach = now
      look()
    },
  }
}
