import { describe, expect, test } from 'vitest'
import { TernError } from '../../../../shared/errors.ts'
import { rig } from './service-rig.ts'

describe('use', () => {
  test('reports each step, and says nothing more to the wizard once it has its answer', async () => {
    const { reach, advance, world } = rig()
    const steps: string[] = []
    await reach.use(7, { report: (step, state) => steps.push(`${step} ${state}`) })
    expect(steps).toHaveLength(10)
    await advance(60_000)
    expect(world.probed).toBe(2)
    expect(steps).toHaveLength(10)
  })

  test.each([
    ['listens', 'listen', 'listener.failed'],
    ['opens', 'tunnel', 'tunnel.unanswered'],
    ['key', 'register', 'app.notReady'],
    ['registers', 'register', 'aircall.unreachable'],
    ['probesPass', 'prove', 'probe.failed'],
  ] as const)('without %s it fails at the step %s, and goes on by itself', async (missing, step, code) => {
    const { reach, world, advance, told } = rig()
    world[missing] = false
    const failed: unknown[] = []
    const end = await reach.use(7, {
      report: (name, state, error) => state === 'failed' && failed.push([name, error?.code]),
    })
    expect(end).toMatchObject({ state: 'lost', error: { code } })
    expect(end.retryAt).toBeGreaterThan(end.since)
    expect(failed).toEqual([[step, code]])
    world[missing] = true
    await advance(500)
    expect(reach.current().state).toBe('reachable')
    expect(reach.current().error).toBeUndefined()
    expect(told.at(-1)).toEqual(reach.current())
  })

  test('tells which way in is open, and whether it stands in for another one, until it is off', async () => {
    const { reach, world, told } = rig()
    expect(await reach.use(7)).toMatchObject({ way: 'localtunnel' })
    expect(reach.current()).not.toHaveProperty('standby')
    world.way = { name: 'own', standby: true, port: 8734 }
    expect(await reach.use(7)).toMatchObject({ way: 'own', standby: true })
    expect(told.every(({ way }) => way !== undefined)).toBe(true)
    await reach.stop()
    expect(reach.current()).not.toHaveProperty('way')
    expect(reach.current()).not.toHaveProperty('standby')
  })

  test('listens at the port of the way in', async () => {
    const { reach, world } = rig()
    world.way = { name: 'own', standby: false, port: 8734 }
    await reach.use(7)
    world.way = { name: 'localtunnel', standby: false, port: 0 }
    await reach.use(7)
    expect(world.ports).toEqual([8734, 4000])
  })

  test('asks anew each time how long it is to the next probe', async () => {
    const { reach, world, advance } = rig()
    await reach.use(7)
    world.probeEveryMs = 15_000
    await advance(60_000)
    expect(world.probed).toBe(2)
    await advance(15_000)
    expect(world.probed).toBe(3)
  })

  test('proves any address of the number, and of none while none is in use', async () => {
    const { reach, world, held, told } = rig()
    await expect(reach.prove('https://other.example')).rejects.toMatchObject({ code: 'app.notReady' })
    await reach.use(7)
    const before = [held(), told.length, world.posts]
    expect(await reach.prove('https://other.example')).toBeGreaterThanOrEqual(0)
    expect(world.addresses.at(-1)).toMatch(/^https:\/\/other\.example\/callback\/[0-9a-f]{32}$/)
    world.probesPass = false
    await expect(reach.prove('https://other.example')).rejects.toMatchObject({ code: 'probe.failed' })
    expect([held(), told.length, world.posts]).toEqual(before)
  })

  test('again while it runs is one run: both get the answer of the last', async () => {
    const { reach, tunnels } = rig()
    const [first, second] = await Promise.all([reach.use(7), reach.use(7)])
    expect([first.state, second.state]).toEqual(['reachable', 'reachable'])
    expect(tunnels.filter(({ closed }) => !closed)).toHaveLength(1)
  })

  test('of another number closes the path of the first', async () => {
    const { reach, routes, saved } = rig()
    await reach.use(7)
    await reach.use(8)
    expect([...routes.keys()]).toEqual([8])
    expect(saved.get(7)?.callbackUrl.split('/').at(-1)).not.toBe(saved.get(8)?.callbackUrl.split('/').at(-1))
  })

  test('after a restart keeps the path, and takes the token before as well', async () => {
    const { reach, saved, routes } = rig()
    const secret = 'ab'.repeat(16)
    saved.set(7, {
      numberId: 7,
      callbackUrl: `https://old/callback/${secret}`,
      token: 'before',
      registeredAt: 1,
    })
    await reach.use(7)
    expect(saved.get(7)).toMatchObject({
      callbackUrl: `https://t1.example/callback/${secret}`,
      token: 'token-1',
    })
    expect(routes.get(7)?.tokens).toEqual(['token-1', 'before'])
  })
})

