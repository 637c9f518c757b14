/** The ways in with the real listener and the real reach service. What lies between is an internet of our own. */
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { HttpFailure, type Http } from '../../../electron/ports.ts'
import type { NgrokApi } from '../../../electron/reach/ngrok-api.ts'
import { createWays, type Ways } from '../../../electron/reach/ways.ts'
import { defaultSettings, type Settings } from '../../../shared/model/settings.ts'
import { createFakeClock } from '../../unit/electron/support/clock.ts'
import { quietLog } from '../../unit/electron/support/quiet-log.ts'
import { http, ourNumber, startReach, type ReachRig } from './support.ts'

const ownHost = 'replies.example.org'
const ngrokHost = 'quiet.ngrok-free.dev'

let rig: ReachRig | undefined
let blocker: Server | undefined
afterEach(async () => {
  await rig?.close()
  rig = undefined
  await new Promise((resolve) => (blocker?.listening === true ? blocker.close(resolve) : resolve(undefined)))
  blocker = undefined
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function start(patch: Partial<Settings>) {
  const ownPort = await freePort()
  let settings: Settings = { ...defaultSettings, ownAddress: `https://${ownHost}`, ownPort, ...patch }
  /** Where each host leads on this computer. */
  const internet = new Map<string, number>([[ownHost, ownPort]])
  const world = { ngrokWorks: true, ownWorks: true }
  const through: Http = (request) => {
    const { host, pathname } = new URL(request.url)
    const works = host === ownHost ? world.ownWorks : world.ngrokWorks
    const port = works ? internet.get(host) : undefined
    if (port === undefined) return Promise.reject(new HttpFailure('notSent'))
    return http({ ...request, url: `http://127.0.0.1:${port}${pathname}` })
  }
  const ngrok: NgrokApi = {
    SessionBuilder: class {
      authtoken(): void {}
      handleDisconnection(): void {}
      connect() {
        if (!world.ngrokWorks) return Promise.reject(new Error('no connection'))
        return Promise.resolve({
          httpEndpoint: () => ({
            domain: () => undefined,
            listenAndForward(to: string) {
              internet.set(ngrokHost, Number(new URL(to).port))
              return Promise.resolve({
                url: () => `https://${ngrokHost}`,
                join: () => new Promise<void>(() => undefined),
                close: () => Promise.resolve(void internet.delete(ngrokHost)),
              })
            },
          }),
          close: () => Promise.resolve(),
        })
      }
    },
  }
  let ways: Ways | undefined
  // Half a minute and ten minutes go by when the test says so; everything else takes its own time.
  const clock = createFakeClock()
  let trials = 0
  rig = startReach({
    http: through,
    probeEveryMs: 100,
    makeWays: (needs) =>
      (ways = createWays({
        ...needs,
        prove: (url) => needs.prove(url).finally(() => (trials += 1)),
        settings: () => settings,
        forcedHost: undefined,
        isPractice: () => false,
        secrets: {
          get: () => Promise.resolve('a token'),
          set: () => Promise.resolve(),
          delete: () => Promise.resolve(),
        },
        loadNgrok: () => Promise.resolve(ngrok),
        http,
        clock,
        log: quietLog,
      })),
  })
  async function set(change: Partial<Settings>): Promise<void> {
    const before = settings
    settings = { ...settings, ...change }
    await ways?.settingsChanged(settings, before)
  }
  /** A trial each minute, for so long. */
  async function tryFor(minutes: number): Promise<void> {
    for (let left = minutes; left > 0; left -= 1) {
      const before = trials
      clock.advance(60_000)
      await vi.waitFor(() => expect(trials).toBe(before + 1), { timeout: 10_000, interval: 5 })
    }
  }
  return { ...rig, world, internet, ownPort, set, clock, tryFor }
}

const until = (told: () => unknown, expected: object) =>
  vi.waitFor(() => expect(told()).toMatchObject(expected), { timeout: 18_000, interval: 50 })

/** Everything that was ever registered, by host. */
const registered = ({ aircall }: ReachRig): string =>
  new URL(aircall.held?.callbackUrl ?? 'https://none').host

describe('an own address', () => {
  test('is listened for at its port, proven, registered, and brings texts', async () => {
    const game = await start({ way: 'own' })
    const { reach, customerTexts, stored, ownPort } = game
    expect(await reach.use(ourNumber.id)).toMatchObject({ state: 'reachable', way: 'own', host: ownHost })
    expect(reach.port()).toBe(ownPort)
    expect(registered(game)).toBe(ownHost)
    expect(await customerTexts('Hello')).toBe(200)
    expect(stored()).toEqual(['Hello'])
  })

  test('that leads nowhere is not reachable, and is once it does', async () => {
    const { reach, world } = await start({ way: 'own' })
    world.ownWorks = false
    expect(await reach.use(ourNumber.id)).toMatchObject({ state: 'lost', error: { code: 'probe.failed' } })
    world.ownWorks = true
    await until(reach.current, { state: 'reachable' })
  })

  test('whose port another program has says so, and takes it when it is free', async () => {
    const { reach, ownPort } = await start({ way: 'own' })
    blocker = createServer()
    await new Promise<void>((resolve) => blocker?.listen(ownPort, '127.0.0.1', resolve))
    expect(await reach.use(ourNumber.id)).toMatchObject({
      state: 'lost',
      error: { code: 'listener.portTaken', detail: { port: ownPort } },
    })
    await new Promise((resolve) => blocker?.close(resolve))
    await until(reach.current, { state: 'reachable' })
  })

  test('moves to another port with the settings, and lets go of the first', async () => {
    const { reach, ownPort, internet, set } = await start({ way: 'own' })
    await reach.use(ourNumber.id)
    const other = await freePort()
    internet.set(ownHost, other)
    await set({ ownPort: other })
    expect(reach.current()).toMatchObject({ state: 'reachable', way: 'own' })
    expect(reach.port()).toBe(other)
    blocker = createServer()
    await new Promise<void>((resolve, reject) =>
      blocker?.once('error', reject).listen(ownPort, '127.0.0.1', resolve),
    )
  })
})

describe('a standby', () => {
  test('takes over, brings texts, and gives back; one address is registered at a time', async () => {
    const game = await start({ way: 'ngrok', standby: 'own' })
    const { reach, world, told, customerTexts, stored, clock, tryFor } = game
    await reach.use(ourNumber.id)
    expect(registered(game)).toBe(ngrokHost)
    expect(await customerTexts('by ngrok')).toBe(200)

    world.ngrokWorks = false
    await until(reach.current, { state: 'lost', way: 'ngrok' })
    clock.advance(29_000)
    expect(registered(game)).toBe(ngrokHost)
    clock.advance(1000)
    await until(() => (clock.advance(0), reach.current()), { state: 'reachable', way: 'own', standby: true })
    expect(registered(game)).toBe(ownHost)
    expect(await customerTexts('by the standby')).toBe(200)

    world.ngrokWorks = true
    await tryFor(10)
    expect(reach.current()).toMatchObject({ state: 'reachable', standby: true })
    expect(registered(game)).toBe(ownHost)
    await tryFor(1)
    await until(reach.current, { state: 'reachable', way: 'ngrok' })
    expect(reach.current()).not.toHaveProperty('standby')
    expect(registered(game)).toBe(ngrokHost)
    expect(await customerTexts('by ngrok again')).toBe(200)
    expect(stored()).toEqual(['by ngrok', 'by the standby', 'by ngrok again'])
    // Registered three times in all, each time in place of what was there.
    expect(game.aircall.calls.filter((call) => call === 'POST')).toHaveLength(3)
    expect(new Set(told.map(({ way }) => way))).toEqual(new Set(['ngrok', 'own']))
  })

  test('takes over also when the port of an own address is taken, and gives back when it is free', async () => {
    const { reach, ownPort, clock, tryFor } = await start({ way: 'own', standby: 'ngrok' })
    blocker = createServer()
    await new Promise<void>((resolve) => blocker?.listen(ownPort, '127.0.0.1', resolve))
    await reach.use(ourNumber.id)
    clock.advance(30_000)
    await until(() => (clock.advance(0), reach.current()), {
      state: 'reachable',
      way: 'ngrok',
      standby: true,
    })
    expect(reach.port()).not.toBe(ownPort)
    await new Promise((resolve) => blocker?.close(resolve))
    await tryFor(11)
    await until(reach.current, { state: 'reachable', way: 'own' })
    expect(reach.port()).toBe(ownPort)
  })

  test('stays open until Aircall has the address of the first again: no text is lost on the way back', async () => {
    const game = await start({ way: 'own', standby: 'ngrok' })
    const { reach, world, internet, aircall, clock, tryFor, customerTexts } = game
    world.ownWorks = false
    await reach.use(ourNumber.id)
    clock.advance(30_000)
    await until(() => (clock.advance(0), reach.current()), { state: 'reachable', way: 'ngrok' })
    world.ownWorks = true
    // Aircall takes its time with each request, as it does.
    aircall.gate = () => new Promise((resolve) => setTimeout(resolve, 100))
    await tryFor(10)
    const sent: number[] = []
    const back = tryFor(1).then(() => until(reach.current, { state: 'reachable', way: 'own' }))
    for (let isBack = false; !isBack;) {
      sent.push(await customerTexts(`text ${sent.length}`))
      isBack = await Promise.race([
        back.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(resolve, 10, false)),
      ])
    }
    expect(sent.length).toBeGreaterThan(1)
    expect(new Set(sent)).toEqual(new Set([200]))
    await vi.waitFor(() => expect(internet.has(ngrokHost)).toBe(false))
  })
})
