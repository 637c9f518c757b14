import type { Gap } from '../../../shared/model/gap.ts'
import type { Message } from '../../../shared/model/message.ts'

/**
 * A row of the thread: a message, the day that the messages under it are of, or gaps with no message between them. An open
 * gap has a row of its own.
 */
export type ThreadRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly grouped: boolean }
  | { readonly kind: 'gaps'; readonly key: string; readonly gaps: readonly Gap[] }

/** Messages of one side closer than this stand together. */
const groupMs = 5 * 60_000

/** The calendar day in the reader's zone. */
const dayOf = (at: number): string => new Date(at).toDateString()

/**
 * The rows of a thread, oldest first. A gap stands where it began, before the first message that came after that. What is
 * above the topmost message, its day and gaps, stands there only when that is the very first one (`more` is false): rows
 * that are there then never change when older ones are put above them.
 * @param newestFirst the messages read so far
 * @param gaps oldest first
 */
export function threadRows(
  newestFirst: readonly Message[],
  more: boolean,
  gaps: readonly Gap[] = [],
): readonly ThreadRow[] {
  const rows: ThreadRow[] = []
  let before: Message | undefined
  let next = 0
  for (let index = newestFirst.length - 1; index >= 0; index--) {
    const message = newestFirst[index]
    if (message === undefined) continue
    const first = next
    while ((gaps[next]?.from ?? Infinity) <= message.at) next++
    const isTop = before === undefined
    const between = isTop && more ? [] : gaps.slice(first, next)
    const newDay = before === undefined ? !more : dayOf(before.at) !== dayOf(message.at)
    // A gap that began on the day before stands under that day.
    const early = between.filter(({ from }) => newDay && dayOf(from) !== dayOf(message.at))
    rows.push(...gapRows(early))
    if (newDay) rows.push({ kind: 'day', key: `day ${message.id}`, at: message.at })
    rows.push(...gapRows(between.slice(early.length)))
    const grouped =
      !newDay &&
      between.length === 0 &&
      before !== undefined &&
      before.direction === message.direction &&
      message.at - before.at < groupMs
    rows.push({ kind: 'message', key: message.id, message, grouped })
    before = message
  }
  if (before !== undefined) rows.push(...gapRows(gaps.slice(next)))
  return rows
}

/** One row for those that are over, and one for the open one. */
function gapRows(gaps: readonly Gap[]): ThreadRow[] {
  const row = (some: readonly Gap[]): ThreadRow[] =>
    some[0] === undefined ? [] : [{ kind: 'gaps', key: `gap ${some[0].id}`, gaps: some }]
  return [
    ...row(gaps.filter(({ to }) => to !== undefined)),
    ...row(gaps.filter(({ to }) => to === undefined)),
  ]
}