describe('by itself', () => {
  test('waits longer after each failure, up to its limit', async () => {
    const { reach, world, advance, told, clock } = rig()
    world.opens = false
    await reach.use(7)
    const waits: number[] = []
    for (let turn = 0; turn < 9; turn += 1) {
      const wait = (reach.current().retryAt ?? 0) - clock.now()
      waits.push(wait)
      await advance(wait)
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000])
    expect(told.every(({ state }) => state === 'opening' || state === 'lost')).toBe(true)
  })

  test('keeps the tunnel when only Aircall is away', async () => {
    const { reach, world, advance, tunnels } = rig()
    world.registers = false
    await reach.use(7)
    world.registers = true
    await advance(500)
    expect(reach.current().state).toBe('reachable')
    expect(tunnels).toHaveLength(1)
  })

  test('a tunnel that ends is opened anew and registered anew', async () => {
    const { reach, tunnels, settle, advance, held } = rig()
    await reach.use(7)
    tunnels[0]?.end()
    await settle()
    expect(reach.current()).toMatchObject({ state: 'lost', error: { code: 'tunnel.lost' } })
    await advance(500)
    expect(reach.current().state).toBe('reachable')
    expect(held()?.callbackUrl).toContain('https://t2.example/')
  })

  test('one missed probe is a doubt, two are a loss', async () => {
    const { reach, world, advance, told } = rig()
    await reach.use(7)
    world.probesPass = false
    await advance(60_000)
    expect(reach.current().state).toBe('doubtful')
    await advance(2000)
    expect(reach.current().state).toBe('lost')
    world.probesPass = true
    await advance(500)
    expect(told.slice(-4).map(({ state }) => state)).toEqual([
      'opening',
      'registering',
      'proving',
      'reachable',
    ])
  })
})

describe('handing back', () => {
  test('deletes the configuration, and the next use takes the number again', async () => {
    const { reach, booked, held, world } = rig()
    await reach.use(7)
    await reach.handBack(7)
    expect([held(), reach.current().state, world.deletes]).toEqual([undefined, 'off', 1])
    expect(booked).toEqual(['open 7', 'held 7', 'handedBack 7'])
    expect(await reach.use(7, { take: true })).toMatchObject({ state: 'reachable' })
  })

  test('asked for again before it is over: the number is registered once it is', async () => {
    const { reach, world, held, settle } = rig()
    await reach.use(7)
    let open = (): void => undefined
    world.writes = new Promise<void>((resolve) => (open = resolve))
    const back = reach.handBack(7)
    await settle()
    const again = reach.use(7)
    await settle()
    expect([world.deletes, world.posts]).toEqual([1, 1])
    open()
    await back
    expect(await again).toMatchObject({ state: 'reachable' })
    expect(held()?.callbackUrl).toContain('https://t2.example/')
  })

  test('refused, all goes on as before', async () => {
    const { reach, booked, world } = rig()
    await reach.use(7)
    world.refusal = new TernError('aircall.keyRefused')
    await expect(reach.handBack(7)).rejects.toMatchObject({ code: 'aircall.keyRefused' })
    expect(reach.current().state).toBe('reachable')
    expect(booked).not.toContain('handedBack 7')
  })
})

describe('stop and check', () => {
  test('stop closes the tunnel and the path, and nothing happens any more', async () => {
    const { reach, tunnels, routes, advance, world } = rig()
    await reach.use(7)
    await reach.stop()
    expect(reach.current().state).toBe('off')
    expect(tunnels[0]?.closed).toBe(true)
    expect(routes.size).toBe(0)
    await advance(3_600_000)
    expect([reach.current().state, world.probed]).toEqual(['off', 1])
    await reach.stop()
  })

  test('check proves it now; when it is lost it opens anew; when it is off it leaves it', async () => {
    const { reach, world, advance } = rig()
    expect(await reach.check()).toMatchObject({ state: 'off' })
    await reach.use(7)
    expect(await reach.check()).toMatchObject({ state: 'reachable' })
    expect(world.probed).toBe(2)
    world.probesPass = false
    expect(await reach.check()).toMatchObject({ state: 'doubtful' })
    await advance(2000)
    world.probesPass = true
    expect(await reach.check()).toMatchObject({ state: 'reachable' })
  })

  test('check while it opens waits for the same answer', async () => {
    const { reach, world } = rig()
    const [used, checked] = await Promise.all([reach.use(7), reach.check()])
    expect(checked).toEqual(used)
    expect(world.probed).toBe(1)
  })
})
