/** The send queue, with what the settings say about it. */
import { isBudgeted } from '../../shared/core/budget.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { createOutbox, type Outbox, type OutboxNeeds } from '../outbox/outbox.ts'
import type { Store } from '../store/store.ts'

export function openOutbox({
  store,
  settings,
  ...needs
}: Omit<OutboxNeeds, 'store' | 'holdMs' | 'limits'> & {
  readonly store: Store
  readonly settings: () => Settings
}): Outbox {
  return createOutbox({
    ...needs,
    store: store.outbox,
    holdMs: () => settings().undoSeconds * 1000,
    limits: (numberId) => (isBudgeted(store.numbers.get(numberId)?.country) ? settings().limits : undefined),
  })
}
