import { untrack } from 'svelte'
import type { Message } from '../../shared/model/message.ts'

/** Texts that were taken back before they went out, until the composer of their conversation takes them. */
export interface Returned {
  readonly put: (message: Message) => void
  /** Takes those of a conversation, in the order they came back. An effect that takes runs again when more come. */
  readonly take: (conversationId: string) => readonly Message[]
}

export function createReturned(): Returned {
  let waiting = $state.raw<readonly Message[]>([])
  return {
    put: (message) => (waiting = [...untrack(() => waiting), message]),
    take(conversationId) {
      const taken = waiting.filter((message) => message.conversationId === conversationId)
      if (taken.length > 0) waiting = waiting.filter((message) => message.conversationId !== conversationId)
      return taken
    },
  }
}
