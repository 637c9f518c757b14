import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createAircall } from '../../../electron/aircall/client.ts'
import type { BehaviourChange } from '../../../electron/practice/behaviour.ts'
import {
  createPracticeAircall,
  practiceCustomers,
  practiceNumbers,
} from '../../../electron/practice/practice.ts'
import { createLoopback } from '../../../electron/reach/loopback.ts'
import { quietLog } from '../../unit/electron/support/quiet-log.ts'
import { startTunnelServer, type TunnelServer } from '../../tunnel/tunnel-server.ts'
import { realClock } from '../callback/support.ts'
import { http, startReach } from './support.ts'

/** Reach with the real client and the practice Aircall, which calls back through the real tunnel. */
let tunnels: TunnelServer
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  tunnels = await startTunnelServer()
})
afterAll(() => tunnels.stop())
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const [number, , landline] = practiceNumbers
const from = practiceCustomers.ordinary.number

async function start(behaviour: BehaviourChange = {}, useTunnel = true) {
  const practice = await createPracticeAircall({ behaviour })
  closers.push(practice.close)
  const { baseUrl, key } = practice
  const aircall = createAircall({ http, key, baseUrl, clock: realClock, log: quietLog, random: () => 0 })
  const rig = startReach({ host: tunnels.host, aircall, ...(useTunnel ? {} : { tunnel: createLoopback() }) })
  closers.push(rig.close)
  for (const each of practiceNumbers) rig.store.numbers.save({ ...each, practice: true })
  return { ...rig, practice, aircall }
}

const numberId = number?.id ?? 0

async function isReached(rig: Awaited<ReturnType<typeof start>>): Promise<void> {
  expect(await rig.reach.use(numberId)).toMatchObject({ state: 'reachable' })
  const held = rig.practice.configured(numberId)
  expect(rig.store.numbers.registration(numberId)).toMatchObject({
    callbackUrl: held?.callbackUrl,
    token: held?.token,
  })
  await rig.practice.customerTexts({ numberId, from, body: 'Are you open today?' })
  await vi.waitFor(() => expect(rig.stored()).toContain('Are you open today?'))
}

test("a customer's text comes through the tunnel into the store", async () => {
  await isReached(await start())
})

test('and straight to the listener in practice mode', async () => {
  const rig = await start({}, false)
  await isReached(rig)
  expect(rig.reach.current().host).toBe(`127.0.0.1:${rig.reach.port()}`)
})

describe('each way in which Aircall may configure a number', () => {
  const ways: BehaviourChange[] = (['overwrites', 'ignores', 'fails'] as const).flatMap((configureAgain) =>
    (['notFound', 'empties', 'nullUrl'] as const).map((unconfigured) => ({ configureAgain, unconfigured })),
  )
  test.each(ways)('%j: from nothing, and again after another address', async (way) => {
    const rig = await start({ ...way, deleteStatus: way.unconfigured === 'empties' ? 200 : 204 })
    await isReached(rig)
    await rig.reach.stop()
    await isReached(rig)
  })

  test('a POST that is done, but whose answer is lost, is not repeated', async () => {
    const rig = await start()
    await rig.aircall.configuration.get(numberId)
    rig.practice.behave({ trouble: { kind: 'resetAfterReading', on: 'POST', times: 1, takesEffect: true } })
    await isReached(rig)
    const posts = rig.practice.requests.filter(
      ({ method, path }) => method === 'POST' && path.includes('configuration'),
    )
    expect(posts).toHaveLength(1)
  })
})

describe('what Aircall refuses', () => {
  test('a number that cannot text', async () => {
    const rig = await start()
    const end = await rig.reach.use(landline?.id ?? 0)
    expect(end).toMatchObject({ state: 'lost', error: { code: 'aircall.numberInOtherMode' } })
  })

  test('a wrong key', async () => {
    const rig = await start({ keyRefused: true })
    const end = await rig.reach.use(numberId)
    expect(end).toMatchObject({ state: 'lost', error: { code: 'aircall.keyRefused' } })
    rig.practice.behave({ keyRefused: false })
    expect(await rig.reach.check()).toMatchObject({ state: 'reachable' })
  })

  test('Aircall away for a moment: reachable by itself once it is back', async () => {
    const rig = await start({ trouble: { kind: 'serverError', on: 'configuration', times: 4 } })
    expect((await rig.reach.use(numberId)).state).toBe('lost')
    await vi.waitFor(() => expect(rig.reach.current().state).toBe('reachable'), { timeout: 15_000 })
  })
})
