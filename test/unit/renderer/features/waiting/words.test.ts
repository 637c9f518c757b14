import { describe, expect, it } from 'vitest'
import { standingStill, waitingWords, whyItWaits } from '../../../../../renderer/features/waiting/words.ts'
import type { ErrorCode } from '../../../../../shared/errors.ts'
import type { NotificationItem } from '../../../../../shared/model/message.ts'

const now = 1_800_000_000_000
interface Wanted {
  readonly ago: number
  readonly heldFor?: number
  readonly code?: ErrorCode
}
const item = ({ ago, heldFor, code }: Wanted): NotificationItem => ({
  message: {
    id: '00000000-0000-4000-8000-000000000001',
    conversationId: '00000000-0000-4000-8000-000000000002',
    numberId: 1,
    peer: '+14155550132',
    direction: 'outbound',
    body: 'Hello',
    mediaUrls: [],
    state: 'queued',
    verified: true,
    at: now - ago,
    read: true,
    done: false,
    ...(heldFor === undefined ? {} : { heldUntil: now - ago + heldFor }),
    ...(code === undefined ? {} : { error: { code, detail: {} } }),
  },
})

describe('texts that wait', () => {
  it('are not those that are held, nor those that leave this very moment', () => {
    const stands = (wanted: Wanted) => standingStill([item(wanted)], now).length === 1
    expect(stands({ ago: 1000, heldFor: 5000 })).toBe(false)
    expect(stands({ ago: 100 })).toBe(false)
    expect(stands({ ago: 6000, heldFor: 5000 })).toBe(false)
    expect(stands({ ago: 8000, heldFor: 5000 })).toBe(true)
    expect(stands({ ago: 3000 })).toBe(true)
    expect(stands({ ago: 100, code: 'aircall.unreachable' })).toBe(true)
  })

  it('are counted, with the reason that one of them has', () => {
    const stuck = [item({ ago: 9000 }), item({ ago: 9000, code: 'aircall.unreachable' })]
    expect(waitingWords(stuck, true)).toBe('2 texts wait: Tern could not reach Aircall.')
    expect(waitingWords(stuck.slice(0, 1), true)).toBe('1 text waits to go out.')
    expect(waitingWords(stuck, false)).toMatch(/^More than 2 texts wait/)
  })

  it('each say why', () => {
    expect(whyItWaits(item({ ago: 1 }).message)).toBe('It goes out when its turn comes.')
    expect(whyItWaits(item({ ago: 1, code: 'text.overBudget' }).message)).toMatch(/as much as it may/)
  })
})
