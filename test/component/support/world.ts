/** A small main process in memory: the state that the fake API answers from, with realistic samples in it. */
import type { LedgerReport } from '../../../shared/core/ledger.ts'
import { defaultSettings, type Settings } from '../../../shared/model/settings.ts'
import type { AppInfo } from '../../../shared/model/app.ts'
import type { Arrival } from '../../../shared/model/arrival.ts'
import type { Keeping } from '../../../shared/model/backup.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { HealthChecks, HealthLine, RawEvent } from '../../../shared/model/health.ts'
import type { Message } from '../../../shared/model/message.ts'
import type { AircallNumber } from '../../../shared/model/number.ts'
import type { Reach, ReachRecord } from '../../../shared/model/reach.ts'
import type { Recovery } from '../../../shared/model/recovery.ts'
import { setupSteps, type Setup, type SetupStep } from '../../../shared/model/setup.ts'
import type { Storage } from '../../../shared/model/storage.ts'
import type { TrailEntry } from '../../../shared/model/trail.ts'
import { ourNumber, samplePeople } from './people.ts'

export interface World {
  info: AppInfo
  setup: Setup
  numbers: AircallNumber[]
  reach: Reach
  reachRecord: ReachRecord
  /** Whether ngrok's authtoken is in the keychain. */
  ngrokToken: boolean
  /** The tunnel server that the environment names. */
  forcedHost?: string
  /** Oldest first. */
  gaps: Gap[]
  /** Whom *Ask to resend* offers, for each gap. */
  unanswered: Conversation[]
  settings: Settings
  conversations: Conversation[]
  /** Oldest first. */
  messages: Message[]
  storage: Storage
  recovery: Recovery
  health: HealthLine[]
  keeping: Keeping
  checks: HealthChecks
  /** What came to the listener, newest first. */
  arrivals: Arrival[]
  report: string
  rawEvents: RawEvent[]
  /** What *Verify my record* finds. */
  record: LedgerReport
  /** By message. */
  trails: Record<string, TrailEntry[]>
}

export const stepsAll = (state: SetupStep['state']): SetupStep[] => setupSteps.map((id) => ({ id, state }))

export const noSetup: Setup = { mode: 'none', steps: [], finished: false }

export const sampleNumbers: AircallNumber[] = [
  ourNumber,
  {
    id: 2,
    name: 'Berlin Kundendienst',
    digits: '+49 30 901820',
    e164: '+4930901820',
    country: 'DE',
    timeZone: 'Europe/Berlin',
  },
  {
    id: 3,
    name: 'Donaudampfschifffahrtsgesellschaftskapitänsnotrufnummer und Rechtsschutzversicherung',
    digits: '+43 1 5550100',
    e164: '+4315550100',
    country: 'AT',
  },
  { id: 4, name: 'خط العملاء', digits: '+971 4 555 0100', e164: '+97145550100', country: 'AE' },
  { id: 5, name: 'Toll-free', digits: '+1 800-555-0100', e164: '+18005550100' },
]

function sampleHealth(now: number): HealthLine[] {
  return [
    { part: 'key', level: 'ok', facts: { hint: '3f9a', company: 'Harbour Lettings' } },
    { part: 'number', level: 'ok', facts: { name: ourNumber.name, digits: ourNumber.digits } },
    { part: 'listener', level: 'ok', facts: { port: 43117 }, since: now - 7_200_000, fromStart: true },
    { part: 'wayIn', level: 'ok', facts: { host: 'quiet-tern-12.loca.lt' }, since: now - 3_600_000 },
    { part: 'registration', level: 'ok', facts: { at: now - 3_590_000 } },
    { part: 'proof', level: 'ok', facts: { at: now - 90_000, roundTrip: 184 }, since: now - 3_580_000 },
    { part: 'disk', level: 'ok', facts: { free: 41_200_000_000 } },
    { part: 'outbox', level: 'warn', facts: { queued: 1, unknown: 1 } },
    { part: 'recovery', level: 'warn', facts: { kit: 'none' } },
    { part: 'store', level: 'ok', facts: { messages: 1284, checkedAt: now - 3_600_000 } },
    {
      part: 'backups',
      level: 'ok',
      facts: { at: now - 7_200_000, count: 3, broken: 0, nextAt: now + 64_800_000 },
    },
    { part: 'notifications', level: 'bad', facts: {}, error: { code: 'notifications.failed', detail: {} } },
    { part: 'tray', level: 'off', facts: {} },
  ]
}

