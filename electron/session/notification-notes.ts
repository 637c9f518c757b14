/**
 * Writes down what became of notifications by and by, some at a time: a commit for each would make a flood of texts twice as dear.
 * What is not written yet when Tern is killed is not known afterwards, and the trail says nothing of it.
 */
import type { Clock, Log } from '../ports.ts'
import type { MessageStore, NotificationNote } from '../store/store.ts'

export interface NotificationNotes {
  readonly add: (note: NotificationNote) => void
  /** Writes all there is, before the store is closed. */
  readonly flush: () => void
}

const delayMs = 250
/** In one transaction: more would hold up the window. */
const mostAtOnce = 40
/** Between two transactions of a flood, milliseconds. */
const gapMs = 30

export function createNotificationNotes(needs: {
  readonly store: Pick<MessageStore, 'noteNotifications'>
  readonly clock: Clock
  readonly log: Log
}): NotificationNotes {
  const notes: NotificationNote[] = []
  let cancel: (() => void) | undefined

  function write(): void {
    const written = notes.splice(0, mostAtOnce)
    try {
      needs.store.noteNotifications(written)
    } catch (thrown) {
      // The texts are safe; only their trails lack a line.
      needs.log.error('notification: not written into the trail', thrown)
    }
  }

  function writeSome(): void {
    write()
    cancel = notes.length === 0 ? undefined : needs.clock.after(gapMs, writeSome)
  }

  return {
    add(note) {
      notes.push(note)
      cancel ??= needs.clock.after(delayMs, writeSome)
    },
    flush() {
      cancel?.()
      cancel = undefined
      while (notes.length > 0) write()
    },
  }
}
