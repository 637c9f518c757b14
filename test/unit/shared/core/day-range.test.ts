import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayBounds, isDay } from '../../../../shared/core/day-range.ts'

const hour = 3_600_000
const zones = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]
/** The local day of a moment, another way than the rule has it. */
const dayOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

describe('bounds of days', () => {
  it.each([
    ['2026-11-24', 'America/Los_Angeles', '2026-11-24T08:00:00Z', 24],
    // Clocks go forward, clocks go back.
    ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00Z', 23],
    ['2026-11-01', 'America/Los_Angeles', '2026-11-01T07:00:00Z', 25],
    // Summer time begins at midnight: the day begins at one.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z', 23],
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z', 23],
    // Half an hour of summer time.
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z', 24],
    ['2026-01-01', 'Pacific/Pago_Pago', '2026-01-01T11:00:00Z', 24],
    // The day that Samoa left out.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', 0],
  ])('%s in %s', (day, zone, begin, hours) => {
    const { from, before } = dayBounds({ from: day, to: day }, zone)
    expect(new Date(from ?? 0).toISOString()).toBe(new Date(begin).toISOString())
    expect(((before ?? 0) - (from ?? 0)) / hour).toBe(hours)
  })

  it('holds a moment exactly when its local day is in the range', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2037, 0) })
    const offset = fc.integer({ min: -3, max: 3 })
    fc.assert(
      fc.property(moment, offset, offset, fc.constantFrom(...zones), (at, a, b, zone) => {
        const from = dayOf(at + Math.min(a, b) * 24 * hour, zone)
        const to = dayOf(at + Math.max(a, b) * 24 * hour, zone)
        const bounds = dayBounds({ from, to }, zone)
        const day = dayOf(at, zone)
        const inside = at >= (bounds.from ?? 0) && at < (bounds.before ?? 0)
        expect(inside).toBe(day >= from && day <= to)
        // To the millisecond, at both ends.
        for (const edge of [bounds.from ?? 0, bounds.before ?? 0]) {
          expect(dayOf(edge, zone) > dayOf(edge - 1, zone)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('joins days without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(...zones), (n, zone) => {
        const day = (more: number) => new Date(Date.UTC(2024, 0, 1 + n + more)).toISOString().slice(0, 10)
        expect(dayBounds({ to: day(0) }, zone).before).toBe(dayBounds({ from: day(1) }, zone).from)
      }),
      { numRuns: 100 },
    )
  })

  it('is open where no day is given', () => {
    expect(dayBounds({}, 'UTC')).toEqual({ from: undefined, before: undefined })
    expect(dayBounds({ to: '2026-01-01' }, 'UTC').from).toBeUndefined()
  })

  it.each([
    '',
    '2026-02-30',
    '2026-13-01',
    '26-01-01',
    '2026-1-1',
    '2026-01-01T00:00',
    '0000-01-01',
    'today',
  ])('refuses %s', (text) => {
    expect(isDay(text)).toBe(false)
  })

  it('throws for what is no day, and for a zone that is not known', () => {
    expect(() => dayBounds({ from: 'today' }, 'UTC')).toThrow(RangeError)
    expect(() => dayBounds({ from: '2026-01-01' }, 'Mars/Olympus')).toThrow(RangeError)
    expect(isDay('2024-02-29')).toBe(true)
  })
})
