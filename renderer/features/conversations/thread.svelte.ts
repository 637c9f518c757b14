/** One conversation while it is on the screen: who it is with, its messages, its gaps, what is new in it. */
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { Message } from '../../../shared/model/message.ts'
import { ask, type PageApi } from '../../lib/api.ts'
import { createPager, type Pager } from './pager.svelte.ts'

const pageSize = 50
/** Enough for a gap each night of half a year. */
const gapLimit = 200
/** A conversation is touched by what happened in the day after its last message; from then on by nothing. */
const activeMs = 86_400_000

export interface Thread {
  readonly conversation: Conversation | undefined
  /** Newest first. */
  readonly messages: Pager<Message>
  /** When replies could not surely reach this computer, oldest first. */
  readonly gaps: readonly Gap[]
  readonly error: ErrorValue | undefined
  /** The newest message that came while the thread was open. */
  readonly latest: Message | undefined
  readonly load: () => Promise<void>
  /** Says that the user has seen everything; nothing happens when there is nothing unread. */
  readonly markRead: () => Promise<void>
  readonly stop: () => void
}

/** Makes it and starts to listen. Call `load` to fill it. */
export function createThread(api: PageApi, conversationId: string): Thread {
  let conversation = $state.raw<Conversation>()
  let error = $state.raw<ErrorValue>()
  let latest = $state.raw<Message>()
  let gaps = $state.raw<readonly Gap[]>([])
  let gapTurn = 0
  let told = 0
  let marking = false

  const messages = createPager<Message>({
    read: async (before) => {
      // Those between the messages come with them: nothing moves when they are there.
      const [page] = await Promise.all([
        ask(api.conversations.messages({ conversationId, before, limit: pageSize })),
        before === undefined ? readGaps() : undefined,
      ])
      return { items: page.items.toReversed(), more: page.more }
    },
    cursorOf: (message) => message,
  })

  async function readGaps(): Promise<void> {
    const mine = ++gapTurn
    try {
      const now = await ask(api.gaps.ofConversation({ conversationId, limit: gapLimit }))
      if (mine === gapTurn) gaps = now
    } catch (thrown) {
      error = toErrorValue(thrown)
    }
  }

  const stops = [
    api.gaps.changed((gap) => {
      // Whether it touches this conversation the store knows.
      if (conversation === undefined || gap.numberId === conversation.numberId) void readGaps()
    }),
    api.conversations.changed((changed) => {
      if (changed.id !== conversationId) return
      told++
      conversation = changed
    }),
    api.messages.changed((message) => {
      if (message.conversationId !== conversationId) return
      const newest = messages.items[0]
      const known = messages.items.some((one) => one.id === message.id)
      messages.put(message)
      if (known || (newest !== undefined && message.at < newest.at)) return
      latest = message
      // After a long silence an open gap touches the conversation again.
      if (newest === undefined || message.at - newest.at > activeMs) void readGaps()
    }),
    api.messages.removed((gone) => {
      if (gone.conversationId === conversationId) gone.messageIds.forEach(messages.remove)
    }),
    api.conversations.removed(({ conversationIds }) => {
      if (conversationIds.includes(conversationId)) error = { code: 'app.notFound', detail: {} }
    }),
  ]

  async function load(): Promise<void> {
    error = undefined
    const before = told
    try {
      const [now] = await Promise.all([ask(api.conversations.get({ conversationId })), messages.load()])
      if (told === before) conversation = now
    } catch (thrown) {
      error = toErrorValue(thrown)
    }
  }

  async function markRead(): Promise<void> {
    if (marking || conversation === undefined || conversation.unread === 0) return
    marking = true
    try {
      await ask(api.conversations.markRead({ conversationId }))
    } catch (thrown) {
      error = toErrorValue(thrown)
    } finally {
      marking = false
    }
  }

  return {
    get conversation() {
      return conversation
    },
    messages,
    get gaps() {
      return gaps
    },
    get error() {
      return error
    },
    get latest() {
      return latest
    },
    load,
    markRead,
    stop: () => stops.forEach((stop) => stop()),
  }
}
