/** One line for each part that can fail, from what the parts themselves say. Words are the page's. */
import { isLost } from '../../shared/core/reach-news.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import type { Keeping } from '../../shared/model/backup.ts'
import type { HealthLine, HealthPart } from '../../shared/model/health.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Recovery } from '../../shared/model/recovery.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Storage } from '../../shared/model/storage.ts'

/** What the parts know of themselves. */
export interface HealthFacts {
  readonly setup: Setup
  /** Why the key in the keychain could not be used at the last start. */
  readonly accountError: ErrorValue | undefined
  readonly reach: Reach
  readonly port: number | undefined
  readonly registeredAt: number | undefined
  readonly waiting: { readonly queued: number; readonly unknown: number; readonly failed: number }
  readonly outboxError: ErrorValue | undefined
  readonly storage: Storage
  readonly recovery: Recovery
  readonly keeping: Keeping
  readonly messages: number
  readonly rawEvents: number
  /** Why the last notification was not shown. */
  readonly notificationError: ErrorValue | undefined
  readonly notificationsOn: boolean
  readonly tray: boolean
}

type Level = HealthLine['level']

const line = (
  part: HealthPart,
  level: Level,
  facts: Record<string, string | number | undefined> = {},
  error?: ErrorValue,
): HealthLine => ({
  part,
  level,
  facts: Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  ),
  ...(error === undefined ? {} : { error }),
})

/** The error, if it is one of a subject. */
const of = (error: ErrorValue | undefined, ...subjects: string[]): ErrorValue | undefined =>
  error !== undefined && subjects.some((subject) => error.code.startsWith(`${subject}.`)) ? error : undefined

/** The page *Health*, line by line, in the order of the path a reply takes. */
export function healthLines(facts: HealthFacts): HealthLine[] {
  const { setup, reach } = facts
  const inUse = setup.number !== undefined
  const way = of(reach.error, 'tunnel', 'ngrok', 'own')
  const registration = of(reach.error, 'registration', 'aircall')
  const listener = of(reach.error, 'listener')
  const opened = inUse && !['off', 'opening'].includes(reach.state) && way === undefined
  // What was registered before the way in was opened anew is an address that leads nowhere.
  const isHeld = inUse && ['proving', 'reachable', 'doubtful'].includes(reach.state)
  return [
    keyLine(facts),
    line('number', inUse ? 'ok' : 'off', { name: setup.number?.name, digits: setup.number?.digits }),
    listener !== undefined
      ? line('listener', 'bad', {}, listener)
      : line('listener', facts.port === undefined ? 'off' : 'ok', { port: facts.port }),
    way !== undefined
      ? line('wayIn', 'bad', { host: reach.host }, way)
      : line('wayIn', opened ? 'ok' : 'off', { host: reach.host }),
    registration !== undefined
      ? line('registration', 'bad', {}, registration)
      : line('registration', isHeld ? 'ok' : 'off', { at: isHeld ? facts.registeredAt : undefined }),
    proofLine(facts),
    diskLine(facts),
    outboxLine(facts),
    storeLine(facts),
    recoveryLine(facts),
    backupsLine(facts.keeping),
    facts.notificationError !== undefined
      ? line('notifications', 'bad', {}, facts.notificationError)
      : line('notifications', facts.notificationsOn ? 'ok' : 'off'),
    line('tray', facts.tray ? 'ok' : 'warn'),
  ]
}

function keyLine({ setup, reach, ...others }: HealthFacts): HealthLine {
  if (setup.mode === 'none') return line('key', 'off')
  const refused = reach.error?.code === 'aircall.keyRefused' ? reach.error : undefined
  const accountError = others.accountError ?? refused
  const facts = { company: setup.company, hint: setup.keyHint, mode: setup.mode }
  return line('key', accountError === undefined ? 'ok' : 'bad', facts, accountError)
}

function proofLine({ reach, setup }: HealthFacts): HealthLine {
  const facts = { at: reach.provenAt, roundTrip: reach.roundTrip }
  if (setup.number === undefined) return line('proof', 'off')
  if (reach.state === 'reachable') return { ...line('proof', 'ok', facts), since: reach.since }
  if (reach.state === 'doubtful') return { ...line('proof', 'warn', facts, reach.error), since: reach.since }
  // A way in that opens again after an error proves nothing yet.
  return line('proof', isLost(reach) ? 'bad' : 'warn', facts, of(reach.error, 'probe'))
}

/** The disk's own troubles; others of the store are told on its line. */
function diskLine({ storage: { error, free, low } }: HealthFacts): HealthLine {
  const ofDisk = error?.code === 'store.diskFull' || error?.code === 'store.readOnly' ? error : undefined
  return line('disk', ofDisk !== undefined ? 'bad' : low ? 'warn' : 'ok', { free }, ofDisk)
}

function recoveryLine({ recovery: { kit, madeAt }, messages }: HealthFacts): HealthLine {
  // With nothing to lose there is nothing to say yet.
  const level = kit === 'ready' ? 'ok' : kit === 'none' && messages === 0 ? 'off' : 'warn'
  return line('recovery', level, { kit, madeAt })
}

function storeLine({ messages, rawEvents, storage, reach, keeping }: HealthFacts): HealthLine {
  const error = storage.error ?? of(reach.error, 'store') ?? keeping.checkError
  const level = error !== undefined ? 'bad' : rawEvents > 0 ? 'warn' : 'ok'
  return line('store', level, { messages, rawEvents, checkedAt: keeping.checkedAt }, error)
}

function backupsLine({ backups, nextAt, error }: Keeping): HealthLine {
  const usable = backups.filter(({ broken }) => !broken)
  const broken = backups.length - usable.length
  const facts = { at: usable[0]?.at, count: usable.length, broken, nextAt }
  if (error !== undefined) return line('backups', usable.length === 0 ? 'bad' : 'warn', facts, error)
  if (broken > 0) return line('backups', 'warn', facts)
  return line('backups', usable.length === 0 ? 'off' : 'ok', facts)
}

function outboxLine({ waiting, outboxError }: HealthFacts): HealthLine {
  if (outboxError !== undefined) return line('outbox', 'bad', { ...waiting }, outboxError)
  return line('outbox', waiting.unknown > 0 || waiting.failed > 0 ? 'warn' : 'ok', { ...waiting })
}
