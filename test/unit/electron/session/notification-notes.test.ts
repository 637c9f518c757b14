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

  it('of a flood is written in parts, so that none of them takes long, and none is written twice', () => {
    const clock = createFakeClock()
    const written: NotificationNote[][] = []
    const noteNotifications = (some: readonly NotificationNote[]): void => void written.push([...some])
    const notes = createNotificationNotes({ store: { noteNotifications }, clock, log: quietLog })
    const all = Array.from({ length: 200 }, (_, n) => note(String(n)))
    for (const one of all.slice(0, 150)) notes.add(one)
    clock.advance(250)
    expect(written).toHaveLength(1)
    clock.advance(1000)
    expect(written.flat()).toEqual(all.slice(0, 150))
    for (const one of all.slice(150)) notes.add(one)
    notes.flush()
    clock.advance(1000)
    expect(written.flat()).toEqual(all)
    expect(Math.max(...written.map((some) => some.length))).toBeLessThanOrEqual(40)
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
