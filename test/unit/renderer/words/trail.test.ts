import { describe, expect, it } from 'vitest'
import { trailLines } from '../../../../renderer/words/trail.ts'
import {
  ledgerCauses,
  ledgerEvents,
  type LedgerDetail,
  type LedgerEvent,
} from '../../../../shared/core/ledger.ts'
import { errorCodes } from '../../../../shared/errors.ts'
import type { TrailEntry } from '../../../../shared/model/trail.ts'
import { errorWords } from '../../../../shared/words/errors.ts'

const at = 1_800_000_000_000
const entry = (event: LedgerEvent, detail: LedgerDetail = {}): TrailEntry => ({ at, event, detail })
const only = (event: LedgerEvent, detail?: LedgerDetail) => {
  const lines = trailLines([entry(event, detail)])
  const [line] = lines
  if (line === undefined || lines.length > 1) throw new Error(`${lines.length} lines`)
  return line
}

describe('the trail of a message in words', () => {
  const details: readonly LedgerDetail[] = [
    {},
    ...ledgerCauses.map((by) => ({ by })),
    ...errorCodes.map((code) => ({ code, by: 'answer' as const })),
    { older: true },
    { word: 'buffered' },
    { outcome: 'failed' },
    { arrivedAt: at - 3 },
    { attempt: 2 },
  ]

  it.each(ledgerEvents)('%s reads well, whatever is known of it', (event) => {
    for (const detail of details)
      for (const { what, more } of trailLines([entry(event, detail)])) {
        expect(what, JSON.stringify(detail)).toMatch(/^[A-Z].*[^.]$/)
        expect(more ?? 'None.').toMatch(/^\S.*\.$/s)
        expect(`${what} ${more}`).not.toMatch(/undefined|NaN| {2}|\.\./)
      }
  })

  it('tells a received text from its arrival to its opening', () => {
    const lines = trailLines([
      entry('received', { by: 'callback', arrivedAt: at - 7 }),
      { at: at + 250, event: 'notified', detail: { outcome: 'shown', askedAt: at + 10 } },
      { at: at + 9000, event: 'read', detail: { by: 'user' } },
    ])
    expect(lines.map((line) => [line.at - at, line.what])).toEqual([
      [-7, 'Received'],
      [0, 'Stored on this computer'],
      [10, 'Notification asked for'],
      [250, 'Notification shown'],
      [9000, 'Opened'],
    ])
  })

  it.each([
    ['seen', 'You were looking at the conversation.'],
    ['switchedOff', 'Notifications are switched off in Settings.'],
    ['done', 'It was ticked off already.'],
    ['again', 'The same text had come before.'],
    ['outbound', 'It is a text of your own.'],
    ['toString', 'The rules for notifications kept it back.'],
    [undefined, 'The rules for notifications kept it back.'],
  ])('a notification that was suppressed because of %s', (why, words) => {
    const line = only('notified', { outcome: 'suppressed', ...(why === undefined ? {} : { why }) })
    expect(line).toEqual({ at, what: 'No notification', more: words })
  })

  it('tells who or what moved a sent text on, with the provider’s word', () => {
    expect(only('queued', { by: 'user' }).what).toBe('Queued')
    expect(only('queued', { by: 'user', attempt: 3 }).what).toBe('Queued again: try 3')
    expect(only('queued', { by: 'answer', code: 'aircall.unreachable' })).toMatchObject({
      what: 'Put back into the queue',
      more: errorWords({ code: 'aircall.unreachable', detail: {} }).what,
    })
    expect(only('accepted', { by: 'answer', word: 'pending' }).more).toBe(
      "Aircall took it. Aircall's word: “pending”.",
    )
    expect(only('sent', { by: 'callback', word: 'sent' }).what).toBe('Sent')
    expect(only('sent', { by: 'user' }).what).toBe('Marked as sent')
    expect(only('unknown', { by: 'start' }).more).toMatch(/^Tern had ended/)
    expect(only('unknown', { by: 'restore' }).more).toMatch(/from a backup/)
    expect(only('failed', { by: 'user' }).what).toBe('Not sent once more')
    expect(only('failed', { by: 'answer', code: 'aircall.badRecipient' }).more).toMatch(/recipient/)
  })

  it('says of what is older than the record that nothing before is known', () => {
    for (const event of ['received', 'delivered'] as const)
      expect(only(event, { by: 'start', older: true }).what).toBe('Kept before Tern had a record')
  })
})
