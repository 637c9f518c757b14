import * as v from 'valibot'
import { beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  createEmit,
  serve,
  type DoorEvent,
  type IpcMainLike,
  type Page,
} from '../../../../electron/ipc/door.ts'
import type { Log } from '../../../../electron/ports.ts'
import { channelOf, contract } from '../../../../shared/contract.ts'
import type { Emit, Handlers } from '../../../../shared/contract-sides.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Conversation } from '../../../../shared/model/conversation.ts'

type Listener = (event: DoorEvent, ...args: unknown[]) => Promise<unknown>

const conversationId = '2b0d1c1e-6a51-4c7e-9d5b-0a5a4a3f1c11'
const conversation: Conversation = {
  id: conversationId,
  numberId: 7,
  peer: '+13023063029',
  unread: 0,
  draft: '',
  at: 1,
}

const calls = Object.entries(contract).flatMap(([subject, part]) =>
  Object.entries(part as Record<string, { kind: string }>)
    .filter(([, piece]) => piece.kind === 'call')
    .map(([name]) => [subject, name] as const),
)
const events = Object.entries(contract).flatMap(([subject, part]) =>
  Object.entries(part as Record<string, { kind: string }>)
    .filter(([, piece]) => piece.kind === 'event')
    .map(([name]) => [subject, name] as const),
)

let channels: Map<string, Listener>
let ipcMain: IpcMainLike<DoorEvent>
let log: { [K in keyof Log]: ReturnType<typeof vi.fn<Log[K]>> }
const event: DoorEvent = { sender: { id: 42 } }

beforeEach(() => {
  channels = new Map()
  ipcMain = {
    handle: (channel, listener) => {
      expect(channels.has(channel)).toBe(false)
      channels.set(channel, listener)
    },
    removeHandler: (channel) => void channels.delete(channel),
  }
  log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
})

type Loose = Record<string, Record<string, unknown>>

/** Handlers that all refuse, with some of them replaced. */
function handlersWith(some: Loose): Handlers {
  const all: Loose = {}
  for (const [subject, name] of calls) {
    const part = (all[subject] ??= {})
    part[name] =
      some[subject]?.[name] ??
      (() => {
        throw new TernError('app.notReady')
      })
  }
  return all as unknown as Handlers
}

const call = (subject: string, name: string, ...args: unknown[]): Promise<unknown> => {
  const listener = channels.get(channelOf(subject, name))
  if (listener === undefined) throw new Error('no such channel')
  return listener(event, ...args)
}

