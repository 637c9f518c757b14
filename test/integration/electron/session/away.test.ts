/** Quit, sleep and start with a real number: what is handed back, taken back, and what the record says of it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { practiceCustomers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { configureByOthers } from '../../../support/others.ts'
import { startTunnelServer, type TunnelServer } from '../../../tunnel/tunnel-server.ts'
import { createWorld, type World } from './world.ts'

let tunnels: TunnelServer
let world: World
let session: Session
let numberId: number
const soon = { timeout: 10_000 }

beforeAll(async () => {
  tunnels = await startTunnelServer()
})
afterAll(() => tunnels.stop())
beforeEach(async () => {
  world = await createWorld()
  session = await world.open()
  session.settings.set({ tunnelHost: tunnels.host })
  await session.setup.connectKey(world.aircall.key)
  numberId = (await session.setup.listNumbers())[0]?.id ?? 0
  await session.setup.useNumber(numberId)
  session.setup.finish()
  expect(session.reach.current().state).toBe('reachable')
})
afterEach(() => world.close())

const held = () => world.aircall.configured(numberId)
const gaps = () => session.store.gaps.list(10).map(({ reason, to }) => [reason, to !== undefined])
const isReachable = () => vi.waitFor(() => expect(session.reach.current().state).toBe('reachable'), soon)

async function startAgain(): Promise<void> {
  session = await world.open()
  await isReachable()
}

test('undecided, and kept: Aircall keeps the address, and what is sent meanwhile is in a gap', async () => {
  expect(session.isAwayUndecided()).toBe(true)
  session.settings.set({ away: 'keep' })
  expect(session.isAwayUndecided()).toBe(false)
  await session.close({ leaving: true })
  expect(held()).toBeDefined()
  await startAgain()
  expect(gaps()).toEqual([['notRunning', true]])
})

test('handed back on quit, taken back on start', async () => {
  session.settings.set({ away: 'handBack' })
  await session.close({ leaving: true })
  expect(held()).toBeUndefined()
  await startAgain()
  expect(held()?.callbackUrl).toContain('/callback/')
  expect(gaps()).toEqual([['handedBack', true]])
  expect(session.setup.get().awayError).toBeUndefined()
  const text = { numberId, from: practiceCustomers.ordinary.number, body: 'Back again?' }
  expect(await world.aircall.customerTexts(text)).toMatchObject({ status: 200 })
})

test('a restart within Tern hands nothing back', async () => {
  session.settings.set({ away: 'handBack' })
  await session.close()
  expect(held()).toBeDefined()
})

test('what Aircall does not take is said at the next start, until it was read', async () => {
  session.settings.set({ away: 'handBack' })
  world.aircall.behave({ trouble: { kind: 'serverError', on: 'DELETE' } })
  await session.close({ leaving: true })
  world.aircall.behave({ trouble: undefined })
  expect(held()).toBeDefined()
  await startAgain()
  expect(session.setup.get().awayError).toEqual({ code: 'away.notHandedBack', detail: {} })
  expect(gaps()).toEqual([['notRunning', true]])
  expect(session.setup.forgetAwayError().awayError).toBeUndefined()
})

test('an Aircall that never answers does not keep Tern open', async () => {
  session.settings.set({ away: 'handBack' })
  world.aircall.behave({ trouble: { kind: 'hang', on: 'DELETE' } })
  await session.close({ leaving: true })
  world.aircall.behave({ trouble: undefined })
  await startAgain()
  expect(session.setup.get().awayError?.code).toBe('away.notHandedBack')
})

test('handed back for a sleep, and taken back after it', async () => {
  session.settings.set({ away: 'handBack' })
  session.slept()
  await vi.waitFor(() => expect(held()).toBeUndefined(), soon)
  session.woke()
  await vi.waitFor(() => expect(held()).toBeDefined(), soon)
  await isReachable()
  expect(gaps()).toEqual([['handedBack', true]])
})

test('a sleep with the number kept is a gap', async () => {
  session.slept()
  expect(session.reach.current().state).toBe('doubtful')
  session.woke()
  await isReachable()
  expect(gaps()).toEqual([['asleep', true]])
  expect(session.health.record().uptime.today).toBeGreaterThan(0)
})

test('a number that somebody else has taken meanwhile stays theirs, until the user takes it back', async () => {
  await session.close({ leaving: true })
  await configureByOthers(world.aircall, numberId, 'https://elsewhere.example/hook')
  session = await world.open()
  await vi.waitFor(() => expect(session.reach.current().error?.code).toBe('registration.taken'), soon)
  expect(session.reach.current().error?.detail).toEqual({ host: 'elsewhere.example' })
  expect(held()?.callbackUrl).toBe('https://elsewhere.example/hook')
  // Theirs is not deleted when Tern is quit.
  session.settings.set({ away: 'handBack' })
  await session.close({ leaving: true })
  expect(held()?.callbackUrl).toBe('https://elsewhere.example/hook')
  session = await world.open()
  await vi.waitFor(() => expect(session.reach.current().error?.code).toBe('registration.taken'), soon)
  expect(await session.setup.takeBack()).toMatchObject({ state: 'reachable' })
  expect(held()?.callbackUrl).toContain('/callback/')
})
