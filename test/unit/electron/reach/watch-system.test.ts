import { describe, expect, test } from 'vitest'
import { watchSystem } from '../../../../electron/reach/watch-system.ts'
import { createFakeClock } from '../support/clock.ts'

function watched() {
  const clock = createFakeClock()
  const world = { slept: 0, set: 0, network: 'eth0 10.0.0.2/24' }
  const begin = clock.now()
  const events: string[] = []
  const stop = watchSystem({
    clock: { ...clock, now: () => clock.now() + world.slept + world.set },
    elapsed: () => clock.now() - begin + world.slept,
    network: () => world.network,
    onEvent: (event) => events.push(event),
  })
  const look = (): string[] => {
    clock.advance(3000)
    return events.splice(0)
  }
  return { world, look, stop, clock, events }
}

describe('the system watch', () => {
  test('says nothing while nothing happens, and nothing after its end', () => {
    const { look, stop, world } = watched()
    expect([look(), look(), look()]).toEqual([[], [], []])
    stop()
    world.slept = 60_000
    expect(look()).toEqual([])
  })

  test.each([
    ['a sleep', { slept: 3_600_000 }, ['resume']],
    ['a moment of standing still', { slept: 9000 }, []],
    ['a clock set forward', { set: 3_600_000 }, ['clock']],
    ['a clock set back', { set: -3_600_000 }, ['clock']],
    ['a clock set a little', { set: 900 }, []],
    ['another network', { network: 'wlan0 192.168.1.7/24' }, ['network']],
    ['no network', { network: '' }, ['network']],
    ['a sleep that ends in another network', { slept: 60_000, network: '' }, ['resume']],
  ])('notices %s, once', (_name, change, events) => {
    const { world, look } = watched()
    look()
    Object.assign(world, change)
    expect([look(), look()]).toEqual([events, []])
  })
})
