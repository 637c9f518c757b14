import { describe, expect, it, vi } from 'vitest'
import { checkMs, checkUnknown } from '../../../../electron/outbox/check-unknown.ts'
import type { Message } from '../../../../shared/model/message.ts'
import { createFakeClock } from '../support/clock.ts'

const message = (state: Message['state']) => ({ state }) as Message

describe('checking a text of which nobody knows whether it arrived', () => {
  it('proves the way in, then answers as soon as a report has come', async () => {
    const clock = createFakeClock()
    let state: Message['state'] = 'unknown'
    const prove = vi.fn(() => Promise.resolve())
    const checked = checkUnknown({ get: () => message(state), prove, clock })
    await vi.waitFor(() => {
      clock.advance(500)
      expect(prove).toHaveBeenCalledOnce()
    })
    state = 'delivered'
    await vi.waitFor(() => clock.advance(500))
    expect((await checked).state).toBe('delivered')
  })

  it('gives up after a while, with the text as it is', async () => {
    const clock = createFakeClock()
    const begun = clock.now()
    let ended: Message | undefined
    void checkUnknown({ get: () => message('unknown'), prove: () => Promise.resolve(), clock }).then(
      (end) => (ended = end),
    )
    await vi.waitFor(() => {
      clock.advance(5_000)
      expect(ended?.state).toBe('unknown')
    })
    expect(clock.now() - begun).toBeGreaterThanOrEqual(checkMs)
  })

  it('refuses for a text that is gone', async () => {
    const clock = createFakeClock()
    const gone = checkUnknown({ get: () => undefined, prove: () => Promise.resolve(), clock })
    await expect(gone).rejects.toThrow('app.notFound')
  })
})
