/** One text, and the wait for what is told of it. */
import { deliveryState } from '../../../shared/core/delivery.ts'
import type { Arrived, Asked } from '../journal.ts'
import { arrivals, type Session } from '../session.ts'
import { isOk } from './reading.ts'

export const seconds = (ms: number): string => `${String(Math.round(ms / 1000))} s`

/** Sends it by one request, never repeated. Waits for statuses when it was taken, or may have been. */
export async function text(
  session: Session,
  label: string,
  numberId: number,
  body: object,
  path = 'send',
): Promise<Asked> {
  const { api, journal, waits, live } = session
  journal.enter(label)
  const asked = await api.ask(label, {
    method: 'POST',
    path: `/numbers/${String(numberId)}/messages/${path}`,
    body,
  })
  if (live && (isOk(asked) || asked.answer === undefined)) {
    session.asker.say(`Waiting up to ${seconds(waits.statuses)} for what Aircall tells of it …`)
    await arrivals(session, waits.statuses, isSettled)
  }
  return asked
}

/** A last status has come. */
const isSettled = (arrived: readonly Arrived[]): boolean =>
  arrived.some(({ event }) => {
    const state = event.kind === 'status' ? deliveryState(event.status) : undefined
    return state === 'delivered' || state === 'undelivered'
  })
