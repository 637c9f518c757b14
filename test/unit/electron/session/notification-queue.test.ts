import { describe, expect, it, vi } from 'vitest'
import type { Notification } from '../../../../electron/ports.ts'
import { createNotificationQueue } from '../../../../electron/session/notification-queue.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

function setUp({ fails = false } = {}) {
  const clock = createFakeClock()
  const shown: Notification[] = []
  const note = vi.fn()
  const openPlace = vi.fn()
  const show = (one: Notification): Promise<void> => {
    shown.push(one)
    return fails ? Promise.reject(new Error('no')) : Promise.resolve()
  }
  const queue = createNotificationQueue({
    notifier: { show, clear: () => undefined },
    openPlace,
    note,
    clock,
    log: quietLog,
  })
  let texts = 0
  const text = (who: string): void => {
    texts += 1
    queue.add({
      key: `conversation:${who}`,
      title: who,
      body: `Text ${texts}`,
      place: { view: 'conversation', conversationId: who },
      messageId: `m${texts}`,
      askedAt: clock.now(),
    })
  }
  return { clock, shown, note, openPlace, queue, text }
}

describe('notifications of texts', () => {
  it('that come alone show at once and open their conversation', async () => {
    const { clock, shown, text, note, openPlace } = setUp()
    text('Zoë')
    expect(shown.map(({ title, body }) => [title, body])).toEqual([['Zoë', 'Text 1']])
    shown[0]?.onClick()
    expect(openPlace).toHaveBeenCalledWith({ view: 'conversation', conversationId: 'Zoë' })
    await vi.waitFor(() =>
      expect(note).toHaveBeenCalledWith({ messageId: 'm1', askedAt: clock.now(), outcome: 'shown' }),
    )
  })

  it('that come together are one for each conversation, with the newest text, and each text is noted', async () => {
    const { clock, shown, text, note } = setUp()
    for (const who of ['Ann', 'Ann', 'Bob', 'Ann']) text(who)
    clock.advance(1000)
    expect(shown.map(({ title, body }) => [title, body])).toEqual([
      ['Ann', 'Text 1'],
      ['Bob', 'Text 3'],
      ['Ann', 'Text 4'],
    ])
    await vi.waitFor(() => expect(note).toHaveBeenCalledTimes(4))
  })

  it('of many conversations are one, which opens the list', async () => {
    const { clock, shown, text, note, openPlace } = setUp()
    for (let nth = 0; nth < 1000; nth += 1) text(`Person ${nth % 40}`)
    clock.advance(10_000)
    expect(shown).toHaveLength(2)
    expect(shown[1]).toMatchObject({
      title: '999 new texts',
      body: 'From Person 39, Person 38, Person 37 and 37 others.',
    })
    shown[1]?.onClick()
    expect(openPlace).toHaveBeenCalledWith({ view: 'notifications' })
    await vi.waitFor(() => expect(note).toHaveBeenCalledTimes(1000))
  })

  it('that fail are noted so, and later ones are tried', async () => {
    const { clock, shown, text, note } = setUp({ fails: true })
    text('Ann')
    clock.advance(1000)
    text('Ann')
    expect(shown).toHaveLength(2)
    await vi.waitFor(() => expect(note).toHaveBeenCalledTimes(2))
    expect(note).toHaveBeenLastCalledWith(expect.objectContaining({ messageId: 'm2', outcome: 'failed' }))
  })

  it('are not shown any more once stopped', () => {
    const { clock, shown, text, queue } = setUp()
    text('Ann')
    text('Bob')
    queue.stop()
    clock.advance(1000)
    expect(shown).toHaveLength(1)
  })
})
