/** Setting up and giving back with one's own key: the practice Aircall in the service's place, a real tunnel before it. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Http } from '../../../../electron/ports.ts'
import { practiceNumbers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { startTunnelServer, type TunnelServer } from '../../../tunnel/tunnel-server.ts'
import { createWorld, type World } from './world.ts'

const [front = 0, workshop = 0] = practiceNumbers.map(({ id }) => id)
const customer = '+12025550147'
const otherKey = { apiId: 'another-company', apiToken: 'its-token' }

/** Another company at the same Aircall, with no number at all. */
const withOtherCompany =
  (http: Http): Http =>
  (request) => {
    const id = `${otherKey.apiId}:${otherKey.apiToken}`
    if (request.headers['authorization'] !== `Basic ${Buffer.from(id).toString('base64')}`)
      return http(request)
    const path = new URL(request.url).pathname
    const body = path.endsWith('/ping')
      ? { ping: 'pong' }
      : path.endsWith('/company')
        ? { company: { name: 'Other' } }
        : { numbers: [] }
    return Promise.resolve({ status: 200, headers: {}, text: JSON.stringify(body) })
  }

let tunnel: TunnelServer
let world: World
beforeAll(async () => {
  tunnel = await startTunnelServer()
})
afterAll(() => tunnel.stop())
beforeEach(async () => {
  world = await createWorld(withOtherCompany)
})
afterEach(() => world.close())

async function connected(): Promise<Session> {
  const session = await world.open()
  session.settings.set({ tunnelHost: tunnel.host })
  await session.setup.connectKey(world.aircall.key)
  return session
}

async function inUse(): Promise<Session> {
  const session = await connected()
  await session.setup.useNumber(front)
  session.setup.finish()
  expect(session.reach.current().state).toBe('reachable')
  return session
}

async function expectReply(session: Session): Promise<void> {
  const body = randomUUID()
  const outcome = await world.aircall.customerTexts({ from: customer, numberId: front, body })
  expect(outcome).toEqual({ kind: 'answered', status: 200 })
  const { items } = session.store.messages.notifications('all', body, undefined, 1)
  expect(items.map(({ message }) => message.verified)).toEqual([true])
}

const reached = (session: Session) =>
  vi.waitFor(() => expect(session.reach.current().state).toBe('reachable'), { timeout: 10_000 })

describe('stop using a number', () => {
  it('that Aircall cannot do now: the number stays in use, and replies go on coming', async () => {
    const session = await inUse()
    world.aircall.behave({ trouble: { kind: 'serverError', on: 'DELETE' } })
    await expect(session.setup.stopUsingNumber()).rejects.toMatchObject({ code: 'aircall.trouble' })
    expect(session.setup.get()).toMatchObject({ number: { id: front }, finished: true })
    expect(session.reach.current().state).toBe('reachable')
    await expectReply(session)
    world.aircall.behave({ trouble: undefined })
    expect((await session.setup.stopUsingNumber()).number).toBeUndefined()
    expect(world.aircall.configured(front)).toBeUndefined()
  })

  it('with a key that Aircall refuses: it says so, and forgets nothing', async () => {
    const session = await inUse()
    world.aircall.behave({ keyRefused: true })
    await expect(session.setup.stopUsingNumber()).rejects.toMatchObject({ code: 'aircall.keyRefused' })
    expect(session.setup.get().number?.id).toBe(front)
    expect(session.reach.current().state).toBe('reachable')
  })

  it('while it is being set up', async () => {
    const session = await connected()
    world.aircall.behave({ answerDelayMs: 150 })
    const used = session.setup.useNumber(front)
    await vi.waitFor(() => expect(session.reach.current().state).toBe('registering'), { timeout: 5000 })
    await session.setup.stopUsingNumber()
    await used
    expect(session.setup.get()).toMatchObject({ steps: [], finished: false })
    expect(session.setup.get().number).toBeUndefined()
    expect(world.aircall.configured(front)).toBeUndefined()
    expect(session.reach.current().state).toBe('off')
  })
})

describe('a number that cannot text', () => {
  it('does not stand in the way of another one, also where its DELETE is refused', async () => {
    const session = await connected()
    const [, , landline = 0] = practiceNumbers.map(({ id }) => id)
    await session.setup.useNumber(landline)
    const body = JSON.stringify({ key: 'LineIsNotNativeException', error: 'Forbidden' })
    world.aircall.behave({ trouble: { kind: 'custom', on: 'DELETE', status: 403, body } })
    await session.setup.useNumber(front)
    expect(session.setup.get().number?.id).toBe(front)
    expect(session.reach.current().state).toBe('reachable')
  })
})

describe('quick clicks', () => {
  it('on two numbers: the second is in use, the first is given back', async () => {
    const session = await connected()
    await Promise.all([session.setup.useNumber(front), session.setup.useNumber(workshop)])
    expect(session.setup.get().number?.id).toBe(workshop)
    expect(world.aircall.configured(front)).toBeUndefined()
    expect(world.aircall.configured(workshop)).toBeDefined()
    expect(session.setup.get().steps.map(({ state }) => state)).toEqual(Array(6).fill('done'))
  })

  it('on one number is one run, with one test notification', async () => {
    const session = await connected()
    await Promise.all([
      session.setup.useNumber(front),
      session.setup.useNumber(front),
      session.setup.tryAgain().catch(String),
    ])
    expect(session.reach.current().state).toBe('reachable')
    expect(world.notifications).toHaveLength(1)
  })

  it('on practice: one practice account', async () => {
    const session = await world.open()
    await Promise.all([session.setup.startPractice(), session.setup.startPractice()])
    expect(world.practices).toHaveLength(1)
  })
})

