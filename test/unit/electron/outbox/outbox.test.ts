import { describe, expect, it, vi } from 'vitest'
import type { SendAnswer } from '../../../../electron/aircall/aircall.ts'
import { TernError } from '../../../../shared/errors.ts'
import { accepted, draft, setUp } from './outbox-rig.ts'

describe('the outbox', () => {
  it('claims a text on disk before its POST, and commits how it ended', async () => {
    const { outbox, sent, states } = setUp(() => accepted)
    expect(outbox.send(draft(1)).state).toBe('queued')
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(sent).toEqual([{ body: 'text 1', stateOnDisk: 'claimed' }])
  })

  it('makes one message of the same draft twice', async () => {
    const { outbox, sent, states } = setUp(() => accepted)
    outbox.send(draft(1))
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(outbox.send(draft(1)).state).toBe('accepted')
    expect(sent).toHaveLength(1)
  })

  it('sends one at a time, in order', async () => {
    let onItsWay = 0
    let most = 0
    const { outbox, sent, states } = setUp(async () => {
      most = Math.max(most, ++onItsWay)
      await Promise.resolve()
      onItsWay -= 1
      return accepted
    })
    for (let n = 1; n <= 5; n++) outbox.send(draft(n))
    await vi.waitFor(() => expect(states()).toEqual(Array(5).fill('accepted')))
    expect(most).toBe(1)
    expect(sent.map(({ body }) => body)).toEqual(['text 1', 'text 2', 'text 3', 'text 4', 'text 5'])
  })

  it('never sends again by itself what got no clear answer', async () => {
    const { outbox, sent, states, clock } = setUp(() => ({
      kind: 'unknown',
      error: { code: 'aircall.noClearAnswer', detail: {} },
    }))
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['unknown']))
    clock.advance(24 * 3600_000)
    outbox.wake()
    await outbox.stop(0)
    expect(sent).toHaveLength(1)
  })

  it('sends once more what is unknown, when the user says so', async () => {
    const { outbox, sent, states } = setUp((_, nth) =>
      nth === 1 ? { kind: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } } : accepted,
    )
    const { id } = outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['unknown']))
    outbox.sendAgain(id)
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(sent).toHaveLength(2)
    expect(() => outbox.sendAgain(id)).toThrow(TernError)
  })

  it('keeps what never left, and sends it when its time has come', async () => {
    const { outbox, clock, sent, states } = setUp((_, nth) =>
      nth === 1
        ? {
            kind: 'later',
            error: { code: 'aircall.tooManyRequests', detail: {} },
            notBefore: clock.now() + 5_000,
          }
        : accepted,
    )
    outbox.send(draft(1))
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    await vi.waitFor(() => expect(states()).toEqual(['queued']))
    await vi.waitFor(() => {
      clock.advance(5_000)
      expect(states()).toEqual(['accepted'])
    })
    expect(sent).toHaveLength(2)
  })

  it('waits while there is no account', async () => {
    const { outbox, setOnline, sent, states } = setUp(() => accepted)
    setOnline(false)
    outbox.send(draft(1))
    await Promise.resolve()
    expect(states()).toEqual(['queued'])
    setOnline(true)
    outbox.wake()
    await vi.waitFor(() => expect(sent).toHaveLength(1))
  })

  it('stops before the claim when the store cannot be written, says so, and goes on by itself', async () => {
    const { outbox, store, clock, onTrouble, setOnline, sent, states } = setUp(() => accepted)
    setOnline(false)
    outbox.send(draft(1))
    store.failWith = new TernError('store.diskFull')
    setOnline(true)
    outbox.wake()
    await vi.waitFor(() => expect(onTrouble).toHaveBeenCalledWith({ code: 'store.diskFull', detail: {} }))
    expect(sent).toHaveLength(0)
    store.failWith = undefined
    clock.advance(60_000)
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(outbox.trouble()).toBeUndefined()
    expect(sent).toHaveLength(1)
  })

  it('does not forget how a POST ended when the disk fills up meanwhile', async () => {
    const { outbox, store, clock, sent, states } = setUp(() => {
      store.failWith = new TernError('store.diskFull')
      return accepted
    })
    outbox.send(draft(1))
    await vi.waitFor(() => expect(outbox.trouble()?.code).toBe('store.diskFull'))
    store.failWith = undefined
    await vi.waitFor(() => {
      clock.advance(60_000)
      expect(states()).toEqual(['accepted'])
    })
    expect(sent).toHaveLength(1)
  })

  it('goes on with the next text when a conversation is deleted while its text is on its way', async () => {
    const { outbox, store, sent, states } = setUp(() => {
      if (sent.length === 1) store.messages.splice(0, 1)
      return accepted
    })
    outbox.send(draft(1))
    outbox.send(draft(2))
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(sent.map(({ body }) => body)).toEqual(['text 1', 'text 2'])
    expect(outbox.trouble()).toBeUndefined()
  })

  it('sends and settles also when those who are told of it fail', async () => {
    const { outbox, onMessage, sent, states } = setUp(() => accepted)
    onMessage.mockImplementation(() => {
      throw new Error('no window takes it')
    })
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(sent).toHaveLength(1)
  })

  it('leaves nothing claimed when a send breaks', async () => {
    const { outbox, sent, states } = setUp(() => Promise.reject(new Error('a bug')))
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['unknown']))
    expect(sent).toHaveLength(1)
  })

  it('touches nothing but the log when an end comes after the store was closed', async () => {
    let answer = (_: SendAnswer): void => undefined
    const { outbox, store, clock, onMessage, onTrouble, states } = setUp(
      () => new Promise((resolve) => (answer = resolve)),
    )
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['claimed']))
    const stopped = outbox.stop(5_000)
    clock.advance(5_000)
    await stopped
    store.failWith = new Error('closed')
    onMessage.mockClear()
    answer(accepted)
    await outbox.stop(0)
    expect(states()).toEqual(['claimed'])
    expect(onMessage).not.toHaveBeenCalled()
    expect(onTrouble).not.toHaveBeenCalled()
  })

  it('does not send from a number that is given back meanwhile, with an account or without', async () => {
    for (const online of [true, false]) {
      const { outbox, store, setOnline, use, sent, states } = setUp(() => accepted)
      setOnline(false)
      outbox.send(draft(1))
      await Promise.resolve()
      expect(states()).toEqual(['queued'])
      use(2)
      setOnline(online)
      outbox.wake()
      await vi.waitFor(() => expect(states()).toEqual(['failed']))
      expect(store.messages[0]?.error?.code).toBe('number.notInUse')
      use(1)
      setOnline(true)
      outbox.wake()
      await outbox.stop(0)
      expect(sent).toHaveLength(0)
    }
  })
})
