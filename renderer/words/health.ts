/** Each part that can fail, in words. */
import { missingCase } from '../../shared/errors.ts'
import type { HealthLine, HealthPart, RawEvent } from '../../shared/model/health.ts'
import { Recovery } from '../../shared/model/recovery.ts'
import { momentWords, whenWords } from '../lib/time.ts'
import { recoverySentence } from './recovery.ts'

export interface HealthWords {
  readonly name: string
  readonly sentence: string
}

export const healthNames: Readonly<Record<HealthPart, string>> = {
  key: 'Aircall key',
  number: 'Number',
  listener: 'Listener on this computer',
  wayIn: 'Way in from outside',
  registration: 'Registration with Aircall',
  proof: 'Test from outside',
  disk: 'Disk',
  outbox: 'Texts going out',
  store: 'Your messages',
  recovery: 'Recovery page',
  backups: 'Backups',
  notifications: 'Notifications',
  tray: 'Tray',
}

export const levelWords = {
  ok: 'Works',
  warn: 'Needs a look',
  bad: 'Does not work',
  off: 'Off',
} as const

const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`
const sentence = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ')

/** One sentence on a part, from its facts; `now` in epoch milliseconds. A missing fact leaves its half out. */
export function healthSentence(line: HealthLine, now: number): string {
  const text = (name: string): string | undefined =>
    name in line.facts ? String(line.facts[name]) : undefined
  const number = (name: string): number | undefined => {
    const value = line.facts[name]
    return typeof value === 'number' ? value : undefined
  }
  const when = (name: string): string | undefined => {
    const at = number(name)
    return at === undefined ? undefined : whenWords(at, now)
  }
  const part = line.part
  switch (part) {
    case 'key':
      return keySentence(line, text('mode'), text('company'), text('hint'))
    case 'number': {
      const name = text('name')
      return name === undefined ? 'No number is in use.' : sentence(name, text('digits'))
    }
    case 'listener': {
      const port = text('port')
      if (line.level === 'bad') return 'Tern cannot listen for replies.'
      return port === undefined ? 'Not listening.' : `Listens on port ${port}, for this computer only.`
    }
    case 'wayIn': {
      const host = text('host')
      if (line.level === 'bad') return 'There is no way in.'
      if (line.level === 'off') return 'Not open.'
      return host === undefined ? 'Open.' : `Open through ${host}.`
    }
    case 'registration': {
      const at = when('at')
      if (line.level === 'bad') return 'Aircall does not know where replies go.'
      return at === undefined ? 'Not registered.' : `Aircall was told where replies go: ${at}.`
    }
    case 'proof': {
      const at = when('at')
      const trip = number('roundTrip')
      if (at === undefined) return 'No test has come through yet.'
      return sentence(
        `The last test came through: ${at}.`,
        trip === undefined ? undefined : `It took ${trip} ms.`,
      )
    }
    case 'disk':
      return diskSentence(line.level, number('free'))
    case 'outbox':
      return outboxSentence(number('queued') ?? 0, number('unknown') ?? 0, number('failed') ?? 0)
    case 'store': {
      const messages = number('messages')
      const raw = number('rawEvents') ?? 0
      return sentence(
        messages === undefined
          ? 'Kept on this computer.'
          : `${count(messages, 'message', 'messages')} kept on this computer, encrypted.`,
        checkedWords(when('checkedAt')),
        raw === 0 ? undefined : `${count(raw, 'callback', 'callbacks')} could not be read: see below.`,
      )
    }
    case 'recovery':
      return recoverySentence({ kit: kitOf(text('kit')), madeAt: number('madeAt') }, now)
    case 'backups':
      return sentence(
        when('at') === undefined ? 'There is no backup yet.' : `The last one: ${when('at')}.`,
        backupsSentence(number('count') ?? 0, number('broken') ?? 0),
        when('nextAt') === undefined ? undefined : `The next one: ${when('nextAt')}.`,
      )
    case 'notifications':
      if (line.level === 'bad') return 'The last notification was not shown.'
      return line.level === 'off' ? 'Switched off in Settings.' : 'New texts are shown on your screen.'
    case 'tray':
      return line.level === 'ok'
        ? 'Tern stays in the tray when its window is closed.'
        : 'This desktop shows no tray icon, so Tern ends when its window is closed.'
    default:
      return missingCase(part)
  }
}

/** Since when a part is as it is; `now` in epoch milliseconds. */
export function sinceWords({ since, fromStart }: HealthLine, now: number): string | undefined {
  if (since === undefined) return undefined
  return fromStart === true
    ? `since Tern started, ${momentWords(since, now)}`
    : `since ${momentWords(since, now)}`
}

/** What it means that a part is not as it should be, where no error says it. */
export function healthMeaning({ part, level }: Pick<HealthLine, 'part' | 'level'>): string | undefined {
  return level === 'ok' ? undefined : meanings[part][level]
}

type Meanings = Partial<Record<HealthLine['level'], string>>
const notInUse = { off: 'Nothing comes in until a number is in use.' }
const lessSure = 'If the file of your messages is damaged, there is nothing newer to go back to.'

const meanings: Readonly<Record<HealthPart, Meanings>> = {
  key: { off: 'Without a key Tern can neither send nor receive.', bad: 'Tern can neither send nor receive.' },
  number: { off: 'Nothing is sent and nothing comes in until a number is set up.' },
  listener: { ...notInUse, bad: 'Replies cannot reach you.' },
  wayIn: { off: 'While it is closed, replies cannot come in.', bad: 'Replies cannot reach you.' },
  registration: { off: 'Aircall sends no replies here.', bad: 'Replies do not reach you.' },
  proof: {
    ...notInUse,
    warn: 'Until a test comes through, nobody knows whether replies arrive.',
    bad: 'Replies do not reach you.',
  },
  disk: {},
  outbox: { warn: 'Tern never sends them again by itself.', bad: 'Texts wait until this works again.' },
  store: { bad: 'Replies may not be kept.' },
  recovery: {
    off: 'There is nothing to lose yet.',
    warn: 'If this computer loses the key of your messages, only such a page opens them.',
  },
  backups: { off: lessSure, warn: lessSure, bad: lessSure },
  notifications: {
    off: 'Replies come in all the same, but nothing shows on your screen.',
    bad: 'Replies come in all the same, but you may not notice them.',
  },
  tray: {},
}

function diskSentence(level: HealthLine['level'], free: number | undefined): string {
  const left = free === undefined ? undefined : `${spaceWords(free)} free.`
  if (level === 'bad') return sentence('Nothing can be written.', left)
  if (level === 'warn') return sentence(left, 'Once it is full, replies cannot be kept: free some space.')
  return sentence('There is room for your messages.', left)
}

const kitOf = (text: string | undefined): Recovery['kit'] =>
  Recovery.entries.kit.options.find((kit) => kit === text) ?? 'none'

/** Bytes as people read them: `820 MB`, `41 GB`. */
function spaceWords(bytes: number): string {
  const mega = Math.floor(bytes / 1e6)
  return mega < 1000 ? `${mega} MB` : `${Math.floor(mega / 1000).toLocaleString('en')} GB`
}

function keySentence(line: HealthLine, mode?: string, company?: string, hint?: string): string {
  if (mode === 'practice') return 'Practice mode: no key is needed.'
  if (line.level === 'off') return 'No key.'
  const of = company === undefined ? 'Kept in the keychain.' : `${company}.`
  return sentence(of, hint === undefined ? undefined : `Key ending in ${hint}.`)
}

const checkedWords = (when: string | undefined): string | undefined =>
  when === undefined ? undefined : `The file was sound when it was checked: ${when}.`

function backupsSentence(kept: number, broken: number): string | undefined {
  const parts = [
    kept < 2 ? undefined : `${kept} are kept.`,
    broken === 0 ? undefined : `${broken.toLocaleString('en')} cannot be opened.`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' ')
}

function outboxSentence(queued: number, unknown: number, failed: number): string {
  if (queued + unknown + failed === 0) return 'Nothing waits.'
  return [
    queued === 0 ? undefined : `${count(queued, 'text waits', 'texts wait')} to go out.`,
    unknown === 0
      ? undefined
      : `${count(unknown, 'text', 'texts')} got no clear answer: look at it in its conversation.`,
    failed === 0 ? undefined : `${count(failed, 'text was', 'texts were')} refused.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Why no message came of a callback. */
export const rawReasons: Readonly<Record<RawEvent['reason'], string>> = {
  unreadable: 'Tern could not read it.',
  unknownEvent: 'It is of a kind that Tern does not know.',
  unknownMessage: 'It is about a text that Tern does not have.',
  unknownNumber: 'It is for a number that Tern does not use.',
  wrongToken: "It did not carry the number's token, so it may not come from Aircall.",
}
