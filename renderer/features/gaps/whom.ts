/** Which gaps the user is shown in the list of notifications, and whom they can ask to text again. */
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { NotificationItem } from '../../../shared/model/message.ts'

/** How long after a gap people can be asked, milliseconds: later nobody knows any more what it is about. */
const askableMs = 7 * 86_400_000
/** A gap that was shorter, with nobody to ask, has no line in the list, milliseconds. */
const worthMs = 60_000

/**
 * Whether somebody could be asked to text again after it. Not while it lasts, for the answer would not arrive either; not
 * when replies went to the Aircall inbox; and only from the number that they came to.
 */
export const mayAsk = (gap: Gap, numberInUse: number | undefined, now: number): boolean =>
  gap.to !== undefined &&
  gap.reason !== 'handedBack' &&
  gap.numberId === numberInUse &&
  now - gap.to < askableMs

/** Those that nobody has texted since the gap: whoever was, has been asked, or is being talked to. */
export const notTextedSince = (gap: Gap, people: readonly Conversation[]): readonly Conversation[] =>
  people.filter(({ at }) => at <= (gap.to ?? Infinity))

/** How many of them are ticked when the dialog opens: all, unless they are so many that it could be a mistake. */
export const mostTicked = 10

export function tickedAtFirst(gap: Gap, people: readonly Conversation[]): ReadonlySet<string> {
  const wished = notTextedSince(gap, people)
  return new Set(wished.length > mostTicked ? [] : wished.map(({ id }) => id))
}

/** @param people whom one could ask */
export const isWorthALine = (gap: Gap, people: readonly Conversation[], now: number): boolean =>
  (gap.to ?? now) - gap.from >= worthMs || people.length > 0 || gap.askedAt !== undefined

/** A line of the list. */
export type Entry =
  | { readonly kind: 'text'; readonly key: string; readonly item: NotificationItem }
  | { readonly kind: 'gap'; readonly key: string; readonly gap: Gap }

/**
 * Texts and gaps, newest first; a gap stands where it began.
 * @param items newest first
 * @param gaps newest first
 * @param more whether there are older texts to read: gaps that are older than those read so far come with them
 */
export function entriesOf(
  items: readonly NotificationItem[],
  gaps: readonly Gap[],
  more: boolean,
): readonly Entry[] {
  const entries: Entry[] = []
  let next = 0
  const takeGaps = (after: number): void => {
    for (let gap = gaps[next]; gap !== undefined && gap.from >= after; gap = gaps[++next])
      entries.push({ kind: 'gap', key: `gap ${gap.id}`, gap })
  }
  for (const item of items) {
    takeGaps(item.message.at)
    entries.push({ kind: 'text', key: item.message.id, item })
  }
  if (!more) takeGaps(-Infinity)
  return entries
}
