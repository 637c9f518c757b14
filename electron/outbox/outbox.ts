/**
 * The send queue. One writer: at most one text is on its way at any moment, and each state is on disk before the
 * act it describes. What happens around the POST, in order: `claimed` is committed, the POST leaves, its end is
 * committed. A crash between the first two or the last two leaves `claimed`, which the next start turns into
 * `unknown`: never sent again by itself.
 */
import type { Aircall, SendAnswer } from '../aircall/aircall.ts'
import { budgetFreeAt, dayMs, type BudgetLimits } from '../../shared/core/budget.ts'
import { countSegments } from '../../shared/core/segments.ts'
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Draft, Message } from '../../shared/model/message.ts'
import type { Clock, Log } from '../ports.ts'
import type { OutboxStore } from '../store/store.ts'

export interface Outbox {
  /** Stores a text as `queued` and answers it; sending follows. The same draft id twice is one message. */
  readonly send: (draft: Draft) => Message
  /** Queues a `failed`, `undelivered` or `unknown` text once more, on the user's word. */
  readonly sendAgain: (messageId: string) => Message
  /**
   * Takes a queued text back before it is claimed: it is gone, and its text stands in the conversation's draft; one that was
   * to be sent again (`gone` is false) is where it was. Throws `text.onItsWay` when it is too late.
   */
  readonly cancel: (messageId: string) => { readonly message: Message; readonly gone: boolean }
  /** The user says that an `unknown` text has arrived. */
  readonly markAsSent: (messageId: string) => Message
  /** Looks for something to send now: the account or the connection has changed. */
  readonly wake: () => void
  /** Why the queue stands still, if it does: the store cannot be written. */
  readonly trouble: () => ErrorValue | undefined
  /**
   * What is held goes out now, because *Send* was pressed; then nothing more is claimed. Waits for that and for the text on
   * its way, at most `ms`.
   */
  readonly stop: (ms: number) => Promise<void>
}

export interface OutboxNeeds {
  readonly store: OutboxStore
  /** The account to send from; undefined while there is none, and texts wait. */
  readonly aircall: () => Aircall | undefined
  /** Whether anything may leave yet; `wake` tells when it may. */
  readonly mayLeave: () => boolean
  /** Whether texts may leave from this number. */
  readonly isInUse: (numberId: number) => boolean
  /** How long a text is held so that it can be taken back, milliseconds. */
  readonly holdMs: () => number
  /** How many segments may leave from this number; undefined where nobody counts. */
  readonly limits: (numberId: number) => BudgetLimits | undefined
  readonly clock: Clock
  readonly log: Log
  /** A message has a new state, which is committed. */
  readonly onMessage: (message: Message) => void
  /** The queue stopped because of the store, or (undefined) goes on again. */
  readonly onTrouble: (error: ErrorValue | undefined) => void
}

/** How long the queue waits before it tries a store again that could not be written. */
const storeRetryMs = 5_000

/** No answer asks for a longer wait (shared/core/pacing.ts), milliseconds. */
const longestPauseMs = 2 * 60_000

/** How long a text over the limits waits before it is looked at again, milliseconds. */
const longestDeferMs = 60_000

/** What a text counts as; a photo alone is one. */
const segmentsOf = (message: Message): number => Math.max(1, countSegments(message.body).segments)

const notInUse: SendAnswer = { kind: 'failed', error: { code: 'number.notInUse', detail: {} } }

