import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../../../shared/core/redact.ts'
import { reportText, type ReportFacts } from '../../../../shared/core/report.ts'
import { healthParts, type HealthLine } from '../../../../shared/model/health.ts'
import { defaultSettings } from '../../../../shared/model/settings.ts'

const at = Date.UTC(2026, 10, 24, 12, 3, 18)

/** Facts with one string in every field that can hold any string, and one number in every field that can hold any. */
function factsOf(text: string, number: number): ReportFacts {
  const names = ['name', 'digits', 'company', 'hint', 'mode', 'kit', 'host', 'anything', text]
  const numbers = [
    'port',
    'at',
    'since',
    'roundTrip',
    'free',
    'queued',
    'unknown',
    'failed',
    'messages',
    'rawEvents',
    'checkedAt',
    'madeAt',
    'count',
    'broken',
    'nextAt',
  ]
  const error = {
    code: 'tunnel.refused',
    detail: { folder: text, reason: text, status: number, host: text },
  } as const
  const lines: HealthLine[] = healthParts.flatMap((part) => [
    {
      part,
      level: 'bad',
      facts: Object.fromEntries(names.map((name) => [name, text])),
      error,
      since: number,
    },
    { part, level: 'ok', facts: Object.fromEntries(numbers.map((name) => [name, number])) },
  ])
  return {
    at,
    version: text,
    system: { platform: text, release: text, arch: text, electron: text, desktop: text, utcOffset: number },
    blocked: error,
    session: {
      number: { id: number, name: text, digits: text, e164: text, country: text, practice: false },
      reach: {
        state: 'lost',
        since: number,
        host: text,
        error,
        provenAt: number,
        retryAt: number,
        roundTrip: number,
      },
      record: {
        uptime: { today: number, week: number },
        changes: [{ at: number, from: 'lost', to: 'opening', reason: 'due', code: 'tunnel.lost' }],
      },
      lines,
      checks: [{ part: 'key', state: 'failed', at: number, error }],
      arrivals: [
        { id: number, at: number, status: number, reason: 'wrongPath', bytes: number, times: number },
      ],
      settings: {
        ...defaultSettings,
        tunnelHost: text,
        ownAddress: text,
        ngrokDomain: text,
        ownPort: number,
        probeSeconds: number,
        undoSeconds: number,
        limits: { segmentsPerHour: number, segmentsPerDay: number },
      },
    },
  }
}

const sample = (): ReportFacts => {
  return {
    at,
    version: '0.1.0',
    system: {
      platform: 'linux',
      release: '6.18.44-mine',
      arch: 'x64',
      electron: '33.2.1',
      desktop: 'ubuntu:GNOME',
      utcOffset: -60,
    },
    session: {
      number: {
        id: 7,
        name: 'Front desk',
        digits: '+1 626-800-9029',
        e164: '+16268009029',
        country: 'US',
        practice: false,
      },
      reach: { state: 'reachable', since: at - 5000, host: 'quiet-tern-12.loca.lt', way: 'localtunnel' },
      record: {
        uptime: { today: 0.998, week: 0.96 },
        changes: [{ at: at - 9000, from: 'reachable', to: 'lost', reason: 'ended', code: 'tunnel.lost' }],
      },
      lines: [
        {
          part: 'key',
          level: 'ok',
          facts: { company: 'Harbour Lettings', hint: '3f9a', mode: 'live' },
          since: at - 1000,
          fromStart: true,
        },
        { part: 'wayIn', level: 'ok', facts: { host: 'quiet-tern-12.loca.lt' } },
        { part: 'disk', level: 'ok', facts: { free: 41_200_000_000 } },
        { part: 'store', level: 'ok', facts: { messages: 1_284_000, checkedAt: at - 7000 } },
        {
          part: 'registration',
          level: 'bad',
          facts: {},
          error: { code: 'registration.taken', detail: { host: 'a.example', status: 404 } },
        },
      ],
      checks: [{ part: 'key', state: 'passed', at: at - 2000 }],
      arrivals: [
        { id: 2, at: at - 100, status: 200, reason: 'message', bytes: 340, times: 1 },
        { id: 1, at: at - 200, status: 404, reason: 'wrongPath', bytes: 0, times: 12_000 },
      ],
      settings: defaultSettings,
    },
  }
}

