/** A session on a disk that fills up: whoever notices, the tray says so, and all goes on by itself. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { practiceCustomers } from '../../../../electron/practice/practice.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { makeSmallDisk, noSmallDisk, type SmallDisk } from '../../../support/small-disk.ts'
import { createWorld, type World } from './world.ts'

let world: World
let disk: SmallDisk
let session: Session
let numberId: number

const trouble = () => world.trays.at(-1)?.trouble?.code
const told = () => world.storages.map(({ error }) => error?.code)
const bodies = () =>
  session.store.conversations
    .list('', undefined, 50)
    .items.flatMap(({ id }) => session.store.messages.page(id, undefined, 50).items)
    .map(({ body }) => body)
const soon = { timeout: 10_000 }

describe.skipIf(noSmallDisk !== undefined)('a full disk', () => {
  beforeEach(async () => {
    world = await createWorld()
    disk = makeSmallDisk(world.dataDir, '8m')
    session = await world.open()
    await session.setup.startPractice()
    numberId = (await session.setup.listNumbers())[0]?.id ?? 0
    await session.setup.useNumber(numberId)
    session.setup.finish()
    await vi.waitFor(() => expect(session.store.messages.unread()).toBe(1), soon)
  })
  afterEach(async () => {
    disk.free()
    await session.close()
    disk.remove()
    await world.close()
  })

  it('that only a callback meets', async () => {
    disk.fill()
    const text = { numberId, from: practiceCustomers.ordinary.number, body: 'Hello?' }
    expect(await world.practices[0]?.customerTexts(text)).toEqual({ kind: 'answered', status: 503 })
    expect(trouble()).toBe('store.diskFull')
    expect(session.health.lines().find(({ part }) => part === 'disk')?.level).toBe('bad')
    expect(world.notifications.map(({ key }) => key)).toContain('store')
    disk.free()
    await vi.waitFor(() => expect(bodies()).toContain('Hello?'), soon)
    await vi.waitFor(() => expect(trouble()).toBeUndefined(), soon)
    expect(bodies().filter((body) => body === 'Hello?')).toHaveLength(1)
    expect(told()).toEqual(['store.diskFull', undefined])
  })

  it('that only the send queue meets', async () => {
    const practice = world.practices[0]
    practice?.behave({ answerDelayMs: 500, callbacks: { lost: true } })
    const draft = { numberId, to: practiceCustomers.emoji.number, mediaUrls: [] }
    const first = session.outbox.send({ ...draft, id: randomUUID(), body: 'One' })
    const second = session.outbox.send({ ...draft, id: randomUUID(), body: 'Two' })
    await vi.waitFor(() => expect(session.store.messages.get(first.id)?.state).toBe('claimed'), soon)
    disk.fill()
    await vi.waitFor(() => expect(trouble()).toBe('store.diskFull'), soon)
    expect(session.store.messages.get(second.id)?.state).toBe('queued')
    expect(practice?.sends.map(({ body }) => body)).toEqual(['One'])
    disk.free()
    await vi.waitFor(() => expect(session.store.messages.get(second.id)?.state).toBe('accepted'), soon)
    await vi.waitFor(() => expect(trouble()).toBeUndefined(), soon)
    expect(session.store.messages.get(first.id)?.state).toBe('accepted')
    expect(practice?.sends.map(({ body }) => body)).toEqual(['One', 'Two'])
  })

  it('that only the page meets', async () => {
    disk.fill()
    const draft = { id: randomUUID(), numberId, to: practiceCustomers.emoji.number, mediaUrls: [] }
    let thrown: unknown
    try {
      session.outbox.send({ ...draft, body: 'x'.repeat(1600) })
    } catch (refused) {
      thrown = refused
    }
    expect(thrown).toMatchObject({ code: 'store.diskFull' })
    // As the door does with every refusal.
    session.storage.noticed({ code: 'store.diskFull', detail: {} })
    expect(trouble()).toBe('store.diskFull')
    disk.free()
    await vi.waitFor(() => expect(trouble()).toBeUndefined(), soon)
    session.outbox.send({ ...draft, body: 'Again' })
    expect(bodies()).toContain('Again')
  })
})