describe('the door', () => {
  it('answers every call of the contract and no other channel', () => {
    serve(handlersWith({}), { ipcMain, isTrusted: () => true, log })
    expect([...channels.keys()].sort()).toEqual(calls.map(([s, n]) => channelOf(s, n)).sort())
    expect(channels.size).toBeGreaterThan(25)
  })

  it('does not open with a handler missing', () => {
    const { health: _, ...rest } = handlersWith({})
    expect(() => serve(rest as Handlers, { ipcMain, isTrusted: () => true, log })).toThrow('health')
  })

  it('closes again', () => {
    serve(handlersWith({}), { ipcMain, isTrusted: () => true, log })()
    expect(channels.size).toBe(0)
  })

  it('hands on the parsed argument and who called, and answers with the value', async () => {
    const get = vi.fn(() => conversation)
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('conversations', 'get', { conversationId, extra: 1 })).toEqual({
      ok: true,
      value: conversation,
    })
    expect(get).toHaveBeenCalledExactlyOnceWith({ conversationId }, { windowId: 42 })
  })

  it('fills in what the schema fills in', async () => {
    const list = vi.fn(() => ({ items: [], more: false }))
    serve(handlersWith({ conversations: { list } }), { ipcMain, isTrusted: () => true, log })
    await call('conversations', 'list', { limit: 5 })
    expect(list).toHaveBeenCalledWith({ query: '', limit: 5 }, { windowId: 42 })
  })

  it('lets nobody else in, whatever the call', async () => {
    const act = vi.fn()
    const every: Loose = {}
    for (const [subject, name] of calls) (every[subject] ??= {})[name] = act
    serve(handlersWith(every), { ipcMain, isTrusted: () => false, log })
    for (const [subject, name] of calls) {
      expect(await call(subject, name)).toEqual({ ok: false, error: { code: 'app.notAllowed', detail: {} } })
    }
    expect(act).not.toHaveBeenCalled()
  })

  it.each([
    ['nothing where something is needed', []],
    ['a second argument', [{ conversationId }, 1]],
    ['a wrong type', [{ conversationId: 7 }]],
    ['an id that is none', [{ conversationId: "' or 1=1" }]],
    ['a list', [[conversationId]]],
    ['null', [null]],
  ])('refuses %s and logs nothing of it', async (_, args) => {
    const get = vi.fn(() => conversation)
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('conversations', 'get', ...args)).toEqual({
      ok: false,
      error: { code: 'app.badArguments', detail: {} },
    })
    expect(get).not.toHaveBeenCalled()
    expect(log.error).not.toHaveBeenCalled()
  })

  it('refuses an argument where none is taken', async () => {
    serve(handlersWith({ reach: { get: () => undefined } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('reach', 'get', {})).toMatchObject({ ok: false, error: { code: 'app.badArguments' } })
  })

  it('turns a refusal into its value and does not log it', async () => {
    const get = (): never => {
      throw new TernError('text.tooLong', { limit: 1600 }, new Error('secret'))
    }
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('conversations', 'get', { conversationId })).toEqual({
      ok: false,
      error: { code: 'text.tooLong', detail: { limit: 1600 } },
    })
    expect(log.error).not.toHaveBeenCalled()
  })

  it('tells the page nothing of an unexpected error, and logs it', async () => {
    const thrown = new Error('token abc')
    const get = (): Promise<never> => Promise.reject(thrown)
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('conversations', 'get', { conversationId })).toEqual({
      ok: false,
      error: { code: 'app.internal', detail: {} },
    })
    expect(log.error).toHaveBeenCalledExactlyOnceWith('call conversations.get failed', thrown)
  })

  it('lets out only the fields of the contract', async () => {
    const get = () => ({ ...conversation, token: 'abc', last: undefined })
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(JSON.stringify(await call('conversations', 'get', { conversationId }))).not.toContain('abc')
  })

  it('answers undefined where the contract gives nothing', async () => {
    serve(handlersWith({ conversations: { markRead: () => 'something' } }), {
      ipcMain,
      isTrusted: () => true,
      log,
    })
    expect(await call('conversations', 'markRead', { conversationId })).toEqual({
      ok: true,
      value: undefined,
    })
  })

  it('lets an odd row through with a line in the log, but not a wrong type', async () => {
    const odd = { ...conversation, peer: 'ALERTS' }
    const wrong = { ...conversation, unread: 'many' }
    const get = vi.fn<() => unknown>(() => odd)
    serve(handlersWith({ conversations: { get } }), { ipcMain, isTrusted: () => true, log })
    expect(await call('conversations', 'get', { conversationId })).toEqual({ ok: true, value: odd })
    expect(log.warn).toHaveBeenCalledOnce()
    expect(JSON.stringify(log.warn.mock.calls)).toContain('peer')
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain('ALERTS')
    get.mockReturnValue(wrong)
    expect(await call('conversations', 'get', { conversationId })).toMatchObject({
      error: { code: 'app.internal' },
    })
    expect(String(log.error.mock.calls[0]?.[1])).not.toContain('many')
  })
})

describe('events', () => {
  const page = (destroyed = false) => ({ isDestroyed: () => destroyed, send: vi.fn<Page['send']>() })

  it('reach every open page, and only the fields of the contract', () => {
    const [one, two, gone] = [page(), page(), page(true)]
    createEmit(() => [one, two, gone], log).conversations.changed({
      ...conversation,
      token: 'abc',
    } as Conversation)
    for (const open of [one, two]) {
      expect(open.send).toHaveBeenCalledExactlyOnceWith('tern:conversations.changed', conversation)
    }
    expect(gone.send).not.toHaveBeenCalled()
  })

  it('ask for the pages each time', () => {
    const pages: ReturnType<typeof page>[] = []
    const emit = createEmit(() => pages, log)
    emit.notifications.unreadChanged(1)
    pages.push(page())
    emit.notifications.unreadChanged(2)
    expect(pages[0]?.send).toHaveBeenCalledExactlyOnceWith('tern:notifications.unreadChanged', 2)
  })

  it('are not sent broken', () => {
    const one = page()
    createEmit(() => [one], log).notifications.unreadChanged('3' as unknown as number)
    expect(one.send).not.toHaveBeenCalled()
    expect(log.error).toHaveBeenCalledOnce()
  })

  it('there is one of each in the contract', () => {
    const emit = createEmit(() => [], log) as unknown as Loose
    const made = Object.entries(emit).flatMap(([s, part]) => Object.keys(part).map((n) => `${s}.${n}`))
    expect(made.sort()).toEqual(events.map(([s, n]) => `${s}.${n}`).sort())
  })

  it('are typed from the contract', () => {
    expectTypeOf<Emit['messages']['changed']>()
      .parameter(0)
      .toEqualTypeOf<v.InferOutput<(typeof contract)['messages']['changed']['carries']>>()
    expectTypeOf<keyof Handlers['reach']>().toEqualTypeOf<
      'get' | 'check' | 'record' | 'takeBack' | 'reopen' | 'ways' | 'setNgrokToken' | 'forgetNgrokToken'
    >()
    expectTypeOf<keyof Emit['reach']>().toEqualTypeOf<'changed'>()
    expectTypeOf<Handlers['conversations']['list']>()
      .parameter(0)
      .toHaveProperty('query')
      .toEqualTypeOf<string>()
  })
})
