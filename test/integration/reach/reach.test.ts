import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import type { Http } from '../../../electron/ports.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createLoopback } from '../../../electron/reach/loopback.ts'
import type { ReachService, ReachStep } from '../../../electron/reach/reach.ts'
import { startTunnelServer, type TunnelServer } from '../../tunnel/tunnel-server.ts'
import { http, ourNumber, startReach, type ReachRig } from './support.ts'

let tunnels: TunnelServer
let rig: ReachRig | undefined

beforeAll(async () => {
  tunnels = await startTunnelServer()
})
afterAll(() => tunnels.stop())
afterEach(async () => {
  await rig?.close()
  rig = undefined
  await tunnels.up()
})

const start = (options: Parameters<typeof startReach>[0] = { host: tunnels.host }): ReachRig =>
  (rig = startReach(options))

const until = (reach: ReachService, state: string) =>
  vi.waitFor(() => expect(reach.current().state).toBe(state), { timeout: 15_000 })

describe('a number in use', () => {
  test('is reachable after a proof, step by step; a text through the tunnel is in the store', async () => {
    const { reach, told, aircall, customerTexts, stored } = start()
    const steps: [ReachStep, string][] = []
    const end = await reach.use(ourNumber.id, { report: (step, state) => steps.push([step, state]) })
    expect(end).toMatchObject({ state: 'reachable' })
    expect(end.provenAt).toBeGreaterThan(0)
    expect(end.host).toMatch(/localhost/)
    expect(told.map(({ state }) => state)).toEqual(['opening', 'registering', 'proving', 'reachable'])
    expect(steps.map((step) => step.join(' '))).toEqual(
      ['listen', 'tunnel', 'register', 'verify', 'prove'].flatMap((step) => [
        `${step} running`,
        `${step} done`,
      ]),
    )
    expect(aircall.calls).toEqual(['GET', 'POST', 'GET'])
    expect(await customerTexts('Hello 👋🏽')).toBe(200)
    expect(stored()).toEqual(['Hello 👋🏽'])
  })

  test('shows no secret in what is told', async () => {
    const { reach, told, aircall } = start()
    await reach.use(ourNumber.id)
    const secret = aircall.held?.callbackUrl.split('/').at(-1) ?? 'none'
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  test('keeps its secret path from opening to opening; only the host changes', async () => {
    const { reach, aircall, store } = start()
    await reach.use(ourNumber.id)
    const first = new URL(aircall.held?.callbackUrl ?? '')
    await reach.stop()
    expect(reach.current().state).toBe('off')
    expect(reach.port()).toBeUndefined()
    await reach.use(ourNumber.id)
    const second = new URL(aircall.held?.callbackUrl ?? '')
    expect(second.pathname).toBe(first.pathname)
    expect(second.host).not.toBe(first.host)
    expect(store.numbers.registration(ourNumber.id)).toMatchObject({
      callbackUrl: second.href,
      token: 'token-2',
    })
  })

  test('emoji texts of every length arrive whole, wherever a border of the stream falls', async () => {
    const { reach, customerTexts, stored } = start()
    await reach.use(ourNumber.id)
    const texts = Array.from({ length: 40 }, (_, index) => `${'a'.repeat(index)}${'😀👩‍👩‍👧‍👦é'.repeat(60)}`)
    for (const text of texts) expect(await customerTexts(text)).toBe(200)
    expect(stored()).toEqual(texts)
  })

  test('many texts at once all arrive', async () => {
    const { reach, customerTexts, stored } = start()
    await reach.use(ourNumber.id)
    const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`)
    const answers = await Promise.all(texts.map(customerTexts))
    expect(new Set(answers)).toEqual(new Set([200]))
    expect(stored().sort()).toEqual([...texts].sort())
  })

  test('wrong requests from outside, with bodies, cost no text', async () => {
    const { reach, aircall, customerTexts, stored } = start()
    await reach.use(ourNumber.id)
    const { origin, href } = new URL(aircall.held?.callbackUrl ?? '')
    const ask = (url: string, body: string) =>
      http({ method: 'POST', url, headers: {}, body, timeoutMs: 10_000 }).then(
        ({ status }) => status,
        () => 0,
      )
    for (let turn = 0; turn < 5; turn += 1) {
      const wrong = Array.from({ length: 15 }, (_, index) =>
        ask(`${origin}/${index}`, 'x'.repeat(index * 20_000)),
      )
      const large = ask(href, 'x'.repeat(10 * 1024 * 1024))
      expect(await customerTexts(`during ${turn}`)).toBe(200)
      await Promise.all([...wrong, large])
      for (let after = 0; after < 12; after += 1)
        expect(await customerTexts(`after ${turn} ${after}`)).toBe(200)
    }
    expect(stored()).toHaveLength(65)
  }, 60_000)
})

describe('when the tunnel dies', () => {
  test('the server is killed: lost at once; back again: reachable by itself, and texts arrive', async () => {
    const { reach, told, customerTexts, stored } = start()
    const first = await reach.use(ourNumber.id)
    await tunnels.down()
    await until(reach, 'lost')
    expect(reach.current().error).toMatchObject({ code: expect.stringMatching(/^tunnel\./) as string })
    await tunnels.up()
    await until(reach, 'reachable')
    expect(reach.current().host).not.toBe(first.host)
    expect(told.some(({ state, retryAt }) => state === 'lost' && retryAt !== undefined)).toBe(true)
    expect(await customerTexts('back')).toBe(200)
    expect(stored()).toEqual(['back'])
  })

  test('somebody else answers at its address: not reachable, until it is ours again', async () => {
    const other = createHttpServer((req, res) => req.pipe(res))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const loopback = createLoopback()
    let isOurs = false
    const { reach } = start({
      tunnel: {
        async open(local, signal) {
          const opened = await loopback.open(local, signal)
          return isOurs ? opened : { ...opened, url: `http://127.0.0.1:${port}` }
        },
      },
    })
    // It echoes what it gets: the nonce comes back, and still it is no proof.
    expect(await reach.use(ourNumber.id)).toMatchObject({ state: 'lost', error: { code: 'probe.failed' } })
    isOurs = true
    await until(reach, 'reachable')
    other.close()
  })

  test('the server gives the tunnel up without a word: the next probes find out, and it heals', async () => {
    let cut = false
    const loopback = createLoopback()
    const front = createHttpServer((_req, res) => res.writeHead(404).end('404'))
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const blocked: Http = (request) => {
      const { port } = front.address() as AddressInfo
      return http(cut ? { ...request, url: `http://127.0.0.1:${port}/` } : request)
    }
    const { reach, told } = start({ tunnel: loopback, http: blocked, probeEveryMs: 50 })
    await reach.use(ourNumber.id)
    cut = true
    await vi.waitFor(() => expect(told.map(({ state }) => state)).toContain('lost'))
    const states = told.map(({ state }) => state)
    expect(states.slice(0, states.indexOf('lost') + 1).slice(-3)).toEqual(['reachable', 'doubtful', 'lost'])
    cut = false
    await until(reach, 'reachable')
    front.close()
  })

  test('check opens it anew at once', async () => {
    await tunnels.down()
    const { reach } = start({ host: tunnels.host })
    expect((await reach.use(ourNumber.id)).state).toBe('lost')
    await tunnels.up()
    expect(await reach.check()).toMatchObject({ state: 'reachable' })
    expect(await reach.check()).toMatchObject({ state: 'reachable' })
  })
})

describe('stopping', () => {
  test('in the middle of opening settles at once, and nothing is registered', async () => {
    const hole = createServer()
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
    const { port } = hole.address() as AddressInfo
    const { reach, aircall } = start({ host: `http://localhost:${port}`, timeoutMs: 60_000 })
    const using = reach.use(ourNumber.id)
    await vi.waitFor(() => expect(reach.current().state).toBe('opening'))
    await reach.stop()
    expect(await using).toMatchObject({ state: 'off' })
    expect(aircall.calls).toEqual([])
    hole.close()
  })

  test('in the middle of registering waits for the request under way and makes no other', async () => {
    const { reach, aircall } = start()
    let release = (): void => undefined
    aircall.gate = () => new Promise((resolve) => (release = resolve))
    const using = reach.use(ourNumber.id)
    await vi.waitFor(() => expect(aircall.calls).toEqual(['GET']))
    const stopping = reach.stop()
    expect(await using).toMatchObject({ state: 'off' })
    release()
    await stopping
    expect(aircall.calls).toEqual(['GET'])
    expect(aircall.held).toBeUndefined()
  })
})
