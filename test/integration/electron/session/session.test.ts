import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { practiceCustomers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import type { Message } from '../../../../shared/model/message.ts'
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
  const setup = await session.setup.useNumber(number.id)
  expect(setup.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'listen done',
    'tunnel done',
    'register done',
    'verify done',
    'prove done',
    'notify done',
  ])
  session.setup.finish()
  return number.id
}

const textTo = (session: Session, numberId: number, to: string, body = 'On my way'): Message =>
  session.outbox.send({ id: randomUUID(), numberId, to, body, mediaUrls: [] })

const withMessages = (session: Session, check: (messages: Message[]) => void) =>
  vi.waitFor(
    () => {
      const { items } = session.store.conversations.list('', undefined, 10)
      check(items.flatMap(({ id }) => session.store.messages.page(id, undefined, 50).items))
    },
    { timeout: 5000 },
  )

describe('practice mode', () => {
  it('sets a number up, sends, sees it delivered, and gets the reply', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    expect(session.reach.current().state).toBe('reachable')
    textTo(session, numberId, practiceCustomers.ordinary.number)
    await withMessages(session, (messages) => {
      expect(messages.filter(({ direction }) => direction === 'outbound').map(({ state }) => state)).toEqual([
        'delivered',
      ])
      expect(messages.map(({ body }) => body)).toContain(practiceCustomers.ordinary.reply.body)
    })
    await vi.waitFor(() => {
      const reply = world.notifications.find(({ body }) => body === practiceCustomers.ordinary.reply.body)
      expect(reply?.title).toBe('+1 202 555 0147')
    })
    expect(session.store.messages.unread()).toBeGreaterThan(0)
  })

  it('tells the tray since when replies do not surely arrive', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    expect(world.trays.at(-1)).toMatchObject({ reach: { state: 'reachable' }, gap: undefined })
    const gap = session.store.gaps.begin(numberId, Date.now() - 60_000, 'lost')
    session.announce.gap(gap)
    expect(world.trays.at(-1)).toMatchObject({ reach: { state: 'reachable' }, gap })
    session.store.gaps.end(numberId, Date.now())
    session.announce.gap({ ...gap, to: Date.now() })
    expect(world.trays.at(-1)?.gap).toBeUndefined()
  })

  it('has everything after a restart, and is reachable again by itself', async () => {
    const first = await world.open()
    const numberId = await practise(first)
    textTo(first, numberId, practiceCustomers.emoji.number)
    await withMessages(first, (messages) =>
      expect(messages.map(({ body }) => body)).toContain(practiceCustomers.emoji.reply.body),
    )
    const before = first.store.messages.count()
    await first.close()

    const second = await world.open()
    expect(second.setup.get()).toMatchObject({ mode: 'practice', finished: true, number: { id: numberId } })
    await vi.waitFor(() => expect(second.reach.current().state).toBe('reachable'), { timeout: 5000 })
    expect(second.store.messages.count()).toBeGreaterThanOrEqual(before)
    textTo(second, numberId, practiceCustomers.emoji.number, 'And one more')
    await withMessages(second, (messages) =>
      expect(messages.find(({ body }) => body === 'And one more')?.state).toBe('delivered'),
    )
  })

  it('stops using a number: the configuration goes, conversations stay', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    textTo(session, numberId, practiceCustomers.ordinary.number)
    await withMessages(session, (messages) => expect(messages.length).toBeGreaterThan(1))
    const setup = await session.setup.stopUsingNumber()
    expect(setup).toMatchObject({ mode: 'practice', finished: false, steps: [] })
    expect(setup.number).toBeUndefined()
    expect(session.reach.current().state).toBe('off')
    expect(session.store.conversations.list('', undefined, 10).items.length).toBeGreaterThan(0)
    expect(session.store.numbers.registration(numberId)).toBeUndefined()
  })

  it('leaves practice with nothing of it left', async () => {
    const session = await world.open()
    const numberId = await practise(session)
    textTo(session, numberId, practiceCustomers.ordinary.number)
    await withMessages(session, (messages) => expect(messages.length).toBeGreaterThan(1))
    expect(await session.setup.leavePractice()).toMatchObject({ mode: 'none', finished: false })
    expect(session.store.conversations.list('', undefined, 10).items).toEqual([])
    expect(session.store.messages.count()).toBe(0)
  })

  it('keeps no practice key in the keychain', async () => {
    await practise(await world.open())
    expect([...world.secrets.entries.keys()]).toEqual(['store-key'])
  })

  it('says why a number cannot text, and changes nothing', async () => {
    const session = await world.open()
    await session.setup.startPractice()
    const cannot = (await session.setup.listNumbers()).find(({ name }) => name.includes('cannot text'))
    const setup = await session.setup.useNumber(cannot?.id ?? 0)
    const failed = setup.steps.find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ id: 'register', error: { code: 'aircall.numberInOtherMode' } })
  })
})

describe('the keychain', () => {
  it('that refuses keeps Tern from starting, and nothing is written', async () => {
    world.secrets.failWith = 'keychain.missing'
    await expect(world.open()).rejects.toMatchObject({ code: 'keychain.missing' })
    world.secrets.failWith = undefined
    const session = await world.open()
    expect(session.store.messages.count()).toBe(0)
  })

  it('that lost the key of the store does not get a new one over it', async () => {
    const first = await world.open()
    await first.close()
    world.secrets.entries.clear()
    await expect(world.open()).rejects.toMatchObject({ code: 'store.keyMissing' })
    expect(world.secrets.entries.size).toBe(0)
  })
})
