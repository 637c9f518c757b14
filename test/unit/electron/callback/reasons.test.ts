import { describe, expect, it } from 'vitest'
import { reasonOf, reasonOfBroken } from '../../../../electron/callback/reasons.ts'
import type { Reception } from '../../../../electron/store/store.ts'
import type { Message } from '../../../../shared/model/message.ts'

const message = {} as Message
const receptions: readonly (readonly [string, Reception | undefined, string])[] = [
  ['a text', { kind: 'message', message, fresh: true }, 'message'],
  ['the same text again', { kind: 'message', message, fresh: false }, 'duplicate'],
  ['a status', { kind: 'status', message, changed: true }, 'status'],
  ['the same status again', { kind: 'status', message, changed: false }, 'duplicate'],
  ['an event of another kind', { kind: 'kept', reason: 'unknownEvent' }, 'kept'],
  ['what is about a deleted text', { kind: 'forgotten' }, 'forgotten'],
  ['what the store did not take', undefined, 'storeTrouble'],
]

describe('why something came', () => {
  it.each(receptions)('%s', (_, reception, reason) => {
    expect(reasonOf(reception, true)).toBe(reason)
    // Without the token it is a stranger's, whatever it says.
    expect(reasonOf(reception, false)).toBe('wrongToken')
  })

  it('what cannot be read has no token', () => {
    expect(reasonOf({ kind: 'kept', reason: 'unreadable' }, false)).toBe('unreadable')
  })

  it.each([
    ['HPE_INVALID_EOF_STATE', 'cutOff'],
    ['HPE_HEADER_OVERFLOW', 'tooLarge'],
    ['HPE_INVALID_METHOD', 'notHttp'],
    ['ECONNRESET', undefined],
    ['', undefined],
  ])('%s: %s', (code, reason) => {
    expect(reasonOfBroken(code)).toBe(reason)
  })
})