function sampleKeeping(now: number): Keeping {
  const day = 86_400_000
  const backup = (at: number, messages: number) => {
    const id = `${new Date(at).toISOString().replace(/[:.]/g, '-')}.db`
    return { id, at, bytes: 4_300_000, kind: 'regular' as const, messages, broken: false }
  }
  return {
    backups: [
      backup(now - 7_200_000, 1280),
      backup(now - day, 1233),
      { ...backup(now - 3 * day, 1190), kind: 'aside' },
    ],
    nextAt: now + 64_800_000,
    checkedAt: now - 3_600_000,
  }
}

function sampleRawEvents(now: number): RawEvent[] {
  return [
    {
      id: 3,
      at: now - 120_000,
      reason: 'unknownEvent',
      event: 'message.reaction_added',
      body: '{"event":"message.reaction_added","token":"•••","data":{"emoji":"👍"}}',
    },
    {
      id: 2,
      at: now - 7_200_000,
      reason: 'wrongToken',
      event: 'message.received',
      body: '{"event":"message.received","token":"•••","data":{"body":"Hello"}}',
    },
    {
      id: 1,
      at: now - 200_000_000,
      reason: 'unreadable',
      body: '<!doctype html><title>502 Bad Gateway</title>' + 'x'.repeat(600),
    },
  ]
}

function sampleArrivals(now: number): Arrival[] {
  return [
    { id: 6, at: now - 90_000, status: 200, reason: 'probe', bytes: 49, times: 1 },
    { id: 5, at: now - 120_000, status: 404, reason: 'wrongPath', bytes: 0, times: 1284 },
    { id: 4, at: now - 300_000, status: 200, reason: 'status', bytes: 312, times: 1 },
    { id: 3, at: now - 310_000, status: 200, reason: 'message', bytes: 428, times: 1 },
    { id: 2, at: now - 9_000_000, status: 0, reason: 'cutOff', bytes: 12_000, times: 2 },
    { id: 1, at: now - 90_000_000, status: 503, reason: 'storeTrouble', bytes: 390, times: 1 },
  ]
}

/** The way in broke an hour ago, and came back. */
function sampleChanges(now: number): ReachRecord['changes'] {
  const at = now - 3_600_000
  return [
    { at, from: 'proving', to: 'reachable', reason: 'proven' },
    { at: at - 400, from: 'registering', to: 'proving', reason: 'registered' },
    { at: at - 900, from: 'opening', to: 'registering', reason: 'opened' },
    { at: at - 1_500, from: 'lost', to: 'opening', reason: 'due' },
    { at: at - 4_000, from: 'reachable', to: 'lost', reason: 'ended', code: 'tunnel.lost' },
  ]
}

/** A set-up app in daily use. */
export function sampleWorld(now: number = Date.now()): World {
  return {
    info: {
      version: '0.1.0',
      boot: { state: 'ready' },
      can: { tray: true, notify: true },
      sendKey: 'Ctrl',
      region: 'US',
    },
    setup: {
      mode: 'live',
      company: 'Harbour Lettings',
      keyHint: '3f9a',
      number: ourNumber,
      steps: stepsAll('done'),
      finished: true,
    },
    numbers: sampleNumbers,
    reach: {
      state: 'reachable',
      since: now - 3_600_000,
      host: 'quiet-tern-12.loca.lt',
      way: 'localtunnel',
      provenAt: now - 90_000,
      roundTrip: 184,
    },
    reachRecord: { uptime: { today: 0.998, week: 0.96 }, changes: sampleChanges(now) },
    ngrokToken: false,
    gaps: [],
    unanswered: [],
    settings: defaultSettings,
    storage: { free: 41_200_000_000, low: false },
    recovery: { kit: 'none' },
    ...samplePeople(now),
    health: sampleHealth(now),
    keeping: sampleKeeping(now),
    checks: { checks: [] },
    arrivals: sampleArrivals(now),
    report: 'Tern report',
    rawEvents: sampleRawEvents(now),
    trails: {},
    record: { entries: 5210, messages: 1284 },
  }
}
