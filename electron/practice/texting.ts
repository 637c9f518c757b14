/** What happens at the practice Aircall behind its routes: configurations, texts, their statuses, and the customers. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Behaviour } from './behaviour.ts'
import { logCap, type CallbackOutcome, type Callbacks, type Configured } from './callbacks.ts'
import { greeting, practiceNumbers, replyOf, type PracticeNumber } from './customers.ts'
import type { WireMessage } from './wire.ts'

/** When things happen after a text was taken, milliseconds. */
export interface Delays {
  readonly sent: number
  readonly delivered: number
  readonly reply: number
  readonly slowReply: number
  /** From a number's first configuration to the greeting. */
  readonly greeting: number
}

export const usualDelays: Delays = {
  sent: 700,
  delivered: 1600,
  reply: 3500,
  slowReply: 12_000,
  greeting: 2500,
}

/** A text that was taken. */
export interface PracticeSend {
  readonly id: string
  readonly numberId: number
  readonly to: string
  readonly body: string
  readonly mediaUrls: readonly string[]
  /** Epoch milliseconds. */
  readonly at: number
}

export interface CustomerText {
  readonly numberId: number
  /** E.164 or a short code. */
  readonly from: string
  readonly body: string
  /** True for the practice photo, or the addresses of others. */
  readonly media?: boolean | readonly string[]
  /** Aircall's id of the text; the same once more makes a duplicate. */
  readonly id?: string
}

export interface Texting {
  readonly sends: readonly PracticeSend[]
  readonly configured: (numberId: number) => Configured | undefined
  readonly configure: (number: PracticeNumber, callbackUrl: string) => Configured
  readonly unconfigure: (numberId: number) => void
  /** Takes a text; statuses and the reply follow. Resolves at once, except where statuses go before the answer. */
  readonly take: (
    number: PracticeNumber,
    to: string,
    body: string,
    media: readonly string[],
  ) => Promise<WireMessage>
  readonly customerTexts: (text: CustomerText) => Promise<CallbackOutcome>
  /** Cancels what was to happen later. */
  readonly close: () => void
}

export function createTexting(needs: {
  readonly callbacks: Callbacks
  readonly behaviour: () => Behaviour
  readonly delays: Delays
  readonly photoUrl: string
  /** Whether a customer texts first, once for each number. */
  readonly greets: boolean
}): Texting {
  const { callbacks, delays } = needs
  const configurations = new Map<number, Configured>()
  const greeted = new Set<number>()
  const timers = new Set<NodeJS.Timeout>()
  const sends: PracticeSend[] = []

  let closed = false

  function later(ms: number, act: () => Promise<unknown>): void {
    if (closed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      // Callbacks never reject.
      void act()
    }, ms)
    timers.add(timer)
  }

  function tellStatus(message: WireMessage, status: string): Promise<CallbackOutcome> {
    const other = needs.behaviour().callbacks.statusIds === 'different'
    const about = { ...message, status, id: other ? newId() : message.id }
    return callbacks.post('message.status_updated', about, configurations.get(message.number.id))
  }

  /** Does one thing after the other, each at its own time after the start: a slow listener changes no order. */
  function inTurn(steps: readonly Step[], from = 0): void {
    const [step, ...rest] = steps
    if (step === undefined) return
    later(Math.max(0, step.at - from), async () => {
      await step.act()
      inTurn(rest, step.at)
    })
  }

  async function follow(message: WireMessage): Promise<void> {
    const { order, lastStatus } = needs.behaviour().callbacks
    const reply = replyOf(message.peer)
    const answer: Step = {
      at: reply.slow === true ? delays.slowReply : delays.reply,
      act: () =>
        customerTexts({
          numberId: message.number.id,
          from: message.peer,
          body: reply.body,
          media: reply.photo === true,
        }),
    }
    // Told late, so that there is time to wonder.
    const late = reply.breaks === true ? delays.slowReply - delays.reply : 0
    const words = order === 'reversed' ? [lastStatus, 'sent'] : ['sent', lastStatus]
    const statuses = words.map((word, nth): Step => ({
      at: (nth === 0 ? delays.sent : delays.delivered) + late,
      act: () => tellStatus(message, word),
    }))
    if (order !== 'beforeAnswer') return inTurn([...statuses, answer])
    for (const status of statuses) await status.act()
    inTurn([answer])
  }

  function customerTexts(text: CustomerText): Promise<CallbackOutcome> {
    const number = practiceNumbers.find(({ id }) => id === text.numberId)
    if (number === undefined) return Promise.resolve({ kind: 'dropped' })
    const mediaUrls = text.media === true ? [needs.photoUrl] : text.media === false ? [] : (text.media ?? [])
    const message: WireMessage = {
      id: text.id ?? newId(),
      direction: 'inbound',
      status: 'received',
      peer: text.from,
      number,
      body: text.body,
      mediaUrls,
      at: Date.now(),
    }
    return callbacks.post('message.received', message, configurations.get(number.id))
  }

  return {
    sends,
    configured: (numberId) => configurations.get(numberId),
    configure(number, callbackUrl) {
      const configured = { callbackUrl, token: randomUUID() }
      configurations.set(number.id, configured)
      if (needs.greets && !greeted.has(number.id)) {
        greeted.add(number.id)
        later(delays.greeting, () => customerTexts({ numberId: number.id, ...greeting }))
      }
      return configured
    },
    unconfigure: (numberId) => void configurations.delete(numberId),
    async take(number, to, body, mediaUrls) {
      const at = Date.now()
      const message: WireMessage = {
        id: newId(),
        direction: 'outbound',
        status: 'pending',
        peer: to,
        number,
        body,
        mediaUrls,
        at,
      }
      sends.push({ id: message.id, numberId: number.id, to, body, mediaUrls, at })
      if (sends.length > logCap) sends.shift()
      await follow(message)
      return message
    },
    customerTexts,
    close() {
      closed = true
      configurations.clear()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

interface Step {
  /** After the text was taken, milliseconds. */
  readonly at: number
  readonly act: () => Promise<unknown>
}

const newId = (): string => `practiceSM${randomBytes(16).toString('hex')}`
