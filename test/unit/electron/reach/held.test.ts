import { describe, expect, test } from 'vitest'
import { needHeld } from '../../../../electron/reach/register.ts'
import { rig } from './service-rig.ts'

describe('what Aircall holds', () => {
  const theirs = { callbackUrl: 'https://elsewhere.example/hook', token: 'theirs' }

  test('is looked at every hour; somebody else is not driven out, until the user says so', async () => {
    const { reach, world, hold, held, advance, tunnels } = rig()
    await reach.use(7)
    hold(theirs)
    await advance(59 * 60_000)
    expect(reach.current().state).toBe('reachable')
    await advance(2 * 60_000)
    expect(reach.current()).toMatchObject({
      state: 'lost',
      error: { code: 'registration.taken', detail: { host: 'elsewhere.example' } },
    })
    await advance(3_600_000)
    expect([held(), world.posts, tunnels.length]).toEqual([theirs, 1, 1])
    expect(await reach.use(7)).toMatchObject({ state: 'reachable' })
    expect(held()?.callbackUrl).toContain('https://t2.example/')
  })

  test('when it is there again by itself, all is well again by itself', async () => {
    const { reach, hold, held, advance } = rig()
    await reach.use(7)
    const ours = held()
    hold(undefined)
    reach.noticed('resume')
    await advance(0)
    expect(reach.current()).toMatchObject({ state: 'lost', error: { code: 'registration.gone' } })
    hold(ours)
    await advance(60_000)
    expect(reach.current().state).toBe('reachable')
  })

  test('an address of ours from before is replaced by itself', async () => {
    const { reach, hold, held, advance } = rig()
    await reach.use(7)
    const ours = held()?.callbackUrl ?? ''
    hold({ callbackUrl: ours.replace('t1.example', 't0.example'), token: 'token-1' })
    reach.noticed('resume')
    await advance(0)
    expect(reach.current()).toMatchObject({ state: 'lost', error: { code: 'registration.ignored' } })
    await advance(60_000)
    expect(reach.current().state).toBe('reachable')
    expect(held()?.callbackUrl).toBe(ours)
  })

  test('another token for our address is one that replies may carry', async () => {
    const { reach, hold, held, routes, advance } = rig()
    await reach.use(7)
    hold({ callbackUrl: held()?.callbackUrl ?? '', token: 'renewed' })
    reach.noticed('resume')
    await advance(0)
    expect(reach.current().state).toBe('reachable')
    expect(routes.get(7)?.tokens).toEqual(['renewed', 'token-1'])
  })

  test('is looked at after a sleep at once', async () => {
    const { reach, hold, advance } = rig()
    await reach.use(7)
    hold(theirs)
    reach.noticed('suspend')
    expect(reach.current().state).toBe('doubtful')
    reach.noticed('resume')
    await advance(0)
    expect(reach.current().error?.code).toBe('registration.taken')
  })

  test('at a start is left alone where it is somebody else’s', async () => {
    const { reach, hold, world } = rig()
    hold(theirs)
    expect(await reach.use(7, { take: false })).toMatchObject({ error: { code: 'registration.taken' } })
    expect(world.posts).toBe(0)
  })
})

describe('needHeld', () => {
  const ours = `https://t1.example/callback/${'a'.repeat(32)}`

  test.each([
    ['nothing', undefined, ours, 'registration.gone'],
    ['an address of somebody else', 'https://elsewhere.example/hook', ours, 'registration.taken'],
    ['the same, where we have none', 'https://elsewhere.example/hook', '', 'registration.taken'],
    ['one of ours from before', ours.replace('t1', 't0'), ours, 'registration.ignored'],
  ])('%s is not ours', (_what, callbackUrl, wanted, code) => {
    const held = callbackUrl === undefined ? undefined : { callbackUrl, token: 'token-1' }
    expect(() => needHeld(held, wanted)).toThrow(expect.objectContaining({ code }) as Error)
  })
})
