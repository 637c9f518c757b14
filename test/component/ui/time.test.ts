import { describe, expect, it } from 'vitest'
import { dayWords, fullTime, timeOfDay, whenWords } from '../../../renderer/lib/time.ts'

const minute = 60_000
const hour = 60 * minute
// Local times: what counts is the reader's own calendar.
const now = new Date(2026, 10, 23, 14, 30).getTime()
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()

describe('times in words', () => {
  it('are relative when recent', () => {
    expect(whenWords(now, now)).toBe('just now')
    expect(whenWords(now - 59_000, now)).toBe('just now')
    expect(whenWords(now - minute, now)).toBe('1 min ago')
    expect(whenWords(now - 59 * minute, now)).toBe('59 min ago')
  })

  it('are the time of day within the day, and a day before it', () => {
    expect(whenWords(now - 2 * hour, now)).toBe(timeOfDay(now - 2 * hour))
    expect(whenWords(at(2026, 10, 23, 0, 0), now)).toBe(timeOfDay(at(2026, 10, 23, 0, 0)))
    expect(whenWords(at(2026, 10, 22, 23, 59), now)).toBe('Yesterday')
    expect(whenWords(at(2026, 10, 17, 12, 0), now)).toMatch(/^Tue/)
    expect(whenWords(at(2026, 10, 16, 12, 0), now)).toMatch(/16/)
    expect(whenWords(at(2025, 10, 16, 12, 0), now)).toMatch(/2025/)
  })

  it('just after midnight are yesterday, not hours', () => {
    const early = at(2026, 10, 23, 0, 30)
    expect(whenWords(at(2026, 10, 22, 22, 0), early)).toBe('Yesterday')
    expect(whenWords(at(2026, 10, 22, 23, 45), early)).toBe('45 min ago')
  })

  it('bear a clock that was set back', () => {
    expect(whenWords(now + 30_000, now)).toBe('just now')
    expect(whenWords(now + 2 * hour, now)).toBe(timeOfDay(now + 2 * hour))
    expect(whenWords(at(2026, 10, 25, 12, 0), now)).toMatch(/25/)
  })

  it('name the days of a conversation', () => {
    expect(dayWords(now, now)).toBe('Today')
    expect(dayWords(at(2026, 10, 22, 1, 0), now)).toBe('Yesterday')
    expect(dayWords(at(2026, 10, 18, 1, 0), now)).toBe('Wednesday')
    expect(dayWords(at(2026, 2, 12, 1, 0), now)).toMatch(/^(12 March|March 12)$/)
    expect(dayWords(at(2025, 2, 12, 1, 0), now)).toMatch(/2025/)
  })

  it('say the whole moment for a tooltip', () => {
    expect(fullTime(now)).toMatch(/Monday/)
    expect(fullTime(now)).toMatch(/2026/)
    expect(fullTime(now)).toContain('30')
  })
})
