/** What the user is told after a damaged store was put aside, in the window and by a notification. */
import type { Recovery } from '../model/backup.ts'

const english = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** @param moment how a time is written, epoch milliseconds */
export function damagedStoreWords(
  recovery: Recovery,
  moment: (at: number) => string = (at) => english.format(at),
): { readonly title: string; readonly body: string } {
  const { from, to, folder } = recovery
  const missing =
    to > from
      ? `Texts between ${moment(from)} and ${moment(to)} may be missing. What waited to be sent then is marked: look at it before you send it again.`
      : `No text is known to be missing.`
  return {
    title: 'Your messages were damaged, and come from a backup now',
    body: `${missing} The damaged file is kept in ${folder}.`,
  }
}
