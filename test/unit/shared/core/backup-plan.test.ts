import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  asideKept,
  backupsToDrop,
  daysKept,
  nextBackupAt,
  weeksKept,
  type KeptBackup,
} from '../../../../shared/core/backup-plan.ts'

const day = 86_400_000
const now = Date.UTC(2026, 5, 17, 15)
const ago = (days: number, aside = false): KeptBackup => ({ at: now - days * day, aside })

const backup = fc.record({
  at: fc.integer({ min: now - 90 * day, max: now + 30 * day }),
  aside: fc.boolean(),
})
const backups = fc.uniqueArray(backup, { selector: ({ at }) => at, maxLength: 60 })
const kept = <B extends KeptBackup>(all: readonly B[], at = now): B[] => {
  const drop = new Set(backupsToDrop(all, at))
  return all.filter((one) => !drop.has(one))
}

describe('which backups are kept', () => {
  it('keeps one of each of seven days and of each of four weeks', () => {
    const daily = Array.from({ length: 60 }, (_, days) => ago(days))
    // 17 June 2026 is a Wednesday: its week, and the Sundays of the three weeks before.
    expect(kept(daily)).toEqual([0, 1, 2, 3, 4, 5, 6, 10, 17].map((days) => daily[days]))
  })

  it('keeps the newest of a day', () => {
    const [morning, noon] = [ago(0.3), ago(0.1)]
    expect(kept([morning, noon])).toEqual([noon])
  })

  it('keeps what was put aside by a restore, as the only one with its last texts', () => {
    const aside = [ago(0.2, true), ago(0.3, true)]
    expect(kept([...aside, ago(0.1)])).toEqual([...aside, ago(0.1)])
    expect(kept([ago(31, true), ...Array.from({ length: 40 }, (_, days) => ago(days))])).not.toContainEqual(
      ago(31, true),
    )
  })

  it('never drops the newest, and drops nothing where there are few', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const past = all.filter(({ at }) => at <= now)
        const newest = [...past].sort((a, b) => b.at - a.at)[0]
        if (newest !== undefined) expect(kept(all)).toContain(newest)
        const days = new Set(past.map(({ at }) => Math.floor(at / day)))
        if (past.length <= daysKept && days.size === past.length)
          for (const one of past) expect(kept(all)).toContain(one)
      }),
    )
  })

  it('keeps no more than days and weeks, on either side of now, beside what is young and aside', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const rest = kept(all).filter(({ at, aside }) => !(aside && Math.abs(now - at) <= asideKept))
        expect(rest.length).toBeLessThanOrEqual(2 * (daysKept + weeksKept))
      }),
    )
  })

  it('drops nothing more when it is asked again', () => {
    fc.assert(
      fc.property(backups, (all) => {
        expect(backupsToDrop(kept(all), now)).toEqual([])
      }),
    )
  })

  it('lets no backup of a wrong clock push out a right one', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const past = all.filter(({ at }) => at <= now)
        expect(kept(all).filter(({ at }) => at <= now)).toEqual(kept(past))
      }),
    )
  })
})

describe('when the next one is due', () => {
  it('is at once with none, and after most of a day', () => {
    expect(nextBackupAt([], now)).toBe(now)
    expect(nextBackupAt([now - day], now)).toBeLessThan(now)
    expect(nextBackupAt([now - 1, now - day], now)).toBe(now - 1 + 20 * 3_600_000)
  })

  it('makes at most two a day, however the clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3 * day, max: 3 * day }), { maxLength: 20 }), (jumps) => {
        const times: number[] = []
        let clock = now
        for (const jump of jumps) {
          clock += jump
          if (nextBackupAt(times, clock) <= clock) times.push(clock)
          // Looked at again at once, nothing is due.
          expect(nextBackupAt(times, clock)).toBeGreaterThan(clock)
        }
      }),
    )
  })
})
