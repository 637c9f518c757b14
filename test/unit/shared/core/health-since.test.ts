import { describe, expect, it } from 'vitest'
import { hasMoved, withSince } from '../../../../shared/core/health-since.ts'
import type { HealthLine } from '../../../../shared/model/health.ts'

const line = (
  part: HealthLine['part'],
  level: HealthLine['level'],
  more: Partial<HealthLine> = {},
): HealthLine => ({
  part,
  level,
  facts: {},
  ...more,
})

describe('since when', () => {
  it('is the first look, or before it, for what was never otherwise', () => {
    const first = withSince([line('key', 'ok')], undefined, 100)
    expect(first).toEqual([line('key', 'ok', { since: 100, fromStart: true })])
    expect(withSince([line('key', 'ok')], first, 900)).toEqual(first)
  })

  it('begins anew with each change of the level, and only with it', () => {
    let lines = withSince([line('wayIn', 'ok'), line('tray', 'ok')], undefined, 100)
    lines = withSince([line('wayIn', 'bad'), line('tray', 'ok')], lines, 200)
    lines = withSince([line('wayIn', 'bad', { facts: { host: 'a' } }), line('tray', 'ok')], lines, 300)
    expect(lines.map(({ since, fromStart }) => [since, fromStart])).toEqual([
      [200, undefined],
      [100, true],
    ])
    lines = withSince([line('wayIn', 'ok'), line('tray', 'ok')], lines, 400)
    expect(lines[0]).toMatchObject({ since: 400 })
  })

  it('is what the line itself knows, where it does', () => {
    const before = withSince([line('proof', 'bad')], undefined, 100)
    expect(withSince([line('proof', 'ok', { since: 150 })], before, 200)[0]).toMatchObject({ since: 150 })
    expect(withSince([line('proof', 'ok', { since: 50 })], undefined, 200)[0]?.fromStart).toBeUndefined()
  })

  it('says whether a part is better or worse', () => {
    const now = [line('key', 'ok'), line('tray', 'ok')]
    expect(hasMoved(now, undefined)).toBe(false)
    expect(hasMoved(now, [line('key', 'ok', { since: 1 }), line('tray', 'ok')])).toBe(false)
    expect(hasMoved(now, [line('key', 'ok'), line('tray', 'warn')])).toBe(true)
  })
})
