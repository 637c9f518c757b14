import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../../electron/callback/turns.ts'
import { createFakeClock } from '../support/clock.ts'

function rig() {
  const clock = createFakeClock()
  const next: (() => void)[] = []
  const done: string[] = []
  const turns = createTurns(clock, (act) => next.push(act))
  return {
    clock,
    done,
    turns,
    take: (name: string, ms: number) =>
      turns.take(() => {
        done.push(name)
        clock.advance(ms)
      }),
    /** The next turn; false when nothing was to be done in it. */
    turn(): boolean {
      const acts = next.splice(0)
      for (const act of acts) act()
      return acts.length > 0
    },
  }
}

describe('turns', () => {
  it('what comes alone is done at once', () => {
    const { take, done, turn } = rig()
    take('a', 100)
    expect(done).toEqual(['a'])
    turn()
    take('b', 100)
    expect(done).toEqual(['a', 'b'])
  })

  it('what comes together is done in its order, some milliseconds of it in each turn', () => {
    const { take, done, turn } = rig()
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) take(name, 4)
    expect(done).toEqual(['a', 'b'])
    turn()
    expect(done).toEqual(['a', 'b', 'c', 'd'])
    take('h', 4)
    expect(done).toHaveLength(4)
    turn()
    turn()
    expect(done.join('')).toBe('abcdefgh')
    turn()
    expect(turn()).toBe(false)
  })

  it('what takes long keeps the rest waiting for one turn, not for ever', () => {
    const { take, done, turn } = rig()
    take('a', 500)
    take('b', 500)
    expect(done).toEqual(['a'])
    turn()
    expect(done).toEqual(['a', 'b'])
  })

  it('a clock that is set back makes no turn endless', () => {
    const done: number[] = []
    const next: (() => void)[] = []
    let now = 1_000_000
    const turns = createTurns({ now: () => now }, (act) => next.push(act))
    for (let n = 0; n < 3; n += 1)
      turns.take(() => {
        done.push(n)
        now -= 60_000
      })
    expect(done).toEqual([0])
  })

  it('what is handed in by what is being done comes after it', () => {
    const { turns, take, done } = rig()
    turns.take(() => {
      take('inner', 1)
      done.push('outer')
    })
    expect(done).toEqual(['outer', 'inner'])
  })

  it('flush does everything now, and nothing twice', () => {
    const { turns, take, done, turn } = rig()
    for (const name of ['a', 'b', 'c']) take(name, 100)
    turns.flush()
    expect(done).toEqual(['a', 'b', 'c'])
    turn()
    expect(done).toEqual(['a', 'b', 'c'])
  })
})