export function createOutbox(needs: OutboxNeeds): Outbox {
  const { store, clock, log } = needs
  let stopped = false
  let trouble: ErrorValue | undefined
  /** Aircall was out of reach, or said "later": no other text need find that out. Epoch milliseconds. */
  let pausedUntil = 0
  let cancelTimer = (): void => undefined
  let running: Promise<void> | undefined

  function setTrouble(error: ErrorValue | undefined): void {
    if (trouble?.code === error?.code) return
    trouble = error
    tell(() => needs.onTrouble(error))
  }

  /** What is committed stays so, whatever those who are told make of it. Once stopped, nobody is told: the store may be closed. */
  function tell(act: () => void): void {
    if (stopped) return
    try {
      act()
    } catch (thrown) {
      log.error('outbox: committed, but not told', thrown)
    }
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => clock.after(ms, resolve))
  }

  /** Commits how the POST ended. Tries until the store takes it: forgetting it would make a sent text `unknown`. */
  async function settle(message: Message, answer: SendAnswer): Promise<void> {
    for (;;) {
      try {
        const settled = store.settle(message.id, answer, clock.now())
        setTrouble(undefined)
        tell(() => needs.onMessage(settled))
        return
      } catch (thrown) {
        log.error('outbox: an end could not be committed', thrown)
        // Its conversation was deleted meanwhile: there is nothing left to commit it to.
        if (toErrorValue(thrown).code === 'app.notFound') return
        setTrouble(toErrorValue(thrown))
        if (stopped) return
        await wait(storeRetryMs)
      }
    }
  }

  /** Sends one text, if one is due. False: there is nothing to do now. */
  async function sendNext(now: number): Promise<boolean> {
    const due = store.due(now)
    // What stood still has gone some other way.
    if (due === undefined) setTrouble(undefined)
    if (due === undefined || isPaused(now) || !needs.mayLeave()) return false
    const inUse = needs.isInUse(due.numberId)
    const aircall = needs.aircall()
    if (inUse && aircall === undefined) return false
    const segments = segmentsOf(due)
    if (inUse && deferred(due, segments)) return true
    const message = store.claim(due.id, clock.now(), segments)
    setTrouble(undefined)
    if (message === undefined) return true
    tell(() => needs.onMessage(message))
    // Not kept for the day when the number may be back: what was meant for then is wrong by now. The user decides.
    const answer = inUse && aircall !== undefined ? await post(aircall, message) : notInUse
    log.info('outbox: answered', { kind: answer.kind })
    pausedUntil = answer.kind === 'later' ? answer.notBefore : 0
    await settle(message, answer)
    return true
  }

  function isPaused(now: number): boolean {
    const left = pausedUntil - now
    // Nothing waits that long: the clock was set back.
    return left > 0 && left <= longestPauseMs
  }

  /** Puts a text off that would go over its number's limits. */
  function deferred(due: Message, segments: number): boolean {
    const limits = needs.limits(due.numberId)
    if (limits === undefined) return false
    const now = clock.now()
    const freeAt = budgetFreeAt(store.spent(due.numberId, now - dayMs), limits, segments, now)
    if (freeAt <= now) return false
    const error: ErrorValue = { code: 'text.overBudget', detail: { until: freeAt } }
    const put = store.defer(due.id, error, Math.min(freeAt, now + longestDeferMs))
    if (put !== undefined && due.error?.code !== error.code) tell(() => needs.onMessage(put))
    return true
  }

  async function post(aircall: Aircall, { numberId, peer, body, mediaUrls }: Message): Promise<SendAnswer> {
    try {
      return await aircall.send({ numberId, to: peer, body, mediaUrls })
    } catch (thrown) {
      // A send answers and does not throw. If it does, nobody knows how far it got.
      log.error('outbox: a send broke', thrown)
      return { kind: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } }
    }
  }

  async function run(): Promise<void> {
    try {
      let now = clock.now()
      while (!stopped && (await sendNext(now))) now = clock.now()
      if (stopped) return
      // Of the same moment: what becomes due in between would be neither due nor next.
      const next = isPaused(now) ? pausedUntil : store.nextDueAt(now)
      if (next !== undefined) cancelTimer = clock.after(Math.max(0, next - clock.now()), wake)
    } catch (thrown) {
      // Nothing was claimed, so nothing has left: the text stays queued.
      log.error('outbox: the store could not be used', thrown)
      setTrouble(toErrorValue(thrown))
      cancelTimer = clock.after(storeRetryMs, wake)
    }
  }

  let wanted = false
  function wake(): void {
    if (stopped) return
    wanted = true
    if (running !== undefined) return
    cancelTimer()
    wanted = false
    running = run().finally(() => {
      running = undefined
      if (wanted) wake()
    })
  }

  /** Whether there was something to let go. A store that cannot be written has it wait for the next start. */
  function releaseHeld(): boolean {
    try {
      return store.release() > 0
    } catch (thrown) {
      log.error('outbox: what was held could not be let go', thrown)
      return false
    }
  }

  function changed(message: Message | undefined): Message {
    if (message === undefined) throw new TernError('app.notFound')
    tell(() => needs.onMessage(message))
    wake()
    return message
  }

  return {
    send(draft) {
      const now = clock.now()
      const holdMs = needs.holdMs()
      const { message, fresh } = store.queue(draft, now, holdMs > 0 ? now + holdMs : undefined)
      return fresh ? changed(message) : message
    },
    cancel(messageId) {
      const cancelled = store.cancel(messageId)
      if (cancelled === undefined) throw new TernError('text.onItsWay')
      if (!cancelled.gone) tell(() => needs.onMessage(cancelled.message))
      // Another text of the conversation may have waited behind it.
      wake()
      return cancelled
    },
    sendAgain: (messageId) => changed(store.requeue(messageId)),
    markAsSent: (messageId) => changed(store.markSent(messageId)),
    wake,
    trouble: () => trouble,
    async stop(ms) {
      const deadline = clock.now() + ms
      if (releaseHeld()) {
        wake()
        if (running !== undefined) await Promise.race([running, wait(ms)])
      }
      stopped = true
      cancelTimer()
      const left = Math.max(0, deadline - clock.now())
      if (running !== undefined) await Promise.race([running, wait(left)])
    },
  }
}
