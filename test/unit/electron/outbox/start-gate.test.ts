import { describe, expect, it, vi } from 'vitest'
import { createStartGate, gateMs } from '../../../../electron/outbox/start-gate.ts'
import { createFakeClock } from '../support/clock.ts'

function setUp(closed = true) {
  const clock = createFakeClock()
  const onOpen = vi.fn()
  return { clock, onOpen, gate: createStartGate({ closed, clock, onOpen }) }
}

describe('texts that wait at start', () => {
  it.each(['reachable', 'lost', 'doubtful'] as const)('may leave once the way in is %s', (state) => {
    const { gate, clock, onOpen } = setUp()
    for (const early of ['off', 'opening', 'registering', 'proving'] as const) gate.reachIs(early)
    expect(gate.isOpen()).toBe(false)
    gate.reachIs(state)
    expect(gate.isOpen()).toBe(true)
    gate.reachIs('opening')
    clock.advance(gateMs)
    expect(gate.isOpen()).toBe(true)
    expect(onOpen).toHaveBeenCalledOnce()
  })

  it('do not wait for long', () => {
    const { gate, clock, onOpen } = setUp()
    gate.reachIs('opening')
    clock.advance(gateMs)
    expect(gate.isOpen()).toBe(true)
    expect(onOpen).toHaveBeenCalledOnce()
  })

  it('do not wait at all where there is no way in to be opened', () => {
    const { gate, onOpen } = setUp(false)
    expect(gate.isOpen()).toBe(true)
    expect(onOpen).not.toHaveBeenCalled()
  })
})
