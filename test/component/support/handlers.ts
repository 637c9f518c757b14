/** What the fake main process does: the same promises as the real one, on the {@link World} in memory. */
import * as v from 'valibot'
import type { Emit, Handlers } from '../../../shared/contract-sides.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { Media } from '../../../shared/model/media.ts'
import type { Cursor, Message } from '../../../shared/model/message.ts'
import { Settings } from '../../../shared/model/settings.ts'
import type { Setup } from '../../../shared/model/setup.ts'
import { backupHandlers } from './backup-handlers.ts'
import { found } from './found.ts'
import { healthHandlers } from './health-handlers.ts'
import { uuid } from './people.ts'
import { reachHandlers } from './reach-handlers.ts'
import { noSetup, stepsAll, type World } from './world.ts'

const before = (cursor: Cursor | undefined) => (item: { readonly at: number; readonly id: string }) =>
  cursor === undefined || item.at < cursor.at || (item.at === cursor.at && item.id < cursor.id)

export function createHandlers(world: World, emit: Emit): Handlers {
  let nextId = 1

  const setSetup = (setup: Setup): Setup => {
    world.setup = setup
    emit.setup.changed(setup)
    return setup
  }
  const conversationOf = (id: string): Conversation => found(world.conversations.find((one) => one.id === id))
  const messageOf = (id: string): Message => found(world.messages.find((one) => one.id === id))

  function setConversation(next: Conversation): void {
    world.conversations = [next, ...world.conversations.filter((one) => one.id !== next.id)].sort(
      (a, b) => b.at - a.at,
    )
    emit.conversations.changed(next)
  }
  function setMessage(next: Message): Message {
    world.messages = world.messages.map((one) => (one.id === next.id ? next : one))
    emit.messages.changed(next)
    return next
  }
  const gapOf = (id: number): Gap => found(world.gaps.find((one) => one.id === id))
  function setGap(next: Gap): void {
    world.gaps = world.gaps.map((one) => (one.id === next.id ? next : one))
    emit.gaps.changed(next)
  }
  function removeMessage({ id, conversationId }: Message): void {
    world.messages = world.messages.filter((one) => one.id !== id)
    emit.messages.removed({ conversationId, messageIds: [id] })
    emit.notifications.unreadChanged(unread())
  }
  function makeKit(): 'done' {
    world.recovery = { kit: 'ready', madeAt: Date.now() }
    emit.recovery.changed(world.recovery)
    return 'done'
  }
  const unread = (): number => world.messages.filter((one) => one.direction === 'inbound' && !one.read).length
  const matches = (query: string, ...texts: (string | undefined)[]): boolean =>
    texts.some((text) => text?.toLowerCase().includes(query.toLowerCase()))

  return {
    app: {
      info: () => world.info,
      tryAgain: () => world.info.boot,
      openLink: () => undefined,
      openCompose: () => undefined,
      openPlace: (place) => emit.app.goTo(place),
      showing: () => undefined,
      closeWindow: () => undefined,
    },
    setup: {
      get: () => world.setup,
      connectKey: ({ apiId }) =>
        setSetup({ ...noSetup, mode: 'live', company: 'Harbour Lettings', keyHint: apiId.trim().slice(-4) }),
      startPractice: () => setSetup({ ...noSetup, mode: 'practice', company: 'Practice' }),
      leavePractice: () => setSetup(noSetup),
      listNumbers: () => world.numbers,
      useNumber: ({ numberId }) => {
        const number = found(world.numbers.find((one) => one.id === numberId))
        return setSetup({
          ...world.setup,
          number: { ...number, practice: world.setup.mode === 'practice' },
          steps: stepsAll('done'),
        })
      },
      tryAgain: () => setSetup({ ...world.setup, steps: stepsAll('done') }),
      finish: () => setSetup({ ...world.setup, finished: true }),
      forgetAwayError: () => {
        const { awayError: _, ...rest } = world.setup
        return setSetup(rest)
      },
      stopUsingNumber: () => {
        const { number, ...rest } = world.setup
        found(number)
        return setSetup({ ...rest, steps: [], finished: false })
      },
      forgetKey: () => setSetup(noSetup),
    },
    conversations: {
      list: ({ query, before: cursor, limit }) => {
        const all = world.conversations.filter(
          (one) => before(cursor)(one) && (query === '' || matches(query, one.name, one.peer)),
        )
        return { items: all.slice(0, limit), more: all.length > limit }
      },
      get: ({ conversationId }) => conversationOf(conversationId),
      messages: ({ conversationId, before: cursor, limit }) => {
        const all = world.messages.filter(
          (one) => one.conversationId === conversationId && before(cursor)(one),
        )
        return { items: all.slice(-limit), more: all.length > limit }
      },
      markRead: ({ conversationId }) => {
        for (const one of world.messages)
          if (one.conversationId === conversationId && !one.read) setMessage({ ...one, read: true })
        setConversation({ ...conversationOf(conversationId), unread: 0 })
        emit.notifications.unreadChanged(unread())
      },
      setName: ({ conversationId, name }) => {
        const { name: _, ...rest } = conversationOf(conversationId)
        setConversation(name.trim() === '' ? rest : { ...rest, name: name.trim() })
      },
      saveDraft: ({ conversationId, body }) =>
        setConversation({ ...conversationOf(conversationId), draft: body }),
      remove: ({ conversationId }) => {
        conversationOf(conversationId)
        world.messages = world.messages.filter((one) => one.conversationId !== conversationId)
        world.conversations = world.conversations.filter((one) => one.id !== conversationId)
        emit.conversations.removed({ conversationIds: [conversationId] })
        emit.notifications.unreadChanged(unread())
      },
    },
    messages: {
      send: (draft) => {
        const twice = world.messages.find((one) => one.id === draft.id)
        if (twice !== undefined) return twice
        const at = Date.now()
        const known = world.conversations.find((one) => one.peer === draft.to)
        const conversationId = known?.id ?? uuid(3, nextId++)
        const message: Message = {
          id: draft.id,
          conversationId,
          numberId: draft.numberId,
          peer: draft.to,
          direction: 'outbound',
          body: draft.body,
          mediaUrls: draft.mediaUrls,
          state: 'queued',
          verified: true,
          at,
          ...(world.settings.undoSeconds === 0 ? {} : { heldUntil: at + world.settings.undoSeconds * 1000 }),
          read: true,
          done: false,
        }
        world.messages = [...world.messages, message]
        emit.messages.changed(message)
        setConversation({
          ...(known ?? { id: conversationId, numberId: draft.numberId, peer: draft.to, unread: 0 }),
          draft: '',
          at,
          last: {
            direction: 'outbound',
            state: 'queued',
            preview: draft.body.slice(0, 160),
            media: draft.mediaUrls.length,
          },
        })
        return message
      },
      sendAgain: ({ messageId }) => {
        const { error: _, ...rest } = messageOf(messageId)
        return setMessage({ ...rest, state: 'queued' })
      },
      markAsSent: ({ messageId }) => {
        const { error: _, ...rest } = messageOf(messageId)
        return setMessage({ ...rest, state: 'sent' })
      },
      cancel: ({ messageId }) => {
        const message = messageOf(messageId)
        if (message.state !== 'queued') throw new TernError('text.onItsWay')
        const before = conversationOf(message.conversationId)
        removeMessage(message)
        const draft = before.draft === '' ? message.body : `${message.body}\n${before.draft}`
        const conversation = { ...before, draft }
        setConversation(conversation)
        return { gone: true, message, conversation }
      },
      waiting: ({ limit }) =>
        world.messages
          .filter((one) => one.state === 'queued')
          .slice(0, limit)
          .map((message) => {
            const name = conversationOf(message.conversationId).name
            return name === undefined ? { message } : { message, name }
          }),
      check: ({ messageId }) => messageOf(messageId),
      trail: ({ messageId }) => world.trails[messageId] ?? [],
      remove: ({ messageId }) => {
        const message = messageOf(messageId)
        if (message.state === 'claimed') throw new TernError('text.onItsWay')
        removeMessage(message)
      },
    },
    photos: {
      save: () => ({ saved: true }),
      retry: ({ mediaId }) => {
        const message = found(
          world.messages.find((one) =>
            one.media?.some(({ id, state }) => id === mediaId && state !== 'stored'),
          ),
        )
        const media = message.media?.map((one): Media =>
          one.id === mediaId ? { id: mediaId, state: 'waiting', late: false } : one,
        )
        setMessage({ ...message, media })
      },
    },
    notifications: {
      list: ({ filter, query, before: cursor, limit }) => {
        const all = world.messages
          .filter(
            (one) => one.direction === 'inbound' && (filter === 'all' || !one.read) && before(cursor)(one),
          )
          .map((message) => {
            const name = conversationOf(message.conversationId).name
            return name === undefined ? { message } : { message, name }
          })
          .filter(({ message, name }) => query === '' || matches(query, message.body, message.peer, name))
          .reverse()
        return { items: all.slice(0, limit), more: all.length > limit }
      },
      setDone: ({ messageId, done }) => {
        setMessage({ ...messageOf(messageId), done, read: true })
        emit.notifications.unreadChanged(unread())
      },
      unread,
    },
    reach: reachHandlers(world),
    gaps: {
      list: ({ limit }) => [...world.gaps].reverse().slice(0, limit),
      ofConversation: ({ limit }) => world.gaps.slice(-limit),
      unanswered: () => world.unanswered,
      setDone: ({ gapId, done }) => setGap({ ...gapOf(gapId), done }),
      setAsked: ({ gapId, people }) => {
        const gap = gapOf(gapId)
        setGap({ ...gap, askedAt: Date.now(), askedPeople: (gap.askedPeople ?? 0) + people })
      },
    },
    settings: {
      get: () => world.settings,
      set: (patch) => {
        world.settings = v.parse(Settings, { ...world.settings, ...patch })
        emit.settings.changed(world.settings)
        return world.settings
      },
      testNotification: () => undefined,
    },
    storage: {
      get: () => world.storage,
    },
    recovery: {
      get: () => world.recovery,
      savePdf: () => makeKit(),
      print: () => makeKit(),
      show: () => makeKit(),
      unlock: () => ({ state: 'ready' }),
    },
    backups: backupHandlers(world, emit),
    exports: {
      get: () => ({}),
      start: () => ({
        kind: 'done',
        folder: '/home/kim/Tern export',
        messages: 1284,
        conversations: 12,
        photos: 3,
      }),
      importFrom: () => ({ kind: 'cancelled' }),
      stop: () => undefined,
      reveal: () => undefined,
    },
    health: healthHandlers(world, emit),
  }
}
