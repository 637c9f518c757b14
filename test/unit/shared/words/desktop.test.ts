import { describe, expect, it } from 'vitest'
import { reachStates } from '../../../../shared/model/reach.ts'
import { reachLine } from '../../../../shared/words/desktop.ts'
import { momentWords, spanWords } from '../../../../shared/words/times.ts'

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime()

describe('the line on reach', () => {
  it('says that replies come through only when that was proven', () => {
    const error = { code: 'tunnel.lost' as const, detail: {} }
    for (const state of reachStates) {
      for (const reach of [{ state }, { state, error }])
        expect(reachLine({ reach, now: 0 }) === 'Replies reach this computer').toBe(state === 'reachable')
    }
  })
})

describe('times outside the window', () => {
  it('have a date when they are not today, and the hours of the system', () => {
    expect(momentWords(at(24, 14, 2), at(24, 15), 'de')).toBe('14:02')
    expect(momentWords(at(24, 14, 2), at(24, 15), 'en-US')).toBe('2:02 PM')
    expect(momentWords(at(23, 22, 10), at(24, 6), 'de')).toBe('23 Nov, 22:10')
    expect(spanWords(at(23, 22, 10), at(24, 0, 5), at(24, 6), 'de')).toBe('23 Nov, 22:10 to 0:05')
  })
})
