import { describe, expect, test } from 'vitest'
import { minute, onStandby, rig, second, token } from './ways-rig.ts'

describe('the way in that is used', () => {
  test.each([
    [{ way: 'localtunnel' }, { name: 'localtunnel', port: 0, standby: false }],
    [{ way: 'ngrok' }, { name: 'ngrok', port: 0, standby: false }],
    [
      { way: 'own', ownPort: 9000 },
      { name: 'own', port: 9000, standby: false },
    ],
  ] as const)('is what the settings say: %j', (patch, expected) => {
    expect(rig(patch).ways.current()).toMatchObject(expected)
  })

  test('is none in practice, unless the environment names a tunnel server, which goes before everything', () => {
    const { ways, world } = rig()
    world.practice = true
    expect(ways.current()).toMatchObject({ name: 'loopback', port: 0, standby: false })
    const forced = rig({}, 'http://localhost:1234')
    expect(forced.ways.current()).toMatchObject({ name: 'localtunnel' })
    forced.world.practice = true
    expect(forced.ways.current()).toMatchObject({ name: 'localtunnel' })
  })

  test('that is an own address without one says so', async () => {
    const { ways } = rig({ ownAddress: '' })
    const opening = ways.current().open(8734, new AbortController().signal)
    await expect(opening).rejects.toMatchObject({ code: 'own.noAddress' })
  })

  test('at an own address is proven there, whatever is written after its host', async () => {
    const { ways } = rig({ ownAddress: 'https://replies.example.org:8443/' })
    const tunnel = await ways.current().open(8734, new AbortController().signal)
    expect(tunnel.url).toBe('https://replies.example.org:8443')
    await tunnel.close()
    await tunnel.ended
  })
})

describe('the standby', () => {
  test('takes over after half a minute, and is told as what it is', async () => {
    const { ways, world } = await onStandby()
    expect(world.done).toEqual(['open own', 'open ngrok'])
    expect(world.opened.map(({ name, standby }) => [name, standby])).toEqual([
      ['own', false],
      ['ngrok', true],
    ])
    expect(ways.current()).toMatchObject({ name: 'ngrok', standby: true })
  })

  test('goes back after ten good minutes, with what the trial has left open', async () => {
    const { world, pass } = await onStandby()
    world.firstProves = true
    world.done.length = 0
    await pass(10 * minute + 59 * second)
    expect(world.done.filter((one) => one.startsWith('open'))).toEqual([])
    expect(world.done.filter((one) => one.startsWith('prove'))).toHaveLength(10)
    await pass(2 * second)
    expect(world.opened.at(-1)).toMatchObject({ name: 'own', standby: false })
    expect(world.opened.filter(({ name }) => name === 'ngrok')).toHaveLength(1)
  })

  test('hands over the very tunnel that was tried: the address is in use once', async () => {
    const game = rig({ way: 'ngrok', standby: 'own' })
    game.world.ngrokOpens = false
    await game.reopen()
    await game.pass(30 * second)
    expect(game.world.opened.map(({ name }) => name)).toEqual(['own'])
    game.world.ngrokOpens = true
    await game.pass(12 * minute)
    expect(game.world.opened.map(({ name }) => name)).toEqual(['own', 'ngrok'])
    expect(game.world.connects).toBe(1)
    let isOpen = true
    void game.world.opened.at(-1)?.tunnel.ended.then(() => (isOpen = false))
    await game.pass(minute)
    expect(isOpen).toBe(true)
  })

  test('is closed only when the first is reachable, or after twenty seconds', async () => {
    const { world, tell, pass } = await onStandby()
    world.firstProves = true
    world.tells = false
    await pass(11 * minute + second)
    expect(world.opened.at(-1)?.name).toBe('own')
    expect(world.closes).toBe(0)
    tell('registering', false)
    await pass(5 * second)
    expect(world.closes).toBe(0)
    tell('reachable', false)
    await pass(second)
    expect(world.closes).toBe(1)

    const late = await onStandby()
    late.world.firstProves = true
    late.world.tells = false
    await late.pass(11 * minute + second)
    await late.pass(20 * second)
    expect(late.world.closes).toBe(1)
  })

  test('is closed at once when it was lost, when other settings are the reason, and when no number is in use', async () => {
    const lost = await onStandby()
    lost.world.firstProves = true
    lost.tell('lost', true, 'tunnel.lost')
    lost.world.tells = false
    await lost.pass(2 * minute)
    expect(lost.world.opened.at(-1)?.name).toBe('own')
    expect(lost.world.closes).toBe(1)

    const set = await onStandby()
    set.world.tells = false
    await set.set({ ownAddress: 'https://other.example.org' })
    expect(set.world.closes).toBe(1)

    const off = await onStandby()
    off.world.firstProves = true
    off.world.tells = false
    await off.pass(11 * minute + second)
    expect(off.world.closes).toBe(0)
    off.tell('off', false)
    await off.settle()
    expect(off.world.closes).toBe(1)
  })

  test('has the first tried at its own port, beside the one in use', async () => {
    const game = await onStandby()
    // As after a start at which another program had the port.
    game.world.port = 4000
    await game.pass(minute)
    expect(game.world.done.slice(2)).toEqual([
      'listen beside at 8734',
      'prove https://replies.example.org',
      'give up 8734',
    ])
  })

  test('that is lost as well: both are tried on', async () => {
    const game = rig()
    game.world.firstProves = false
    game.world.ngrokOpens = false
    await game.reopen()
    await game.pass(3 * minute)
    expect(game.world.done.filter((one) => one.startsWith('prove'))).toHaveLength(2)
    game.world.firstProves = true
    await game.pass(minute)
    expect(game.world.done.at(-1)).toBe('open own')
    expect(game.world.opened.at(-1)).toMatchObject({ name: 'own', standby: false })
  })

  test('is not asked for what is over: late news of the first does not count against it', async () => {
    const { world, tell, pass } = await onStandby()
    tell('lost', false, 'probe.failed')
    await pass(5 * minute)
    expect(world.opened.at(-1)?.name).toBe('ngrok')
    expect(world.done.filter((one) => one.startsWith('open'))).toHaveLength(2)
  })

  test('is none when none is set, or the first itself', async () => {
    for (const standby of ['none', 'own'] as const) {
      const { world, pass } = await onStandby({ standby })
      await pass(60 * minute)
      expect(world.done).toEqual(['open own'])
    }
  })

  test('ends when no number is in use: the next one begins with the first', async () => {
    const { ways, world, tell, pass } = await onStandby()
    tell('off', false)
    expect(ways.current()).toMatchObject({ name: 'own', standby: false })
    await pass(5 * minute)
    expect(world.done).toEqual(['open own', 'open ngrok'])
  })
})

