import { expect, test } from 'vitest'
import type { OpenTunnel } from '../../../../electron/ports.ts'
import { openAt } from '../../../../electron/reach/open-at.ts'
import { createStandby } from '../../../../electron/reach/standby.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const second = 1000
const minute = 60 * second

/** A standby on trial for ten minutes, whose first has become good; the caller opens nothing. */
async function backToFirst() {
  const clock = createFakeClock()
  const tunnels: OpenTunnel[] = []
  const standby = createStandby({
    hasStandby: () => true,
    first: () => ({
      port: 0,
      open: () => {
        const tunnel = openAt(`https://t${tunnels.length + 1}.example`)
        tunnels.push(tunnel)
        return Promise.resolve(tunnel)
      },
    }),
    listener: {
      port: () => 4000,
      start: () => Promise.resolve(4000),
      startBeside: () => Promise.reject(new Error('not in this test')),
    },
    prove: () => Promise.resolve(),
    reopen: () => Promise.resolve(),
    clock,
    log: quietLog,
  })
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= second) {
      clock.advance(second)
      for (let turn = 0; turn < 40; turn += 1) await Promise.resolve()
    }
  }
  const isOpen = async (tunnel: OpenTunnel | undefined): Promise<boolean> =>
    Promise.race([
      tunnel?.ended.then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 5, true)),
    ]).then(Boolean)
  standby.reachChanged({ state: 'lost', since: 0, error: { code: 'tunnel.lost', detail: {} } })
  await pass(30 * second)
  expect(standby.turn()).toBe('standby')
  standby.reachChanged({ state: 'reachable', since: 0, standby: true })
  await pass(11 * minute)
  expect(standby.turn()).toBe('first')
  return { standby, tunnels, pass, isOpen }
}

test('what a trial left open goes to whoever opens the first at its port, and to nobody twice', async () => {
  const { standby, tunnels, isOpen, pass } = await backToFirst()
  expect(standby.takeOver(4001)).toBeUndefined()
  expect(standby.takeOver(4000)).toBe(tunnels[0])
  expect(standby.takeOver(4000)).toBeUndefined()
  await pass(5 * minute)
  standby.reset()
  expect(await isOpen(tunnels[0])).toBe(true)
  expect(tunnels).toHaveLength(1)
})

test('what nobody opens is closed after half a minute, or with the settings that it was for', async () => {
  const left = await backToFirst()
  expect(await left.isOpen(left.tunnels[0])).toBe(true)
  await left.pass(30 * second)
  expect(await left.isOpen(left.tunnels[0])).toBe(false)
  expect(left.standby.takeOver(4000)).toBeUndefined()

  const set = await backToFirst()
  set.standby.reset()
  expect(await set.isOpen(set.tunnels[0])).toBe(false)
})

test('what has ended by itself meanwhile is not handed over', async () => {
  const { standby, tunnels } = await backToFirst()
  await tunnels[0]?.close()
  expect(standby.takeOver(4000)).toBeUndefined()
})