describe('the report', () => {
  it('says what somebody needs who wants to help', () => {
    expect(reportText(sample())).toBe(`Tern report of 2026-11-24T12:03:18Z
Tern 0.1.0, linux 6.18.44 x64, Electron 33.2.1, desktop ubuntu:GNOME, UTC+01:00
Phone numbers keep their last two digits. Texts, names, keys and addresses are left out.

NUMBER
•••29, live, US

PARTS
key: ok, since 2026-11-24T12:03:17Z or before, mode live
wayIn: ok, host •••.loca.lt
disk: ok, free 41 GB
store: ok, messages 1 million, checkedAt 2026-11-24T12:03:11Z
registration: bad, error registration.taken status 404

CHECKS
key: passed, 2026-11-24T12:03:16Z

WAY IN
state reachable since 2026-11-24T12:03:13Z, way localtunnel
reachable today 99.80%, in 7 days 96.00%
2026-11-24T12:03:09Z reachable > lost, ended, tunnel.lost

ARRIVALS
2026-11-24T12:03:17Z message, answer 200, 340 bytes
2026-11-24T12:03:17Z wrongPath, answer 404, 0 bytes, 12,000 times

SETTINGS
way localtunnel, standby none, tunnel server loca.lt
own address not set, own port 8,734, ngrok domain not set
probe every 60 s, while away: ask
notifications on, with the text on
stays in the tray on, undo 5 s, theme system
segments an hour 1,000, a day 10,000
`)
  })

  it('loses nothing of that to the log’s rules', () => {
    for (const line of reportText(sample()).split('\n')) expect(redact(line)).toBe(line)
  })

  it('says why a start is blocked', () => {
    const { session: _, ...facts } = sample()
    const blocked = { code: 'keychain.refused', detail: {} } as const
    expect(reportText({ ...facts, blocked })).toContain('START\nblocked: keychain.refused')
  })

  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 64 })
  const base64 = fc
    .uint8Array({ minLength: 15, maxLength: 60 })
    .map((bytes) => Buffer.from(bytes).toString('base64'))
  const phone = fc
    .tuple(fc.constantFrom('+', '00', ''), fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }))
    .map(([sign, digits]) => `${sign}${digits}`)
  const person = fc.constantFrom('Maria', 'EMMA', 'Jo', 'Zoë Müller', 'خالد', 'O’Brien')
  const secret = fc.oneof(
    hex,
    base64,
    phone,
    person.map((name) => `${name} Holmes`),
    hex.map((path) => `https://a-b.loca.lt/callback/${path}`),
    hex.map((user) => `https://${user}:x@loca.lt`),
    hex.map((name) => `${name}.bobs-plumbing.example`),
    fc.constantFrom(
      'C:\\Users\\maria\\Tern',
      '/home/maria/Tern',
      '192.168.1.17',
      'nas.local:8443',
      'Your sink is fixed.',
    ),
    fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }),
  )

  it('lets nothing through that stands in any of its fields', () => {
    const without = reportText(factsOf('', 1))
    fc.assert(
      fc.property(secret, (text) => {
        // What stands there anyway, such as `Tern` or three digits of the time, is no news.
        fc.pre(text.trim().length > 2 && !without.includes(text))
        const report = reportText(factsOf(text, 1))
        expect(report).not.toContain(text)
        for (const word of text
          .split(/[^\p{L}\d]+/u)
          .filter((piece) => piece.length > 4 && !without.includes(piece)))
          if (!allowed.includes(word.toLowerCase())) expect(report).not.toContain(word)
      }),
      { numRuns: 1000 },
    )
  })

  it('lets no number of a telephone through, wherever a number can stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }), (number) => {
        const report = reportText(factsOf('x', number))
        expect(report).not.toContain(String(number))
        // Not with signs between its digits either.
        expect(report.replaceAll(',', '')).not.toContain(String(number))
      }),
      { numRuns: 500 },
    )
  })
})

/** Of a well-known server the name may stand. */
const allowed = ['ngrok', 'localtunnel', 'aircall']
