import { describe, expect, test } from 'vitest'
import { hasOptedOut, isOptIn, isOptOut } from '../../../../shared/core/opt-out.ts'

describe('opting out', () => {
  test.each([
    'STOP',
    'stop',
    ' Stop. ',
    'STOP!!',
    'Opt-out',
    'opt out',
    'Unsubscribe',
    'Please stop',
    '"STOP"',
  ])('%j asks for no more texts', (text) => expect(isOptOut(text)).toBe(true))
  test.each(['', 'Stop by at five', 'Where is the bus stop?', 'STOPP', 'Can we cancel Friday?', '🛑'])(
    '%j does not',
    (text) => expect(isOptOut(text)).toBe(false),
  )
  test('the last word counts', () => {
    expect(hasOptedOut([])).toBe(false)
    expect(hasOptedOut(['Thanks', 'STOP', 'Hello'])).toBe(true)
    expect(hasOptedOut(['Hi again', 'START', 'STOP'])).toBe(false)
    expect(hasOptedOut(['Stop', 'Start'])).toBe(true)
    expect(isOptIn('UNSTOP')).toBe(true)
  })
})
