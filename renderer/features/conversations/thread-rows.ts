import type { Message } from '../../../shared/model/message.ts'

/** A row of the thread: a message, or the day that the messages under it are of. */
export type ThreadRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly grouped: boolean }

/** Messages of one side closer than this stand together. */
const groupMs = 5 * 60_000

/** The calendar day in the reader's zone. */
const dayOf = (at: number): string => new Date(at).toDateString()

/**
 * The rows of a thread, oldest first. The topmost message has its day above it only when it is the very first
 * (`more` is false): rows that are there then never change when older ones are put above them.
 * @param newestFirst the messages read so far
 */
export function threadRows(newestFirst: readonly Message[], more: boolean): readonly ThreadRow[] {
  const rows: ThreadRow[] = []
  let before: Message | undefined
  for (let index = newestFirst.length - 1; index >= 0; index--) {
    const message = newestFirst[index]
    if (message === undefined) continue
    const newDay = before === undefined ? !more : dayOf(before.at) !== dayOf(message.at)
    if (newDay) rows.push({ kind: 'day', key: `day ${message.id}`, at: message.at })
    const grouped =
      !newDay &&
      before !== undefined &&
      before.direction === message.direction &&
      message.at - before.at < groupMs
    rows.push({ kind: 'message', key: message.id, message, grouped })
    before = message
  }
  return rows
}
