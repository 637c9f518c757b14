import { vi } from 'vitest'
import type { Aircall, SendAnswer, SendRequest } from '../../../../electron/aircall/aircall.ts'
import { createOutbox } from '../../../../electron/outbox/outbox.ts'
import type { BudgetLimits } from '../../../../shared/core/budget.ts'
import type { Draft, Message } from '../../../../shared/model/message.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'
import { createMemoryOutbox } from './memory-outbox.ts'

export const draft = (n: number, to = '+13023063029'): Draft => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  numberId: 1,
  to,
  body: `text ${n}`,
  mediaUrls: [],
})
export const accepted: SendAnswer = { kind: 'accepted', providerId: 'p1', providerStatus: 'pending' }

/** An outbox on a store in memory. @param answer what Aircall answers to the nth text */
export function setUp(answer: (request: SendRequest, nth: number) => SendAnswer | Promise<SendAnswer>) {
  const store = createMemoryOutbox()
  const clock = createFakeClock()
  const sent: { body: string; stateOnDisk: Message['state'] | undefined }[] = []
  let online = true
  let inUse = 1
  let hold = 0
  let limits: BudgetLimits | undefined
  const send: Aircall['send'] = async (request) => {
    sent.push({ body: request.body, stateOnDisk: store.messages.find((m) => m.body === request.body)?.state })
    return answer(request, sent.length)
  }
  const onTrouble = vi.fn()
  const onMessage = vi.fn<(message: Message) => void>()
  const outbox = createOutbox({
    store,
    aircall: () => (online ? ({ send } as Aircall) : undefined),
    mayLeave: () => true,
    isInUse: (numberId) => numberId === inUse,
    holdMs: () => hold,
    limits: () => limits,
    clock,
    log: quietLog,
    onMessage,
    onTrouble,
  })
  const states = () => store.messages.map(({ state }) => state)
  return {
    store,
    clock,
    sent,
    outbox,
    onTrouble,
    onMessage,
    states,
    setOnline: (on: boolean) => (online = on),
    use: (numberId: number) => (inUse = numberId),
    hold: (ms: number) => (hold = ms),
    limit: (to: BudgetLimits) => (limits = to),
  }
}