describe('other settings', () => {
  test('open the first anew, whichever is in use', async () => {
    const { world, set } = await onStandby()
    world.firstProves = true
    await set({ ownAddress: 'https://other.example.org' })
    expect(world.opened.at(-1)).toMatchObject({ name: 'own', standby: false })
    expect(world.opened.at(-1)?.tunnel.url).toBe('https://other.example.org')
  })

  test('of the standby open nothing while the first is in use', async () => {
    const { world, set, reopen } = rig()
    await reopen()
    await set({ ngrokDomain: 'a.ngrok.app' })
    await set({ standby: 'localtunnel' })
    await set({ theme: 'dark', probeSeconds: 90 })
    expect(world.done).toEqual(['open own'])
  })

  test('of the standby begin with the first when the standby is in use', async () => {
    const { world, set } = await onStandby()
    await set({ standby: 'none' })
    expect(world.done.slice(2)).toEqual(['open own'])
  })

  test('let go of the port that nothing leads to any more, before what is next is opened', async () => {
    const { world, set, reopen } = rig()
    await reopen()
    expect(world.port).toBe(8734)
    await set({ ownPort: 9000 })
    expect(world.done.slice(1)).toEqual(['listen no more', 'open own'])
    expect(world.port).toBe(9000)
    await set({ way: 'ngrok', standby: 'own' })
    expect(world.done.slice(3)).toEqual(['open ngrok'])
    expect(world.port).toBe(9000)
    await set({ standby: 'none' })
    expect(world.done.slice(4)).toEqual(['listen no more', 'open ngrok'])
  })

  test('change nothing in practice, and nothing of a tunnel server that the environment names', async () => {
    const practice = rig()
    practice.world.practice = true
    await practice.set({ way: 'ngrok', ownPort: 9000 })
    const forced = rig({}, 'http://localhost:1234')
    await forced.set({ way: 'ngrok' })
    await forced.ways.setNgrokToken(token)
    await forced.settle()
    expect([...practice.world.done, ...forced.world.done]).toEqual([])
  })
})

test('what cannot be opened at all is logged, and trying goes on', async () => {
  const { world, set, pass } = await onStandby()
  world.storeFails = true
  await set({ ownAddress: 'https://other.example.org' })
  expect(world.done.slice(2)).toEqual(['open own', 'ways: could not be opened'])
  world.storeFails = false
  await set({ way: 'ngrok' })
  await pass(second)
  expect(world.opened.at(-1)?.name).toBe('ngrok')
})

describe('what each still needs', () => {
  test('is told without the token', async () => {
    const { ways } = rig({ ownAddress: '' })
    expect(await ways.told()).toEqual({
      ways: [{ way: 'localtunnel' }, { way: 'ngrok' }, { way: 'own', needs: 'address' }],
    })
    expect(await ways.forgetNgrokToken()).toMatchObject({ ways: [{}, { way: 'ngrok', needs: 'token' }, {}] })
    const forced = await rig({}, 'https://tunnel.example:8443').ways.told()
    expect(forced.forcedHost).toBe('tunnel.example:8443')
  })

  test('a token goes into the keychain as it is, and what is none does not', async () => {
    const { ways, secrets } = rig()
    secrets.clear()
    await expect(ways.setNgrokToken('not a token')).rejects.toMatchObject({ code: 'ngrok.tokenShape' })
    expect(secrets.size).toBe(0)
    const told = await ways.setNgrokToken(` ngrok config add-authtoken ${token}\n`)
    expect(secrets.get('ngrok-token')).toBe(token)
    expect(JSON.stringify(told)).not.toContain(token)
  })

  test('a new token is tried at once where it is used', async () => {
    const unused = rig()
    await unused.reopen()
    await unused.ways.setNgrokToken(token)
    await unused.settle()
    expect(unused.world.done).toEqual(['open own'])

    const standby = await onStandby()
    await standby.ways.setNgrokToken(token)
    await standby.settle()
    expect(standby.world.done.slice(2)).toEqual(['open ngrok'])
    expect(standby.ways.current().standby).toBe(true)

    const first = await onStandby({ way: 'ngrok', standby: 'localtunnel' })
    await first.ways.forgetNgrokToken()
    await first.settle()
    expect(first.world.done.at(-1)).toBe('open ngrok')
    expect(first.ways.current().standby).toBe(false)
  })
})
