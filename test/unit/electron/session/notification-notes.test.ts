import { describe, expect, it, vi } from 'vitest'
import { createNotificationNotes } from '../../../../electron/session/notification-notes.ts'
import type { NotificationNote } from '../../../../electron/store/store.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const note = (messageId: string): NotificationNote => ({ messageId, askedAt: 1, outcome: 'shown' })

describe('what became of notifications', () => {
  it('is written a few at a time', () => {
    const clock = createFakeClock()
    const noteNotifications = vi.fn()
    const notes = createNotificationNotes({ store: { noteNotifications }, clock, log: quietLog })
    notes.add(note('a'))
    notes.add(note('b'))
    expect(noteNotifications).not.toHaveBeenCalled()
    clock.advance(1000)
    expect(noteNotifications.mock.calls).toEqual([[[note('a'), note('b')]]])
    notes.add(note('c'))
    notes.flush()
    clock.advance(1000)
    expect(noteNotifications).toHaveBeenCalledTimes(2)
  })

  it('that cannot be written stops nothing', () => {
    const clock = createFakeClock()
    const noteNotifications = vi.fn(() => {
      throw new Error('full')
    })
    const notes = createNotificationNotes({ store: { noteNotifications }, clock, log: quietLog })
    notes.add(note('a'))
    clock.advance(1000)
    notes.flush()
    expect(noteNotifications).toHaveBeenCalledOnce()
  })
})
