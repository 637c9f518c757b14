import { describe, expect, test } from 'vitest'
import { TernError } from '../../../../shared/errors.ts'
import { rig } from './service-rig.ts'

describe('giving a number back', () => {
  function gate() {
    let open = (): void => undefined
    const closed = new Promise<void>((resolve) => (open = resolve))
    return { closed, open: () => open() }
  }

  test('replies come in until Aircall holds the number no longer; then all stops', async () => {
    const { reach, world, routes, tunnels, settle, held } = rig()
    await reach.use(7)
    const { closed, open } = gate()
    world.writes = closed
    const back = reach.giveBack(7)
    await settle()
    expect([world.deletes, routes.size, tunnels[0]?.closed]).toEqual([1, 1, false])
    expect(reach.current().state).toBe('reachable')
    open()
    await back
    expect([held(), routes.size, tunnels[0]?.closed]).toEqual([undefined, 0, true])
    expect(reach.current().state).toBe('off')
  })

  test('a POST under way, however long it takes, does not come after the DELETE', async () => {
    const { reach, world, settle, advance, held } = rig()
    const { closed, open } = gate()
    world.writes = closed
    const used = reach.use(7)
    await settle()
    expect(world.posts).toBe(1)
    const back = reach.giveBack(7)
    await advance(29_000)
    expect(world.deletes).toBe(0)
    open()
    await Promise.all([used, back])
    expect([held(), world.posts, world.deletes]).toEqual([undefined, 1, 1])
    await advance(3_600_000)
    expect([reach.current().state, world.posts]).toEqual(['off', 1])
  })

  test('a tunnel that dies meanwhile does not take the number again', async () => {
    const { reach, world, tunnels, settle, advance, held } = rig()
    await reach.use(7)
    const { closed, open } = gate()
    world.writes = closed
    const back = reach.giveBack(7)
    tunnels[0]?.end()
    await settle()
    await advance(30_000)
    expect(tunnels.length).toBeGreaterThan(1)
    open()
    await back
    expect([held(), world.posts, reach.current().state]).toEqual([undefined, 1, 'off'])
    expect(tunnels.every((tunnel) => tunnel.closed)).toBe(true)
  })

  test('that fails leaves the way in as it was', async () => {
    const { reach, world, tunnels, routes, settle, advance, held } = rig()
    await reach.use(7)
    world.refusal = new TernError('aircall.unreachable')
    await expect(reach.giveBack(7)).rejects.toMatchObject({ code: 'aircall.unreachable' })
    expect([reach.current().state, tunnels.length, routes.size]).toEqual(['reachable', 1, 1])
    expect(held()).toBeDefined()
    // And from then on it is kept reachable as before.
    tunnels[0]?.end()
    await settle()
    await advance(1000)
    expect([reach.current().state, world.posts]).toEqual(['reachable', 2])
  })

  test.each(['aircall.timedOut', 'aircall.noClearAnswer', 'aircall.trouble'] as const)(
    'an answer that is lost (%s) is looked after: done is done, and what is not done is done once more',
    async (code) => {
      for (const doneAllTheSame of [true, false]) {
        const { reach, world, held } = rig()
        await reach.use(7)
        Object.assign(world, { refusal: new TernError(code), doneAllTheSame })
        await reach.giveBack(7)
        expect([held(), world.deletes]).toEqual([undefined, doneAllTheSame ? 1 : 2])
      }
    },
  )
})
