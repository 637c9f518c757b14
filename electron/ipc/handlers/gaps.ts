import type { Handlers } from '../../../shared/contract-sides.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { SessionHost } from '../../session/session.ts'

export function gapHandlers(host: SessionHost, clock: Pick<Clock, 'now'>): Handlers['gaps'] {
  const gaps = () => host.get().store.gaps

  function changed(gap: ReturnType<ReturnType<typeof gaps>['get']>): void {
    if (gap === undefined) throw new TernError('app.notFound')
    host.get().announce.gap(gap)
  }

  return {
    list: ({ limit }) => gaps().list(limit),
    ofConversation: ({ conversationId, limit }) => gaps().ofConversation(conversationId, limit),
    unanswered: ({ gapId }) => gaps().unanswered(gapId),
    setDone: ({ gapId, done }) => changed(gaps().setDone(gapId, done)),
    setAsked: ({ gapId, people }) => changed(gaps().setAsked(gapId, people, clock.now())),
  }
}
