import { describe, expect, it } from 'vitest'
import {
  createKeychain,
  keychainService,
  keychainTimeout,
  type KeytarApi,
} from '../../../../electron/secrets/keychain.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

/** A keytar whose calls end when the test says so. */
function slowKeytar() {
  const calls: {
    readonly what: string
    readonly end: (value: string) => void
    readonly fail: (words: string) => void
  }[] = []
  const call = (what: string) =>
    new Promise<string>((resolve, reject) => {
      calls.push({
        what,
        end: resolve,
        fail: (words) => {
          reject(new Error(words))
        },
      })
    })
  const api: KeytarApi = {
    getPassword: (service, account) => call(`get ${service}/${account}`),
    setPassword: async (service, account) => {
      await call(`set ${service}/${account}`)
    },
    deletePassword: async (service, account) => (await call(`delete ${service}/${account}`)) === 'true',
  }
  return { api, calls }
}

/** Timers that run out only when the test says so. */
function timers() {
  const waiting = new Map<() => void, number>()
  return {
    waiting,
    after: (ms: number, act: () => void) => {
      waiting.set(act, ms)
      return () => void waiting.delete(act)
    },
    runOut: () => {
      for (const act of [...waiting.keys()]) {
        waiting.delete(act)
        act()
      }
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

function keychain(platform: NodeJS.Platform = 'linux') {
  const keytar = slowKeytar()
  const clock = timers()
  const loads = { count: 0 }
  const secrets = createKeychain({
    load: () => {
      loads.count += 1
      return Promise.resolve(keytar.api)
    },
    service: 'Tern',
    clock,
    platform,
  })
  return { ...keytar, clock, secrets, loads }
}

describe('createKeychain', () => {
  it('loads keytar at the first call only', async () => {
    const { secrets, calls, loads } = keychain()
    expect(loads.count).toBe(0)
    const got = secrets.get('aircall-key')
    await settled()
    calls[0]?.end('x')
    expect(await got).toBe('x')
    void secrets.get('store-key')
    await settled()
    expect(loads.count).toBe(1)
  })

  it('makes one call at a time, in order, also after one that failed', async () => {
    const { secrets, calls } = keychain()
    const first = secrets.set('store-key', 'k')
    const second = secrets.get('store-key')
    const third = secrets.delete('store-key')
    await settled()
    expect(calls.map(({ what }) => what)).toEqual(['set Tern/store-key'])
    calls[0]?.fail('denied')
    await expect(first).rejects.toEqual(code('keychain.refused'))
    await settled()
    expect(calls.map(({ what }) => what)).toEqual(['set Tern/store-key', 'get Tern/store-key'])
    calls[1]?.end('k')
    expect(await second).toBe('k')
    await settled()
    calls[2]?.end('true')
    await third
  })

  it('gives up after a while, starts nothing beside the call that hangs, and nothing that it gave up', async () => {
    const { secrets, calls, clock } = keychain()
    const hanging = secrets.get('store-key')
    const behind = secrets.set('store-key', 'k')
    await settled()
    expect([...clock.waiting.values()]).toEqual([keychainTimeout, keychainTimeout])
    clock.runOut()
    await expect(hanging).rejects.toEqual(code('keychain.refused'))
    await expect(behind).rejects.toEqual(code('keychain.refused'))
    const next = secrets.get('aircall-key')
    await settled()
    expect(calls.length).toBe(1)
    calls[0]?.end('late')
    await settled()
    expect(calls.map(({ what }) => what)).toEqual(['get Tern/store-key', 'get Tern/aircall-key'])
    calls[1]?.end('v')
    expect(await next).toBe('v')
    expect(clock.waiting.size).toBe(0)
  })

  it.each([
    ['linux', 'The name org.freedesktop.secrets was not provided by any .service files', 'keychain.missing'],
    ['linux', 'Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain.missing'],
    ['linux', 'Could not connect: No such file or directory', 'keychain.missing'],
    ['linux', 'Cannot create an item in a locked collection', 'keychain.refused'],
    ['darwin', 'The user name or passphrase you entered is not correct.', 'keychain.refused'],
    ['win32', 'Could not connect', 'keychain.refused'],
  ] as const)('%s: %s', async (platform, words, expected) => {
    const { secrets, calls } = keychain(platform)
    const got = secrets.get('store-key')
    await settled()
    calls[0]?.fail(words)
    await expect(got).rejects.toMatchObject({ code: expected, detail: { platform } })
  })

  it('on Linux does not take a locked keychain for an empty one', async () => {
    const entries = new Map<string, string>()
    let locked = true
    const api: KeytarApi = {
      getPassword: (_, account) => Promise.resolve(locked ? null : (entries.get(account) ?? null)),
      setPassword: (_, account, value) => {
        if (locked) return Promise.reject(new Error('Cannot create an item in a locked collection'))
        entries.set(account, value)
        return Promise.resolve()
      },
      deletePassword: (_, account) => Promise.resolve(entries.delete(account)),
    }
    const load = () => Promise.resolve(api)
    const on = (platform: NodeJS.Platform) =>
      createKeychain({ load, service: 'Tern', clock: timers(), platform })
    entries.set('store-key', 'k')
    await expect(on('linux').get('store-key')).rejects.toEqual(code('keychain.refused'))
    // The others report a locked keychain by themselves.
    expect(await on('darwin').get('store-key')).toBeUndefined()
    locked = false
    expect(await on('linux').get('store-key')).toBe('k')
    expect(await on('linux').get('aircall-key')).toBeUndefined()
    expect([...entries.keys()]).toEqual(['store-key'])
  })

  it('without keytar: missing, and tried anew at the next call', async () => {
    const keytar = slowKeytar()
    let broken = true
    const secrets = createKeychain({
      load: () =>
        broken ? Promise.reject(new Error('libsecret-1.so.0: cannot open')) : Promise.resolve(keytar.api),
      service: 'Tern',
      clock: timers(),
      platform: 'linux',
    })
    await expect(secrets.get('store-key')).rejects.toEqual(code('keychain.missing'))
    broken = false
    const got = secrets.get('store-key')
    await settled()
    keytar.calls[0]?.end('v')
    expect(await got).toBe('v')
  })
})

describe('keychainService', () => {
  it('is plain for the default folder and another for each other one', () => {
    expect(keychainService('/home/a/.config/Tern', '/home/a/.config/Tern')).toBe('Tern')
    const one = keychainService('/tmp/one', '/home/a/.config/Tern')
    expect(one).toMatch(/^Tern [0-9a-f]{16}$/)
    expect(keychainService('/tmp/two', '/home/a/.config/Tern')).not.toBe(one)
    expect(keychainService('/tmp/one', '/x')).toBe(one)
  })
})
