/**
 * Shows the notifications of inbound texts. A text that comes alone shows at once; of many that come together, those of one
 * conversation become one, and those of many conversations one for all of them. A flood would else cover the screen, and
 * each call to the system holds up the main process.
 */
import type { Place } from '../../shared/model/app.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Clock, Log, Notification, Notifier } from '../ports.ts'
import type { NotificationNote } from '../store/store.ts'
import { createPaced } from './paced.ts'

export interface WaitingNotification extends Omit<Notification, 'onClick'> {
  readonly place: Place
  readonly messageId: string
  /** Epoch milliseconds. */
  readonly askedAt: number
}

export interface NotificationQueue {
  readonly add: (notification: WaitingNotification) => void
  readonly stop: () => void
}

/** Of the one for many conversations. */
export const manyKey = 'texts'

const gapMs = 250
/** From more conversations than so many, there is one for all. */
const mostApart = 3

export function createNotificationQueue(needs: {
  readonly notifier: Notifier
  readonly openPlace: (place: Place) => void
  /** Told what became of each. */
  readonly note: (note: NotificationNote) => void
  readonly clock: Clock
  readonly log: Log
}): NotificationQueue {
  let waiting: WaitingNotification[] = []
  const paced = createPaced(needs.clock, gapMs, showWaiting)

  function showWaiting(): void {
    const together = waiting
    waiting = []
    const newest = new Map<string, WaitingNotification>()
    for (const one of together) {
      // Set anew, it is the last: the conversations stand in the order of their newest texts.
      newest.delete(one.key)
      newest.set(one.key, one)
    }
    if (newest.size > mostApart) return show(allOf(together, [...newest.values()]), together)
    for (const one of newest.values())
      show(
        one,
        together.filter(({ key }) => key === one.key),
      )
  }

  function show(
    shown: Pick<WaitingNotification, 'key' | 'title' | 'body' | 'place'>,
    of: readonly WaitingNotification[],
  ): void {
    const { key, title, body, place } = shown
    const note = (outcome: 'shown' | 'failed'): void => {
      for (const { messageId, askedAt } of of) needs.note({ messageId, askedAt, outcome })
    }
    needs.notifier.show({ key, title, body, onClick: () => needs.openPlace(place) }).then(
      () => note('shown'),
      (thrown: unknown) => {
        note('failed')
        needs.log.error('notification: not shown', thrown)
      },
    )
  }

  return {
    add(notification) {
      waiting.push(notification)
      paced.ask()
    },
    stop: paced.stop,
  }
}

function allOf(texts: readonly WaitingNotification[], people: readonly WaitingNotification[]) {
  const words = desktopWords.notification
  return {
    key: manyKey,
    title: words.newTexts(texts.length),
    body: words.fromPeople(people.map(({ title }) => title).reverse()),
    place: { view: 'notifications' },
  } as const
}
