import { describe, expect, it, vi } from 'vitest'
import { createPaced } from '../../../../electron/session/paced.ts'
import { createFakeClock } from '../support/clock.ts'

describe('what is asked for again and again', () => {
  it('is done at once, then once in a while, and once more for the last asking', () => {
    const clock = createFakeClock()
    const act = vi.fn()
    const paced = createPaced(clock, 100, act)
    for (let asked = 0; asked < 1000; asked += 1) paced.ask()
    expect(act).toHaveBeenCalledTimes(1)
    clock.advance(100)
    expect(act).toHaveBeenCalledTimes(2)
    clock.advance(1000)
    expect(act).toHaveBeenCalledTimes(2)
    paced.ask()
    expect(act).toHaveBeenCalledTimes(3)
  })

  it('goes on after an act that failed', () => {
    const clock = createFakeClock()
    const act = vi.fn(() => {
      throw new Error('no')
    })
    const paced = createPaced(clock, 100, act)
    expect(paced.ask).toThrow('no')
    clock.advance(100)
    expect(paced.ask).toThrow('no')
  })

  it('is not done any more once stopped', () => {
    const clock = createFakeClock()
    const act = vi.fn()
    const paced = createPaced(clock, 100, act)
    paced.ask()
    paced.ask()
    paced.stop()
    clock.advance(1000)
    paced.ask()
    clock.advance(1000)
    expect(act).toHaveBeenCalledTimes(1)
  })
})
