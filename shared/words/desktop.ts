/** The words outside the window: tray, application menu, notifications, window titles. */
import { isLost } from '../core/reach-news.ts'
import { missingCase, type ErrorValue } from '../errors.ts'
import type { Recovery } from '../model/backup.ts'
import type { Gap } from '../model/gap.ts'
import type { Reach } from '../model/reach.ts'
import { damagedStoreWords } from './backups.ts'
import { errorWords } from './errors.ts'
import { momentWords, spanWords } from './times.ts'

const count = (n: number, one: string, many: string): string => (n === 1 ? one : many.replace('#', String(n)))

export interface ReachLineFacts {
  readonly reach: Pick<Reach, 'state' | 'error'>
  /** The gap of the number in use that is not over. */
  readonly gap?: Pick<Gap, 'from' | 'reason'> | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** One line on whether replies can reach this computer. The honest one: `reachable` only when it was proven. */
export function reachLine({ reach, gap, now }: ReachLineFacts): string {
  const away = gap?.reason === 'handedBack'
  if (isLost(reach)) {
    const since = gap === undefined || away ? '' : ` since ${momentWords(gap.from, now)}`
    return `Replies cannot reach this computer${since}`
  }
  switch (reach.state) {
    case 'off':
      return away ? 'Your number is back in Aircall: replies go to its inbox' : 'No number is set up'
    case 'opening':
    case 'registering':
    case 'proving':
      return 'Opening the way in for replies…'
    case 'reachable':
      return 'Replies reach this computer'
    case 'doubtful':
      return 'Replies may not reach this computer'
    case 'lost':
      return 'Replies cannot reach this computer'
    default:
      return missingCase(reach.state)
  }
}

/** One line on why replies cannot be kept and nothing is sent. */
export function troubleLine(trouble: ErrorValue): string {
  return `${errorWords(trouble).what.replace(/\.$/, '')}: replies cannot be kept and nothing is sent`
}

export const desktopWords = {
  folders: {
    export: { title: 'Where to put the export', button: 'Export here' },
    import: { title: 'The folder of an export', button: 'Import this' },
  },
  tray: {
    newText: 'New text…',
    open: 'Open Tern',
    quit: 'Quit Tern',
    unread: (n: number): string =>
      n === 0 ? 'No unread texts' : count(n, '1 unread text', '# unread texts'),
    /** The state at a glance, when the pointer rests on the icon. */
    tooltip: (stateLine: string, unread: number): string =>
      unread === 0
        ? `Tern: ${stateLine}`
        : `Tern: ${count(unread, '1 unread text', '# unread texts')}. ${stateLine}`,
  },
  window: {
    main: 'Tern',
    compose: 'New text',
    recovery: 'Recovery page',
    saveRecovery: 'Save the recovery page',
    /** @param day such as `2026-11-24` */
    recoveryFile: (day: string): string => `Tern recovery page ${day}`,
    /** @param day such as `2026-11-24` */
    reportFile: (day: string): string => `Tern report ${day}.txt`,
  },
  /** Asked once, when Tern is quit. */
  away: {
    title: 'Quit Tern',
    question: 'Where should replies go while Tern is not running?',
    detail:
      'Kept in Tern, replies that are sent meanwhile are lost: Aircall does not send them again.\n\n' +
      'Handed back to Aircall, they land in the Aircall inbox, and texting works in the Aircall apps; Tern takes the number again at its next start. ' +
      'This is experimental: nobody has tried it on the real service yet.\n\n' +
      'The same goes for when this computer sleeps. You can change it in Settings.',
    keep: 'Keep it in Tern',
    handBack: 'Hand it back to Aircall',
    cancel: 'Do not quit',
  },
  menu: {
    file: 'File',
    newText: 'New text…',
    close: 'Close window',
    quit: 'Quit Tern',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
  },
  /** Of the way in for replies. */
  reach: {
    /** @param since epoch milliseconds */
    lost: (since: number, error: ErrorValue | undefined, now: number) => {
      const cause = error === undefined ? undefined : errorWords(error)
      const todo = cause === undefined ? 'Tern goes on trying.' : `${cause.what} ${cause.todo}`
      return {
        title: 'Replies cannot reach this computer',
        body: `Since ${momentWords(since, now)}. A reply sent now may not arrive, and Aircall does not send it again. ${todo}`,
      }
    },
    back: (since: number, now: number) => ({
      title: 'Replies reach this computer again',
      body: `A reply sent from ${spanWords(since, now, now)} may not have arrived. Notifications shows whom you could ask to text again.`,
    }),
  },
  notification: {
    newText: 'New text',
    emptyText: 'An empty text',
    photos: (n: number): string => count(n, 'A photo', '# photos'),
    /** Of many that came together. */
    newTexts: (n: number): string => `${n} new texts`,
    /** Whom they are from; the newest come first. */
    fromPeople(names: readonly string[]): string {
      const named = names.slice(0, 3).join(', ')
      const more = names.length - 3
      return more > 0 ? `From ${named} and ${count(more, '1 other', '# others')}.` : `From ${named}.`
    },
    /** Goes before a text whose token was not the number's. */
    unverified: 'Not verified: this may not come from Aircall.',
    recovered: (recovery: Recovery) => damagedStoreWords(recovery),
    test: { title: 'Notifications work', body: 'This is how a reply will show.' },
    /** Said once, when the window is closed and there is no tray to stay in. */
    keptTitle: 'Tern stays open',
    keptBody:
      'This desktop has no tray, so Tern is minimised and goes on receiving replies. To end it, choose Quit.',
    /** Said once, when the window is closed and Tern stays in the tray. */
    inTrayTitle: 'Tern stays in the tray',
    inTrayBody: 'It goes on receiving replies. To end it, choose Quit in its menu.',
  },
} as const
