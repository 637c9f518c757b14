/**
 * Writes down what became of notifications, a few at a time: a commit for each would make a flood of texts twice as dear.
 * What is not written yet when Tern is killed is not known afterwards, and the trail says nothing of it.
 */
import type { Clock, Log } from '../ports.ts'
import type { MessageStore, NotificationNote } from '../store/store.ts'

export interface NotificationNotes {
  readonly add: (note: NotificationNote) => void
  /** Writes what there is, before the store is closed. */
  readonly flush: () => void
}

const delayMs = 250

export function createNotificationNotes(needs: {
  readonly store: Pick<MessageStore, 'noteNotifications'>
  readonly clock: Clock
  readonly log: Log
}): NotificationNotes {
  let notes: NotificationNote[] = []
  let cancel: (() => void) | undefined

  function flush(): void {
    cancel?.()
    cancel = undefined
    const written = notes
    notes = []
    if (written.length === 0) return
    try {
      needs.store.noteNotifications(written)
    } catch (thrown) {
      // The texts are safe; only their trails lack a line.
      needs.log.error('notification: not written into the trail', thrown)
    }
  }

  return {
    add(note) {
      notes.push(note)
      cancel ??= needs.clock.after(delayMs, flush)
    },
    flush,
  }
}
