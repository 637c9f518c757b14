import { describe, expect, it } from 'vitest'
import { healthLines, type HealthFacts } from '../../../../electron/health/health.ts'
import type { Keeping } from '../../../../shared/model/backup.ts'
import type { HealthPart } from '../../../../shared/model/health.ts'

const number = { id: 1, name: 'Front desk', digits: '+1 626-800-9000', e164: '+16268009000', practice: false }
const well: HealthFacts = {
  setup: { mode: 'live', company: 'Acme', keyHint: '1234', number, steps: [], finished: true },
  accountError: undefined,
  reach: { state: 'reachable', since: 1, host: 'a.example', provenAt: 2, roundTrip: 3 },
  port: 4000,
  registeredAt: 1,
  waiting: { queued: 0, unknown: 0, failed: 0 },
  outboxError: undefined,
  storage: { free: 9e9, low: false },
  recovery: { kit: 'ready', madeAt: 1 },
  keeping: {
    backups: [{ id: 'a', at: 5, bytes: 1, kind: 'regular', messages: 3, broken: false }],
    nextAt: 9,
    checkedAt: 4,
  },
  messages: 3,
  rawEvents: 0,
  notificationError: undefined,
  notificationsOn: true,
  tray: true,
}
const lineOf = (part: HealthPart, change: Partial<HealthFacts>) =>
  healthLines({ ...well, ...change }).find((line) => line.part === part)

describe('health', () => {
  it('is well when all is well', () => {
    expect(healthLines(well).map(({ level }) => level)).toEqual(Array(13).fill('ok'))
  })

  it.each(['off', 'opening', 'registering', 'lost'] as const)(
    'claims no registration while the way in is %s',
    (state) => {
      const line = lineOf('registration', { reach: { state, since: 1 } })
      expect(line).toMatchObject({ level: 'off', facts: {} })
    },
  )

  it.each(['tunnel.unanswered', 'ngrok.badToken', 'own.noAddress'] as const)(
    'says on the line of the way in that there is none: %s',
    (code) => {
      const reach = { state: 'lost', since: 1, error: { code, detail: {} } } as const
      expect(lineOf('wayIn', { reach })).toMatchObject({ level: 'bad', error: { code } })
    },
  )

  it('says that the key is refused also where it is the key', () => {
    const error = { code: 'aircall.keyRefused', detail: {} } as const
    expect(lineOf('key', { reach: { state: 'lost', since: 1, error } })).toMatchObject({
      level: 'bad',
      error,
    })
  })

  it('says that callbacks cannot be kept, or what was registered', () => {
    const error = { code: 'store.diskFull', detail: {} } as const
    const storage = { error, free: 0, low: true }
    expect(lineOf('store', { storage })).toMatchObject({ level: 'bad', error })
    expect(lineOf('disk', { storage })).toMatchObject({ level: 'bad', error, facts: { free: 0 } })
    expect(lineOf('store', { reach: { state: 'lost', since: 1, error } })).toMatchObject({
      level: 'bad',
      error,
    })
  })

  it('warns before the disk is full, and tells a trouble that is not the disk elsewhere', () => {
    expect(lineOf('disk', { storage: { free: 1e6, low: true } })).toMatchObject({ level: 'warn' })
    const error = { code: 'store.corrupt', detail: {} } as const
    const storage = { error, free: 9e9, low: false }
    expect(lineOf('disk', { storage })).toMatchObject({ level: 'ok' })
    expect(lineOf('disk', { storage })?.error).toBeUndefined()
    expect(lineOf('store', { storage })).toMatchObject({ level: 'bad', error })
  })

  it('hints at a recovery page once there is something to lose', () => {
    expect(lineOf('recovery', { recovery: { kit: 'none' } })).toMatchObject({ level: 'warn' })
    expect(lineOf('recovery', { recovery: { kit: 'none' }, messages: 0 })).toMatchObject({ level: 'off' })
    expect(lineOf('recovery', { recovery: { kit: 'otherKey' } })).toMatchObject({ level: 'warn' })
    expect(lineOf('recovery', { recovery: { kit: 'damaged' } })).toMatchObject({ level: 'warn' })
  })

  it('tells of backups: the newest that can be opened, and what failed', () => {
    expect(lineOf('backups', {})).toMatchObject({ level: 'ok', facts: { at: 5, count: 1, nextAt: 9 } })
    expect(lineOf('backups', { keeping: { backups: [] } })).toMatchObject({ level: 'off' })
    const broken = { ...well.keeping.backups[0], at: 7, broken: true } as Keeping['backups'][number]
    const both = { backups: [broken, ...well.keeping.backups] }
    expect(lineOf('backups', { keeping: both })).toMatchObject({ level: 'warn', facts: { at: 5, broken: 1 } })
    const error = { code: 'backup.noSpace', detail: {} } as const
    expect(lineOf('backups', { keeping: { ...well.keeping, error } })).toMatchObject({ level: 'warn', error })
    expect(lineOf('backups', { keeping: { backups: [], error } })).toMatchObject({ level: 'bad', error })
  })

  it('says that the file is damaged where the messages are', () => {
    const checkError = { code: 'store.corrupt', detail: {} } as const
    expect(lineOf('store', { keeping: { backups: [], checkError } })).toMatchObject({
      level: 'bad',
      error: checkError,
    })
  })

  it('knows since when replies arrive, or may not', () => {
    expect(lineOf('proof', { reach: { state: 'reachable', since: 42 } })).toMatchObject({
      level: 'ok',
      since: 42,
    })
    expect(lineOf('proof', { reach: { state: 'doubtful', since: 43 } })).toMatchObject({
      level: 'warn',
      since: 43,
    })
    // Each try to open it anew is no news.
    const error = { code: 'probe.timedOut', detail: {} } as const
    for (const state of ['lost', 'opening', 'registering', 'proving'] as const) {
      const line = lineOf('proof', { reach: { state, since: 44, error } })
      expect(line).toMatchObject({ level: 'bad', error })
      expect(line?.since).toBeUndefined()
    }
    expect(lineOf('proof', { reach: { state: 'opening', since: 45 } })).toMatchObject({ level: 'warn' })
  })
})
