import { expect, test, vi } from 'vitest'
import { createSessionHost } from '../../../../electron/session/host.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { TernError } from '../../../../shared/errors.ts'
import { quietLog } from '../support/quiet-log.ts'

function rig() {
  const close = vi.fn(() => Promise.resolve())
  const session = { close } as unknown as Session
  let answer = { open: (): void => undefined, refuse: (): void => undefined }
  const openSession = vi.fn(
    () =>
      new Promise<Session>((resolve, reject) => {
        answer = { open: () => resolve(session), refuse: () => reject(new TernError('keychain.refused')) }
      }),
  )
  const host = createSessionHost({ openSession, onBoot: () => undefined, log: quietLog })
  return { host, openSession, close, session, answer: () => answer }
}

test('two tries at once are one; what was blocked can be tried again', async () => {
  const { host, openSession, session, answer } = rig()
  const both = [host.open(), host.open()]
  expect(openSession).toHaveBeenCalledTimes(1)
  answer().refuse()
  expect(await Promise.all(both)).toEqual(
    Array(2).fill({ state: 'blocked', error: { code: 'keychain.refused', detail: {} } }),
  )
  expect(() => host.get()).toThrow(TernError)
  const again = host.open()
  answer().open()
  expect(await again).toEqual({ state: 'ready' })
  expect(host.get()).toBe(session)
  await host.open()
  expect(openSession).toHaveBeenCalledTimes(2)
})

test('quitting does not wait for a keychain that asks for its password; what opens after that is closed', async () => {
  const { host, close, answer } = rig()
  const opening = host.open()
  await host.close()
  expect(close).not.toHaveBeenCalled()
  answer().open()
  await opening
  expect(close).toHaveBeenCalledTimes(1)
  expect(host.peek()).toBeUndefined()
})

test('a restart ends the session, does its part, and opens the next one', async () => {
  const { host, answer, close } = rig()
  const opening = host.open()
  answer().open()
  await opening
  const order: string[] = []
  close.mockImplementation(async () => void order.push('closed'))
  const restarted = host.restart(() => void order.push('between'))
  await vi.waitFor(() => expect(order).toEqual(['closed', 'between']))
  expect(host.boot()).toEqual({ state: 'starting' })
  answer().open()
  await restarted
  expect(host.boot()).toEqual({ state: 'ready' })
})

test('a restart whose part fails opens the session all the same, and says so', async () => {
  const { host, answer, openSession } = rig()
  const opening = host.open()
  answer().open()
  await opening
  const restarted = host.restart(() => {
    throw new TernError('store.readOnly')
  })
  const said = expect(restarted).rejects.toMatchObject({ code: 'store.readOnly' })
  await vi.waitFor(() => expect(openSession).toHaveBeenCalledTimes(2))
  answer().open()
  await said
  expect(host.boot()).toEqual({ state: 'ready' })
})

test('quitting waits for what a restart has begun', async () => {
  const { host, answer, close } = rig()
  const opening = host.open()
  answer().open()
  await opening
  let closed = (): void => undefined
  close.mockImplementation(() => new Promise((done) => (closed = done)))
  const between = vi.fn()
  void host.restart(between)
  await vi.waitFor(() => expect(close).toHaveBeenCalled())
  const quitting = host.close().then(() => expect(between).toHaveBeenCalled())
  closed()
  await quitting
})
