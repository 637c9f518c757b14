/** The ways in within a whole session, with a real tunnel server. */
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { practiceNumbers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { startTunnelServer, type TunnelServer } from '../../../tunnel/tunnel-server.ts'
import { createWorld, type World } from './world.ts'

const [front = 0] = practiceNumbers.map(({ id }) => id)
const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`

let tunnel: TunnelServer
let world: World
beforeAll(async () => {
  tunnel = await startTunnelServer()
})
afterAll(() => tunnel.stop())
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

async function inUse(): Promise<Session> {
  const session = await world.open()
  session.settings.set({ tunnelHost: tunnel.host })
  await session.setup.connectKey(world.aircall.key)
  await session.setup.useNumber(front)
  session.setup.finish()
  expect(session.reach.current()).toMatchObject({ state: 'reachable', way: 'localtunnel' })
  return session
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const until = (session: Session, expected: object) =>
  vi.waitFor(() => expect(session.reach.current()).toMatchObject(expected), { timeout: 15_000 })

describe('another way in', () => {
  it('is opened as soon as it is set, at its port; the one before comes back in the same way', async () => {
    const session = await inUse()
    const ownPort = await freePort()
    session.settings.set({ way: 'own', ownAddress: 'https://replies.invalid', ownPort })
    await until(session, { state: 'lost', way: 'own', error: { code: 'probe.failed' } })
    expect(session.reach.port()).toBe(ownPort)
    session.settings.set({ way: 'localtunnel' })
    await until(session, { state: 'reachable', way: 'localtunnel' })
    expect(session.reach.port()).not.toBe(ownPort)
    expect(session.store.numbers.registration(front)?.callbackUrl).toContain('localhost')
  })

  it('without what it needs says so, and needs no network for that', async () => {
    const session = await inUse()
    session.settings.set({ way: 'ngrok' })
    await until(session, { state: 'lost', way: 'ngrok', error: { code: 'ngrok.noToken' } })
    session.settings.set({ way: 'own' })
    await until(session, { state: 'lost', way: 'own', error: { code: 'own.noAddress' } })
  })

  it('is not opened anew for settings that are none of its business', async () => {
    const session = await inUse()
    const { since, host } = session.reach.current()
    session.settings.set({ probeSeconds: 30, ownPort: 9000, ngrokDomain: 'a.ngrok.app', standby: 'ngrok' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(session.reach.current()).toMatchObject({ state: 'reachable', since, host })
  })

  it('keeps its token in the keychain, and says only whether there is one', async () => {
    const session = await inUse()
    expect((await session.ways.told()).ways[1]).toEqual({ way: 'ngrok', needs: 'token' })
    const told = await session.ways.setNgrokToken(token)
    expect(told.ways[1]).toEqual({ way: 'ngrok' })
    expect(await world.secrets.get('ngrok-token')).toBe(token)
    expect(
      JSON.stringify([told, session.settings.get(), session.reach.current(), session.health.lines()]),
    ).not.toContain(token)
    await session.ways.forgetNgrokToken()
    expect(await world.secrets.get('ngrok-token')).toBeUndefined()
  })

  it('is none in practice, whatever is set', async () => {
    const session = await world.open()
    session.settings.set({ way: 'ngrok', standby: 'own' })
    await session.setup.startPractice()
    await session.setup.useNumber(front)
    expect(session.reach.current()).toMatchObject({ state: 'reachable', way: 'loopback' })
  })
})
