import { expect, test, vi } from 'vitest'
import { createSessionHost } from '../../../../electron/session/host.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { TernError, type ErrorCode } from '../../../../shared/errors.ts'
import type { Boot } from '../../../../shared/model/app.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

function rig() {
  const close = vi.fn(() => Promise.resolve())
  const session = { close } as unknown as Session
  let answer = { open: (): void => undefined, refuse: (_?: ErrorCode): void => undefined }
  const openSession = vi.fn(
    () =>
      new Promise<Session>((resolve, reject) => {
        answer = {
          open: () => resolve(session),
          refuse: (code = 'keychain.refused') => reject(new TernError(code)),
        }
      }),
  )
  const clock = createFakeClock()
  const boots: Boot[] = []
  const onBoot = (boot: Boot): void => void boots.push(boot)
  const host = createSessionHost({ openSession, onBoot, clock, log: quietLog })
  return { host, clock, boots, openSession, close, session, answer: () => answer }
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

test('what a full disk keeps from opening goes on by itself once there is space', async () => {
  const { host, clock, boots, openSession, answer } = rig()
  const first = host.open()
  answer().refuse('store.diskFull')
  await first
  clock.advance(5_000)
  expect(openSession).toHaveBeenCalledTimes(2)
  const second = host.open()
  answer().refuse('store.diskFull')
  await second
  clock.advance(5_000)
  const third = host.open()
  answer().open()
  expect(await third).toEqual({ state: 'ready' })
  expect(boots.map(({ state }) => state)).toEqual(['blocked', 'ready'])
  clock.advance(60_000)
  expect(openSession).toHaveBeenCalledTimes(3)
})

test('what only the user can mend is not tried by itself, and nothing is tried after the end', async () => {
  const { host, clock, openSession, answer } = rig()
  const first = host.open()
  answer().refuse()
  await first
  clock.advance(60_000)
  expect(openSession).toHaveBeenCalledTimes(1)
  const second = host.open()
  answer().refuse('store.readOnly')
  await second
  await host.close()
  clock.advance(60_000)
  expect(openSession).toHaveBeenCalledTimes(2)
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
