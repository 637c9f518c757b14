import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { practiceCustomers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { randomUUID } from 'node:crypto'
import { reportText } from '../../../../shared/core/report.ts'
import type { HealthPart } from '../../../../shared/model/health.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

async function practise(session: Session): Promise<number> {
  await session.setup.startPractice()
  const number = (await session.setup.listNumbers())[0]
  if (number === undefined) throw new Error('no practice number')
  await session.setup.useNumber(number.id)
  session.setup.finish()
  return number.id
}

const lineOf = (session: Session, part: HealthPart) =>
  session.health.lines().find((line) => line.part === part)
const states = (session: Session) =>
  Object.fromEntries(session.health.checks.current().checks.map(({ part, state }) => [part, state]))

describe('run all checks', () => {
  it('works with nothing set up: what needs a key or a number is left out', async () => {
    const session = await world.open()
    await session.health.checks.runAll()
    expect(states(session)).toEqual({
      key: 'skipped',
      number: 'skipped',
      registration: 'skipped',
      listener: 'skipped',
      proof: 'skipped',
      store: 'passed',
      notifications: 'passed',
      disk: 'passed',
    })
    expect(world.notifications.at(-1)?.title).toBe('Notifications work')
  })

  it('tries every part for real, and tells how it goes', async () => {
    const session = await world.open()
    await practise(session)
    const before = session.reach.current().provenAt
    await session.health.checks.runAll()
    expect(new Set(Object.values(states(session)))).toEqual(new Set(['passed']))
    expect(session.reach.current().provenAt).toBeGreaterThan(before ?? Infinity)
    const seen = world.checks.flatMap(({ checks }) =>
      checks.filter(({ state }) => state === 'running').map(({ part }) => part),
    )
    expect([...new Set(seen)]).toEqual([
      'key',
      'number',
      'registration',
      'listener',
      'proof',
      'store',
      'notifications',
      'disk',
    ])
    // Its own tests are among what came: one on this computer, one the way of a reply, besides those of set-up.
    expect(
      session.health.arrivals(50).filter(({ reason }) => reason === 'probe').length,
    ).toBeGreaterThanOrEqual(3)
  })

  it('says that the number is no longer ours, and goes on', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    const { configuration } = await session.setup.aircall()
    await configuration.remove(numberId)
    await configuration.set(numberId, 'https://other.example/callback')
    await session.health.checks.runAll()
    const failed = session.health.checks.current().checks.find(({ part }) => part === 'registration')
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'registration.taken', detail: { host: 'other.example' } },
    })
    expect(states(session)).toMatchObject({ key: 'passed', listener: 'passed', disk: 'passed' })
  })

  it('ends with the session', async () => {
    const session = await world.open()
    const run = session.health.checks.runAll()
    const ended = expect(run).rejects.toMatchObject({ code: 'work.stopped' })
    await session.close()
    await ended
  })
})

describe('since when', () => {
  it('a part is as it is: from the moment it changed, also when nobody looks', async () => {
    const session = await world.open()
    expect(lineOf(session, 'number')).toMatchObject({ level: 'off', fromStart: true })
    const changes = world.healthChanges.length
    await practise(session)
    const done = Date.now()
    await vi.waitFor(() => expect(world.healthChanges.length).toBeGreaterThan(changes))
    await new Promise((resolve) => setTimeout(resolve, 500))
    const line = lineOf(session, 'number')
    expect(line).toMatchObject({ level: 'ok' })
    expect(line?.fromStart).toBeUndefined()
    expect(line?.since).toBeLessThan(done + 450)
  })
})

describe('what came', () => {
  it('is there after a restart, without anything of what it said', async () => {
    const first = await world.open()
    const numberId = await practise(first)
    first.outbox.send({
      id: randomUUID(),
      numberId,
      to: practiceCustomers.ordinary.number,
      body: 'On my way',
      mediaUrls: [],
    })
    const reasons = (session: Session) =>
      session.health.arrivals(100).map(({ reason, status }) => `${status} ${reason}`)
    await vi.waitFor(
      () =>
        expect(reasons(first)).toEqual(expect.arrayContaining(['200 message', '200 status', '200 probe'])),
      {
        timeout: 5000,
      },
    )
    const before = reasons(first)
    await first.close()
    const second = await world.open()
    expect(reasons(second).slice(-before.length)).toEqual(before)
  })
})

describe('the report', () => {
  it('of a real session names neither people nor numbers nor anything secret', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    const to = practiceCustomers.ordinary.number
    const sent = session.outbox.send({ id: randomUUID(), numberId, to, body: 'On my way', mediaUrls: [] })
    session.store.conversations.setName(sent.conversationId, 'Dana Whitfield')
    await session.health.checks.runAll()
    const report = reportText({
      at: Date.now(),
      version: '0.1.0',
      system: { platform: 'linux', release: '6.1', arch: 'x64', electron: '33', desktop: '', utcOffset: 0 },
      session: session.health.reportFacts(),
    })
    const registration = session.store.numbers.registration(numberId)
    const number = session.setup.get().number
    const secrets = [
      'On my way',
      'Dana',
      'Whitfield',
      to,
      to.slice(1),
      number?.digits,
      number?.e164.slice(1),
      number?.name,
      registration?.token,
      registration?.callbackUrl,
      registration?.callbackUrl.split('/').at(-1),
      session.storeKey,
    ]
    for (const secret of secrets) expect(report).not.toContain(secret ?? '-')
    expect(report).toMatch(/proof: ok.*\n/)
    expect(report).toContain('key: passed')
  })
})
