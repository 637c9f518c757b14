import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  holdAnnouncement,
  holdLeft,
  holdOf,
  holdWords,
} from '../../../../../renderer/features/waiting/hold.ts'
import type { Message } from '../../../../../shared/model/message.ts'

const at = 1_800_000_000_000
const held = (ms: number, more: Partial<Message> = {}): Message => ({
  id: '00000000-0000-4000-8000-000000000001',
  conversationId: '00000000-0000-4000-8000-000000000002',
  numberId: 1,
  peer: '+14155550132',
  direction: 'outbound',
  body: 'Hello',
  mediaUrls: [],
  state: 'queued',
  verified: true,
  at,
  read: true,
  done: false,
  heldUntil: at + ms,
  ...more,
})

describe('a hold', () => {
  it('counts whole seconds down to the last', () => {
    const message = held(5000)
    const seconds = [0, 1, 1000, 4000, 4999].map((passed) => holdOf(message, at + passed)?.seconds)
    expect(seconds).toEqual([5, 5, 4, 1, 1])
    expect(holdOf(message, at + 5000)).toBeUndefined()
  })

  it('is none for what is not queued, or was never held', () => {
    expect(holdOf(held(5000, { state: 'claimed' }), at)).toBeUndefined()
    const { heldUntil: _, ...never } = held(0)
    expect(holdOf(never, at)).toBeUndefined()
  })

  it('is never an absurd countdown, wherever the clock is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -1e9, max: 1e9 }), (ms, moved) => {
        const message = held(ms)
        const hold = holdOf(message, at + moved)
        if (hold === undefined) return
        expect(hold.seconds ?? 20).toBeLessThanOrEqual(20)
        expect(hold.seconds ?? 1).toBeGreaterThanOrEqual(1)
        const left = holdLeft(message, hold)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(left).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is told in words', () => {
    expect(holdWords({ seconds: 4 })).toBe('Sending in 4 s')
    expect(holdWords({ seconds: undefined })).toBe('Sending in a moment')
    expect(holdAnnouncement({ seconds: 5 })).toBe('Your text goes out in 5 seconds. You can undo that.')
    expect(holdAnnouncement({ seconds: 1 })).toContain('in 1 second.')
  })
})
