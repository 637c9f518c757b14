/** The texts that wait to go out, kept true by events while they are on the screen. */
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { NotificationItem } from '../../../shared/model/message.ts'
import { ask, type PageApi } from '../../lib/api.ts'

/** As many as one call answers. */
export const waitingLimit = 200

export interface Waiting {
  /** Oldest first. */
  readonly items: readonly NotificationItem[]
  readonly error: ErrorValue | undefined
  readonly load: () => Promise<void>
  readonly stop: () => void
}

/** Makes it and starts to listen. Call `load` to fill it. */
export function createWaiting(api: PageApi): Waiting {
  let items = $state.raw<readonly NotificationItem[]>([])
  let error = $state.raw<ErrorValue>()
  let loading: Promise<void> | undefined
  let stale = false

  async function read(): Promise<void> {
    do {
      stale = false
      try {
        items = await ask(api.messages.waiting({ limit: waitingLimit }))
        error = undefined
      } catch (thrown) {
        error = toErrorValue(thrown)
      }
    } while (stale)
  }

  /** One call at a time: what changes meanwhile makes one more. */
  function load(): Promise<void> {
    stale = true
    loading ??= read().finally(() => (loading = undefined))
    return loading
  }

  const concerns = (test: (item: NotificationItem) => boolean): void => {
    if (items.some(test) || loading !== undefined) void load()
  }
  const stops = [
    api.messages.changed((message) => {
      if (message.direction === 'inbound') return
      if (message.state === 'queued') void load()
      else concerns((item) => item.message.id === message.id)
    }),
    api.messages.removed(({ messageIds }) => concerns((item) => messageIds.includes(item.message.id))),
    api.conversations.removed(({ conversationIds }) =>
      concerns((item) => conversationIds.includes(item.message.conversationId)),
    ),
    api.conversations.changed(({ id, name }) =>
      concerns((item) => item.message.conversationId === id && item.name !== name),
    ),
  ]

  return {
    get items() {
      return items
    },
    get error() {
      return error
    },
    load,
    stop: () => stops.forEach((stop) => stop()),
  }
}
