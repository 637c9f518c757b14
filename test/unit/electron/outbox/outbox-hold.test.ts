import { describe, expect, it, vi } from 'vitest'
import { accepted, draft, setUp } from './outbox-rig.ts'

describe('a text that is held', () => {
  it('leaves when its time has passed, and not before', async () => {
    const { outbox, clock, sent, hold } = setUp(() => accepted)
    hold(5_000)
    expect(outbox.send(draft(1)).heldUntil).toBe(clock.now() + 5_000)
    await vi.waitFor(() => clock.advance(4_999))
    await Promise.resolve()
    expect(sent).toHaveLength(0)
    clock.advance(1)
    await vi.waitFor(() => expect(sent).toHaveLength(1))
  })

  it('can be taken back, and never leaves then', async () => {
    const { outbox, clock, sent, states, hold } = setUp(() => accepted)
    hold(5_000)
    const { id } = outbox.send(draft(1))
    expect(outbox.cancel(id)).toMatchObject({ gone: true, message: { body: 'text 1' } })
    expect(states()).toEqual([])
    clock.advance(60_000)
    outbox.wake()
    await outbox.stop(0)
    expect(sent).toHaveLength(0)
  })

  it('can no longer be taken back once it has left', async () => {
    const { outbox, states } = setUp(() => accepted)
    const { id } = outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    expect(() => outbox.cancel(id)).toThrow('text.onItsWay')
  })

  it('goes out when Tern ends: Send was pressed', async () => {
    const { outbox, sent, states, hold } = setUp(() => accepted)
    hold(20_000)
    outbox.send(draft(1))
    outbox.send(draft(2, '+13023063030'))
    await outbox.stop(5_000)
    expect(sent).toHaveLength(2)
    expect(states()).toEqual(['accepted', 'accepted'])
  })

  it('stays for the next start when there is no account to send it from', async () => {
    const { outbox, sent, states, hold, setOnline } = setUp(() => accepted)
    setOnline(false)
    hold(20_000)
    outbox.send(draft(1))
    await outbox.stop(5_000)
    expect(sent).toHaveLength(0)
    expect(states()).toEqual(['queued'])
  })
})

describe('while Aircall is out of reach', () => {
  it('one text finds that out, and the others wait with it', async () => {
    const { outbox, clock, sent, states } = setUp((_, nth) =>
      nth === 1
        ? {
            kind: 'later',
            error: { code: 'aircall.unreachable', detail: {} },
            notBefore: clock.now() + 3_000,
          }
        : accepted,
    )
    outbox.send(draft(1))
    outbox.send(draft(2, '+13023063030'))
    await vi.waitFor(() => expect(states()).toEqual(['queued', 'queued']))
    outbox.wake()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(sent).toHaveLength(1)
    clock.advance(3_000)
    await vi.waitFor(() => expect(states()).toEqual(['accepted', 'accepted']))
    expect(sent).toHaveLength(3)
  })

  it('a clock that is set back holds nobody up', async () => {
    const { outbox, clock, states } = setUp((_, nth) =>
      nth === 1
        ? {
            kind: 'later',
            error: { code: 'aircall.unreachable', detail: {} },
            notBefore: clock.now() + 3_600_000,
          }
        : accepted,
    )
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['queued']))
    outbox.send(draft(2, '+13023063030'))
    await vi.waitFor(() => expect(states()).toEqual(['queued', 'accepted']))
  })
})

describe('the limits of a number', () => {
  it('put a text off that would go over them, with the reason, until it may go', async () => {
    const { outbox, clock, sent, states, store, limit } = setUp(() => accepted)
    limit({ segmentsPerHour: 1, segmentsPerDay: 10 })
    outbox.send(draft(1))
    await vi.waitFor(() => expect(states()).toEqual(['accepted']))
    outbox.send(draft(2))
    await vi.waitFor(() => expect(store.messages[1]?.error?.code).toBe('text.overBudget'))
    expect(sent).toHaveLength(1)
    for (let minute = 0; minute < 59; minute++) {
      clock.advance(60_000)
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    expect(sent).toHaveLength(1)
    await vi.waitFor(() => {
      clock.advance(60_000)
      expect(sent).toHaveLength(2)
    })
  })
})
