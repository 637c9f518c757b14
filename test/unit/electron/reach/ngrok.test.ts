import { describe, expect, test, vi } from 'vitest'
import type { Log } from '../../../../electron/ports.ts'
import type { NgrokApi } from '../../../../electron/reach/ngrok-api.ts'
import { createNgrok } from '../../../../electron/reach/ngrok.ts'
import { createFakeClock } from '../support/clock.ts'

const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`

/** ngrok as far as Tern uses it, well behaved until told otherwise. */
function rig(options: { readonly domain?: string } = {}) {
  const clock = createFakeClock()
  const logged: string[] = []
  const say = (what: string, facts?: unknown): void =>
    void logged.push(`${what} ${JSON.stringify(facts)} ${String(facts)}`)
  const log: Log = { info: say, warn: say, error: say }
  const world = {
    token: token as string | undefined,
    tokenWait: Promise.resolve(),
    loads: true,
    url: 'https://quiet-tern.ngrok-free.dev' as string | null,
    connect: (): Promise<void> => Promise.resolve(),
    listen: (): Promise<void> => Promise.resolve(),
    close: (): Promise<void> => Promise.resolve(),
    asked: [] as string[],
    breaks: (): boolean => true,
    stopsForwarding: (): void => undefined,
  }
  const api: NgrokApi = {
    SessionBuilder: class {
      authtoken(given: string): void {
        world.asked.push(`token ${given === token ? 'ours' : 'another'}`)
      }
      handleDisconnection(handler: () => boolean): void {
        world.breaks = handler
      }
      async connect() {
        await world.connect()
        return {
          httpEndpoint: () => ({
            domain: (name: string) => world.asked.push(`domain ${name}`),
            async listenAndForward(to: string) {
              world.asked.push(`forward ${to}`)
              await world.listen()
              return {
                url: () => world.url,
                join: () =>
                  new Promise<void>(
                    (_resolve, reject) => (world.stopsForwarding = () => reject(new Error('broken'))),
                  ),
                async close() {
                  world.asked.push('close listener')
                  await world.close()
                },
              }
            },
          }),
          async close() {
            world.asked.push('close session')
            await world.close()
          },
        }
      }
    },
  }
  const tunnel = createNgrok({
    load: () => (world.loads ? Promise.resolve(api) : Promise.reject(new Error('no such module'))),
    async token() {
      await world.tokenWait
      return world.token
    },
    domain: options.domain ?? '',
    clock,
    log,
  })
  const abort = new AbortController()
  return { world, clock, logged, abort, open: () => tunnel.open(4711, abort.signal) }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
}

const refusal = (code: string): Error =>
  new Error(`failed to connect session: Your authtoken: ${token}\nmore, error_code: ${code}`)

describe('ngrok', () => {
  test('is opened with the token of the keychain, and leads to the listener', async () => {
    const { world, open } = rig()
    const tunnel = await open()
    expect(tunnel.url).toBe('https://quiet-tern.ngrok-free.dev')
    expect(world.asked).toEqual(['token ours', 'forward http://127.0.0.1:4711'])
    await tunnel.close()
    await tunnel.ended
    expect(world.asked.slice(2)).toEqual(['close listener', 'close session'])
  })

  test('asks for the domain that is set', async () => {
    const { world, open } = rig({ domain: 'replies.example.org' })
    await open()
    expect(world.asked).toContain('domain replies.example.org')
  })

  test('has ended when its connection breaks; ours is to be opened anew, not theirs', async () => {
    const { world, open } = rig()
    const tunnel = await open()
    expect(world.breaks()).toBe(false)
    await tunnel.ended
  })

  test('has ended when it forwards no more', async () => {
    const { world, open } = rig()
    const tunnel = await open()
    world.stopsForwarding()
    await tunnel.ended
  })

  test('without a token asks nobody', async () => {
    const { world, open } = rig()
    world.token = undefined
    await expect(open()).rejects.toMatchObject({ code: 'ngrok.noToken' })
    expect(world.asked).toEqual([])
  })

  test('where its library does not run is an error, not a crash, and works once it does', async () => {
    const { world, open } = rig()
    world.loads = false
    await expect(open()).rejects.toMatchObject({ code: 'ngrok.notLoaded' })
    world.loads = true
    expect((await open()).url).toMatch(/^https:/)
  })

  test('gives up after its time, and closes what comes later', async () => {
    const { world, clock, open } = rig()
    let goOn = (): void => undefined
    world.connect = () => new Promise((resolve) => (goOn = resolve))
    const opening = open()
    const failed = expect(opening).rejects.toMatchObject({ code: 'ngrok.unanswered' })
    await settle()
    clock.advance(14_999)
    await settle()
    clock.advance(1)
    await failed
    goOn()
    await vi.waitFor(() => expect(world.asked).toContain('close session'))
  })

  test('does not count the time in which the keychain waits for its password', async () => {
    const { world, clock, open } = rig()
    let unlock = (): void => undefined
    world.tokenWait = new Promise((resolve) => (unlock = resolve))
    const opening = open()
    await settle()
    clock.advance(40_000)
    unlock()
    expect((await opening).url).toMatch(/^https:/)
  })

  test.each(['tokenWait', 'connect', 'listen'] as const)(
    'stops at once when it is called off during %s',
    async (step) => {
      const { world, abort, open } = rig()
      let goOn = (): void => undefined
      const wait = new Promise<void>((resolve) => (goOn = resolve))
      if (step === 'tokenWait') world.tokenWait = wait
      else world[step] = () => wait
      const opening = open()
      const failed = expect(opening).rejects.toThrow('called off')
      await settle()
      abort.abort(new Error('called off'))
      await failed
      goOn()
      await settle()
      const opened = world.asked.filter((one) => one.startsWith('forward')).length
      if (opened > 0) expect(world.asked).toContain('close listener')
      await expect(open()).rejects.toThrow('called off')
    },
  )

  test('is not used with an address in the clear, or with none', async () => {
    for (const url of ['http://quiet-tern.ngrok-free.dev', 'tcp://1.tcp.ngrok.io:1', null]) {
      const { world, open } = rig()
      world.url = url
      await expect(open()).rejects.toMatchObject({ code: 'ngrok.refused' })
      expect(world.asked).toContain('close session')
    }
  })

  test('a close that ngrok does not answer ends after a while', async () => {
    const { world, clock, open } = rig()
    world.close = () => new Promise(() => undefined)
    const tunnel = await open()
    const closed = tunnel.close()
    await settle()
    clock.advance(3000)
    await closed
    await tunnel.ended
  })

  test.each([
    ['connect', 'ERR_NGROK_107', { code: 'ngrok.badToken', detail: { code: 'ERR_NGROK_107' } }],
    ['connect', 'ERR_NGROK_108', { code: 'ngrok.limit', detail: { code: 'ERR_NGROK_108' } }],
    [
      'listen',
      'ERR_NGROK_320',
      { code: 'ngrok.badDomain', detail: { code: 'ERR_NGROK_320', domain: 'a.example' } },
    ],
    ['listen', 'ERR_NGROK_334', { code: 'ngrok.inUse' }],
    ['connect', 'ERR_NGROK_9', { code: 'ngrok.refused' }],
  ] as const)('%s refused with %s is said, and the token is nowhere in it', async (step, code, error) => {
    const { world, logged, open } = rig({ domain: 'a.example' })
    world[step] = () => Promise.reject(refusal(code))
    const thrown = await open().catch((one: unknown) => one)
    expect(thrown).toMatchObject(error)
    const everything = [
      String(thrown),
      JSON.stringify(thrown),
      thrown instanceof Error ? `${thrown.stack ?? ''} ${String(thrown.cause)}` : '',
      ...logged,
    ].join('\n')
    expect(everything).not.toContain(token)
    expect(everything).not.toContain(token.slice(5, 20))
    if (step === 'listen') expect(world.asked).toContain('close session')
  })

  test('a failure to close says nothing of the token either', async () => {
    const { world, logged, open } = rig()
    world.close = () => Promise.reject(refusal('ERR_NGROK_333'))
    await (await open()).close()
    expect(logged.join('\n')).toContain('ERR_NGROK_333')
    expect(logged.join('\n')).not.toContain(token)
  })
})
