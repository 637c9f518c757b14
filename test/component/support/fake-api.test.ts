import { describe, expect, it } from 'vitest'
import { contract } from '../../../shared/contract.ts'
import { TernError } from '../../../shared/errors.ts'
import { createFakeApi } from './fake-api.ts'

describe('the fake API', () => {
  it('has a function for every call and event of the contract', () => {
    const { api } = createFakeApi()
    for (const [subject, parts] of Object.entries(contract))
      for (const name of Object.keys(parts))
        expect(
          (api as unknown as Record<string, Record<string, unknown>>)[subject]?.[name],
          `${subject}.${name}`,
        ).toBeTypeOf('function')
  })

  it('answers every list from samples that fit the contract', async () => {
    const { api } = createFakeApi()
    const list = await api.conversations.list({ limit: 50 })
    expect(list.ok && list.value.items.length).toBe(50)
    expect(list.ok && list.value.more).toBe(true)
    const notifications = await api.notifications.list({ filter: 'unread', limit: 200 })
    const unread = await api.notifications.unread()
    expect(notifications.ok && notifications.value.items.length).toBe(unread.ok && unread.value)
  })

  it('pages through messages without losing or doubling one', async () => {
    const { api, world } = createFakeApi()
    const conversationId = world.conversations[0]?.id ?? ''
    const newest = await api.conversations.messages({ conversationId, limit: 3 })
    if (!newest.ok || newest.value.items[0] === undefined) throw new Error('no messages')
    const { at, id } = newest.value.items[0]
    const older = await api.conversations.messages({ conversationId, before: { at, id }, limit: 3 })
    if (!older.ok) throw new Error('no older messages')
    const ids = [...older.value.items, ...newest.value.items].map((one) => one.id)
    expect(ids).toEqual(
      world.messages.filter((one) => one.conversationId === conversationId).map((one) => one.id),
    )
  })

  it('refuses what the contract refuses, and what an override refuses', async () => {
    const { api } = createFakeApi({
      handlers: {
        setup: {
          listNumbers: () => {
            throw new TernError('aircall.unreachable')
          },
        },
      },
    })
    expect(await api.settings.set({ tunnelHost: 'ftp://nowhere' })).toEqual({
      ok: false,
      error: { code: 'app.badArguments', detail: {} },
    })
    expect(await api.setup.listNumbers()).toEqual({
      ok: false,
      error: { code: 'aircall.unreachable', detail: {} },
    })
  })

  it('tells listeners until they unsubscribe', () => {
    const { api, emit } = createFakeApi()
    const seen: number[] = []
    const stop = api.notifications.unreadChanged((count) => seen.push(count))
    emit.notifications.unreadChanged(3)
    stop()
    emit.notifications.unreadChanged(4)
    expect(seen).toEqual([3])
  })
})