describe('the key', () => {
  it('of the same company takes the place of the old one with no gap for replies', async () => {
    const session = await inUse()
    const { host } = session.reach.current()
    await session.setup.connectKey(world.aircall.key)
    expect(session.reach.current()).toMatchObject({ state: 'reachable', host })
    await expectReply(session)
  })

  it('of another company: the number is given back with the old key first', async () => {
    const session = await inUse()
    const setup = await session.setup.connectKey(otherKey)
    expect(setup).toMatchObject({ mode: 'live', company: 'Other', finished: false })
    expect(setup.number).toBeUndefined()
    expect(world.aircall.configured(front)).toBeUndefined()
    expect(world.secrets.entries.get('aircall-key')).toContain(otherKey.apiId)
  })

  it('of another company, while the number cannot be given back: nothing is changed', async () => {
    const session = await inUse()
    world.aircall.behave({ trouble: { kind: 'serverError', on: 'DELETE' } })
    await expect(session.setup.connectKey(otherKey)).rejects.toMatchObject({ code: 'aircall.trouble' })
    expect(session.setup.get()).toMatchObject({ company: 'Practice Plumbing', number: { id: front } })
    expect(world.secrets.entries.get('aircall-key')).toContain(world.aircall.key.apiId)
    await expectReply(session)
  })

  it('that Aircall refuses is forgotten all the same', async () => {
    const session = await inUse()
    world.aircall.behave({ keyRefused: true })
    const setup = await session.setup.forgetKey()
    expect(setup.mode).toBe('none')
    expect(setup.number).toBeUndefined()
    expect([...world.secrets.entries.keys()]).toEqual(['store-key'])
  })

  it('that the keychain does not give at start: the way in says so, and heals', async () => {
    const first = await inUse()
    await first.close()
    Object.assign(world.secrets, { failWith: 'keychain.refused', failFor: 'aircall-key' })
    const session = await world.open()
    const lost = { state: 'lost', error: { code: 'keychain.refused' } }
    await vi.waitFor(() => expect(session.reach.current()).toMatchObject(lost), { timeout: 5000 })
    expect(session.health.lines().find(({ part }) => part === 'key')).toMatchObject({ level: 'bad' })
    const { id } = session.outbox.send({
      id: randomUUID(),
      numberId: front,
      to: customer,
      body: 'Waits',
      mediaUrls: [],
    })
    await expect(session.setup.stopUsingNumber()).rejects.toMatchObject({ code: 'keychain.refused' })
    world.secrets.failWith = undefined
    expect((await session.reach.check()).state).toBe('reachable')
    // Its delivery may have been told to the address from before the restart.
    const left = /^(accepted|sent|delivered)$/
    await vi.waitFor(() => expect(session.store.messages.get(id)?.state).toMatch(left), { timeout: 5000 })
    expect(world.aircall.sends).toHaveLength(1)
    expect(session.health.lines().find(({ part }) => part === 'key')).toMatchObject({ level: 'ok' })
  })

  it('that has gone from the keychain: the way in says so, and Tern can be set up anew', async () => {
    const first = await inUse()
    await first.close()
    world.secrets.entries.delete('aircall-key')
    const session = await world.open()
    const lost = { state: 'lost', error: { code: 'aircall.keyMissing' } }
    await vi.waitFor(() => expect(session.reach.current()).toMatchObject(lost), { timeout: 5000 })
    await session.setup.connectKey(world.aircall.key)
    await reached(session)
    await session.close()
    world.secrets.entries.delete('aircall-key')
    const third = await world.open()
    expect((await third.setup.forgetKey()).mode).toBe('none')
  })
})

describe('a text that waits', () => {
  it('from a number that is no longer in use fails with a reason, and does not leave', async () => {
    const session = await connected()
    await session.setup.useNumber(front)
    await session.setup.stopUsingNumber()
    const { id } = session.outbox.send({
      id: randomUUID(),
      numberId: front,
      to: customer,
      body: 'Late',
      mediaUrls: [],
    })
    const failed = { state: 'failed', error: { code: 'number.notInUse' } }
    await vi.waitFor(() => expect(session.store.messages.get(id)).toMatchObject(failed))
    expect(world.aircall.sends).toHaveLength(0)
  })
})

describe('another tunnel server in the settings', () => {
  it('while a number is set up: the steps tell of the new one', async () => {
    const session = await connected()
    await session.setup.useNumber(front)
    session.settings.set({ tunnelHost: 'http://127.0.0.1:1' })
    const step = () => session.setup.get().steps.find(({ id }) => id === 'tunnel')
    await vi.waitFor(
      () => expect(step()).toMatchObject({ state: 'failed', error: { code: 'tunnel.unanswered' } }),
      {
        timeout: 5000,
      },
    )
    session.settings.set({ tunnelHost: tunnel.host })
    await reached(session)
    await vi.waitFor(
      () => expect(session.setup.get().steps.every(({ state }) => state === 'done')).toBe(true),
      {
        timeout: 5000,
      },
    )
  })
})
