import { describe, expect, it } from 'vitest'
import { appOrigin, pageSource } from '../../../../electron/security/app-origin.ts'
import { mayNavigate } from '../../../../electron/security/navigation.ts'
import { mayHave } from '../../../../electron/security/permissions.ts'
import { createSenderCheck, type SenderEvent } from '../../../../electron/security/sender.ts'

describe('who may call', () => {
  const isTrusted = createSenderCheck({ isOurWindow: (id) => id === 1, origin: appOrigin })
  const mainFrame = { origin: appOrigin }

  it('is the main frame of our window at our origin', () => {
    expect(isTrusted({ senderFrame: mainFrame, sender: { id: 1, mainFrame } })).toBe(true)
  })

  const refused: Readonly<Record<string, SenderEvent>> = {
    'another window': { senderFrame: mainFrame, sender: { id: 2, mainFrame } },
    'a frame that has gone': { senderFrame: null, sender: { id: 1, mainFrame } },
    'a frame inside': { senderFrame: { origin: appOrigin }, sender: { id: 1, mainFrame } },
  }
  it.each(Object.entries(refused))('is not %s', (_, event) => {
    expect(isTrusted(event)).toBe(false)
  })

  it.each(['null', 'file://', 'https://tern', 'app://other', 'app://tern.evil', ''])(
    'is nobody at origin %s',
    (origin) => {
      const frame = { origin }
      expect(isTrusted({ senderFrame: frame, sender: { id: 1, mainFrame: frame } })).toBe(false)
    },
  )
})

describe('where the pages come from', () => {
  it('is our own scheme in a package, whatever the environment says', () => {
    expect(pageSource(true, 'http://localhost:5173')).toEqual({ origin: 'app://tern', dev: false })
  })

  it('is the dev server in development, when it is on loopback', () => {
    expect(pageSource(false, 'http://localhost:5173/x')).toEqual({
      origin: 'http://localhost:5173',
      dev: true,
    })
    for (const other of [
      undefined,
      '',
      'nonsense',
      'http://evil.example',
      'https://localhost',
      'file:///x',
    ]) {
      expect(pageSource(false, other)).toEqual({ origin: 'app://tern', dev: false })
    }
  })

  it('is where a page stays', () => {
    const own = pageSource(true, undefined)
    for (const to of ['app://tern/index.html', 'https://dashboard.aircall.io/', 'about:blank']) {
      expect(mayNavigate(to, own)).toBe(false)
    }
    const dev = pageSource(false, 'http://localhost:5173')
    expect(mayNavigate('http://localhost:5173/index.html', dev)).toBe(true)
    expect(mayNavigate('http://localhost:5174/', dev)).toBe(false)
    expect(mayNavigate('nonsense', dev)).toBe(false)
  })
})

describe('permissions', () => {
  it('are refused but for copying, and that only to our own page', () => {
    expect(mayHave('clipboard-sanitized-write', 'app://tern/', appOrigin)).toBe(true)
    expect(mayHave('clipboard-sanitized-write', 'app://tern/index.html', appOrigin)).toBe(true)
    expect(mayHave('clipboard-sanitized-write', 'app://tern.evil/', appOrigin)).toBe(false)
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'constructor',
    ]) {
      expect(mayHave(permission, 'app://tern/', appOrigin)).toBe(false)
    }
  })
})
