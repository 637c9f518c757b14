import { describe, expect, it } from 'vitest'
import { whenClosed } from '../../../../electron/desktop/closing.ts'
import { trayFace, trayIcon } from '../../../../electron/desktop/tray-state.ts'
import { pageAddress, withRecipient } from '../../../../electron/desktop/page-address.ts'
import { reachStates } from '../../../../shared/model/reach.ts'
import { momentWords } from '../../../../shared/words/times.ts'

const now = new Date(2026, 10, 24, 14, 10).getTime()

describe('the tray icon', () => {
  it.each([
    ['reachable', 0, 'tray-normal'],
    ['reachable', 3, 'tray-unread'],
    ['off', 0, 'tray-paused'],
    ['off', 1, 'tray-unread'],
    ['opening', 0, 'tray-paused'],
    ['proving', 2, 'tray-unread'],
    ['doubtful', 0, 'tray-unreachable'],
    ['lost', 0, 'tray-unreachable'],
    ['lost', 5, 'tray-unreachable'],
  ] as const)('%s with %i unread is %s', (state, unread, icon) => {
    expect(trayIcon({ reach: { state, error: undefined }, unread })).toBe(icon)
  })

  it('stays bad news while the way in opens again', () => {
    const error = { code: 'tunnel.lost' as const, detail: {} }
    expect(trayIcon({ reach: { state: 'opening', error }, unread: 1 })).toBe('tray-unreachable')
    expect(trayIcon({ reach: { state: 'reachable', error }, unread: 0 })).toBe('tray-normal')
  })

  it('never looks well unless replies were proven to come through', () => {
    for (const state of reachStates.filter((state) => state !== 'reachable')) {
      expect(trayIcon({ reach: { state, error: undefined }, unread: 0 })).not.toBe('tray-normal')
    }
  })
})

describe('the tray face', () => {
  it('says both things in words', () => {
    expect(trayFace({ reach: { state: 'lost', error: undefined }, unread: 1 }, now)).toEqual({
      icon: 'tray-unreachable',
      tooltip: 'Tern: 1 unread text. Replies cannot reach this computer',
      stateLine: 'Replies cannot reach this computer',
      unreadLine: '1 unread text',
    })
  })

  it('says since when replies cannot reach it, also while it tries again', () => {
    const error = { code: 'tunnel.unanswered' as const, detail: {} }
    const since = now - 480_000
    for (const state of ['lost', 'opening', 'registering', 'proving'] as const) {
      const face = trayFace({ reach: { state, error }, gap: { from: since, reason: 'lost' }, unread: 2 }, now)
      const line = `Replies cannot reach this computer since ${momentWords(since, now)}`
      expect(face).toMatchObject({ icon: 'tray-unreachable', stateLine: line })
      expect(face.tooltip).toBe(`Tern: 2 unread texts. ${line}`)
    }
  })

  it('tells a number that was handed back from none at all', () => {
    const away = { from: now - 60_000, reason: 'handedBack' } as const
    const face = (state: 'off' | 'lost', gap?: typeof away) =>
      trayFace({ reach: { state }, gap, unread: 0 }, now)
    expect(face('off')).toMatchObject({ icon: 'tray-paused', stateLine: 'No number is set up' })
    expect(face('off', away)).toMatchObject({
      icon: 'tray-paused',
      stateLine: 'Your number is back in Aircall: replies go to its inbox',
    })
    // Handed back is not lost: that began later, and nobody knows when.
    expect(face('lost', away).stateLine).toBe('Replies cannot reach this computer')
  })

  it.each([
    ['store.diskFull', 'The disk is full: replies cannot be kept and nothing is sent'],
    [
      'store.readOnly',
      'Tern may not write to the folder with your messages: replies cannot be kept and nothing is sent',
    ],
    [
      'store.keyMissing',
      'The key of your messages is gone from the keychain: replies cannot be kept and nothing is sent',
    ],
  ] as const)('%s goes before everything, however well replies get here', (code, line) => {
    const state = { reach: { state: 'reachable' }, unread: 2, trouble: { code, detail: {} } } as const
    expect(trayFace(state, now)).toEqual({
      icon: 'tray-unreachable',
      tooltip: `Tern: 2 unread texts. ${line}`,
      stateLine: line,
      unreadLine: '2 unread texts',
    })
  })

  it('counts in plain English', () => {
    const line = (unread: number): string =>
      trayFace({ reach: { state: 'off', error: undefined }, unread }, now).unreadLine
    expect([line(0), line(1), line(2)]).toEqual(['No unread texts', '1 unread text', '2 unread texts'])
  })
})

describe('closing the main window', () => {
  it.each([
    [true, true, 'release'],
    [false, true, 'minimise'],
    [true, false, 'quit'],
    [false, false, 'quit'],
  ] as const)('with a tray: %s, close to tray: %s means %s', (tray, closeToTray, closing) => {
    expect(whenClosed({ tray, closeToTray })).toBe(closing)
  })
})

describe('the address of a page', () => {
  it('names the window and the recipient', () => {
    expect(pageAddress('app://tern', 'main')).toBe('app://tern/index.html?window=main')
    const compose = pageAddress('app://tern', 'compose', '+13023063029')
    expect(compose).toBe('app://tern/index.html?window=compose&to=%2B13023063029')
    expect(withRecipient(compose, '+4915112345678')).toBe(`${compose}#to=%2B4915112345678`)
  })
})
