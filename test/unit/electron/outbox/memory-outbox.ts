import type { Spent } from '../../../../shared/core/budget.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { OutboxStore } from '../../../../electron/store/store.ts'
import type { Message } from '../../../../shared/model/message.ts'

/** The outbox's part of a store, in memory; it can be made to fail, as a full disk would. */
export interface MemoryOutbox extends OutboxStore {
  readonly messages: Message[]
  failWith: Error | undefined
}

export function createMemoryOutbox(): MemoryOutbox {
  const messages: Message[] = []
  const notBefore = new Map<string, number>()
  const spent: Spent[] = []
  const check = (): void => {
    if (memory.failWith !== undefined) throw memory.failWith
  }
  const change = (id: string, from: string[], to: Partial<Message>): Message | undefined => {
    check()
    const index = messages.findIndex((message) => message.id === id && from.includes(message.state))
    const found = messages[index]
    if (found === undefined) return undefined
    const changed = { ...found, ...to }
    messages[index] = changed
    return changed
  }
  const isDue = (message: Message, now: number): boolean => (notBefore.get(message.id) ?? 0) <= now
  const queued = (): Message[] =>
    messages.filter(
      (message, index) =>
        message.state === 'queued' &&
        !messages
          .slice(0, index)
          .some(
            (earlier) =>
              earlier.conversationId === message.conversationId &&
              ['queued', 'claimed'].includes(earlier.state),
          ),
    )

  const memory: MemoryOutbox = {
    messages,
    failWith: undefined,
    queue(draft, at, heldUntil) {
      check()
      const there = messages.find(({ id }) => id === draft.id)
      if (there !== undefined) return { message: there, fresh: false }
      const message: Message = {
        id: draft.id,
        conversationId: draft.to,
        numberId: draft.numberId,
        peer: draft.to,
        direction: 'outbound',
        body: draft.body,
        mediaUrls: draft.mediaUrls,
        state: 'queued',
        verified: true,
        at,
        read: true,
        done: true,
        ...(heldUntil === undefined ? {} : { heldUntil }),
      }
      if (heldUntil !== undefined) notBefore.set(draft.id, heldUntil)
      messages.push(message)
      return { message, fresh: true }
    },
    due(now) {
      check()
      return queued().find((message) => isDue(message, now))
    },
    nextDueAt(now) {
      const later = queued().flatMap((message) =>
        isDue(message, now) ? [] : [notBefore.get(message.id) ?? 0],
      )
      return later.length === 0 ? undefined : Math.min(...later)
    },
    claim(id, at, segments) {
      const claimed = change(id, ['queued'], { state: 'claimed' })
      if (claimed !== undefined) spent.push({ at, segments })
      return claimed
    },
    spent: (_numberId, since) => spent.filter(({ at }) => at > since),
    defer(id, error, until) {
      notBefore.set(id, until)
      return change(id, ['queued'], { error })
    },
    list: (limit) => queued().slice(0, limit),
    cancel(id) {
      check()
      const index = messages.findIndex((message) => message.id === id && message.state === 'queued')
      const [message] = index === -1 ? [] : messages.splice(index, 1)
      return message === undefined ? undefined : { message, gone: true }
    },
    release() {
      check()
      const held = queued().filter(({ heldUntil }) => heldUntil !== undefined)
      for (const { id } of held) notBefore.delete(id)
      return held.length
    },
    settle(id, outcome) {
      if (outcome.kind === 'later') notBefore.set(id, outcome.notBefore)
      const state = outcome.kind === 'later' ? 'queued' : outcome.kind
      const error = 'error' in outcome ? { error: outcome.error } : {}
      const settled = change(id, ['claimed'], { state, ...error })
      if (settled === undefined) throw new TernError('app.notFound')
      return settled
    },
    recover: () => [],
    doubt: () => 0,
    requeue: (id) => change(id, ['failed', 'undelivered', 'unknown'], { state: 'queued' }),
    markSent: (id) => change(id, ['unknown'], { state: 'sent' }),
    waiting: () => ({ queued: queued().length, unknown: 0, failed: 0 }),
  }
  return memory
}
