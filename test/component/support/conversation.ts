/** One conversation and its messages, for tests of the thread. */
import { expect } from 'vitest'
import Thread from '../../../renderer/features/conversations/Thread.svelte'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Message } from '../../../shared/model/message.ts'
import type { FakeOptions } from './fake-api.ts'
import { uuid } from './people.ts'
import { renderInApp, type Rendered } from './render.ts'

export const now = Date.now()

export const zoe: Conversation = {
  id: uuid(7, 0),
  numberId: 1234,
  peer: '+33612345678',
  name: 'Zoë',
  unread: 0,
  draft: '',
  at: now,
}

/** An outbound text to Zoë. */
export const toZoe = (n: number, more: Partial<Message> = {}): Message => ({
  id: uuid(8, n),
  conversationId: zoe.id,
  numberId: 1234,
  peer: zoe.peer,
  direction: 'outbound',
  body: `Text ${n}`,
  mediaUrls: [],
  state: 'delivered',
  verified: true,
  at: now - 1_000_000 + n * 1000,
  read: true,
  done: false,
  ...more,
})
export const fromZoe = (n: number, more: Partial<Message> = {}): Message =>
  toZoe(n, { direction: 'inbound', state: 'received', ...more })

/** The thread with Zoë, with its composer. */
export async function showThread(
  messages: Message[],
  { of = zoe, ...options }: FakeOptions & { readonly of?: Conversation } = {},
): Promise<Rendered> {
  const world = { conversations: [of], messages, ...options.world }
  const rendered = await renderInApp(Thread, { conversationId: of.id }, { ...options, world })
  rendered.screen.container.style.height = '600px'
  await expect.element(composer(rendered)).toBeVisible()
  return rendered
}

export const composer = ({ screen }: Rendered) => screen.getByLabelText('Message', { exact: true })

/** The arguments of every call of one kind so far. */
export const called = ({ calls }: Rendered, name: string): unknown[] =>
  calls.filter(([one]) => one === name).map(([, arg]) => arg)
