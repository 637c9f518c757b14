import { expect, test } from 'vitest'
import { Stopped } from '../../../build/probe/asker.ts'
import { createStops } from '../../../build/probe/stops.ts'

test('one press stops, one much later gives up; the same press told twice is one', () => {
  let now = 1_000_000
  const said: string[] = []
  const { signal, giveUp, stop } = createStops(
    (text) => said.push(text),
    () => now,
  )
  stop()
  now += 300
  stop()
  expect([signal.aborted, giveUp.aborted, said.length]).toEqual([true, false, 1])
  expect(signal.reason).toBeInstanceOf(Stopped)
  now += 1000
  stop()
  expect(giveUp.aborted).toBe(true)
})

test('a fault is the reason why it stopped', () => {
  const stops = createStops(() => undefined)
  const fault = new Error('a fault')
  stops.stop(fault)
  expect(stops.signal.reason).toBe(fault)
})
