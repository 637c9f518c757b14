import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { allowedLink, createOpenLink } from '../../../../electron/security/links.ts'

describe('links', () => {
  it.each([
    'https://dashboard.aircall.io/integrations/api-keys',
    'https://support.aircall.io/en/articles/1?x=1#y',
    'https://status.aircall.com/',
  ])('may open %s', (address) => {
    expect(allowedLink(address)).toBe(address)
  })

  it.each([
    'http://dashboard.aircall.io/',
    'https://dashboard.aircall.io:8443/',
    'https://user@dashboard.aircall.io/',
    'https://dashboard.aircall.io@evil.example/',
    'https://dashboard.aircall.io.evil.example/',
    'https://evil.example/?https://dashboard.aircall.io/',
    'https://aircall.io/',
    'https://api.aircall.io/v1/ping',
    'https://constructor/',
    'https://__proto__/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@dashboard.aircall.io',
    'smb://dashboard.aircall.io/x',
    '//dashboard.aircall.io/',
    '',
  ])('may not open %s', (address) => {
    expect(() => allowedLink(address)).toThrow(expect.objectContaining({ code: 'app.notAllowed' }))
  })

  it('hands the system only what it has checked', async () => {
    const open = vi.fn(() => Promise.resolve())
    const openLink = createOpenLink(open)
    await openLink('HTTPS://Dashboard.Aircall.io/a b')
    expect(open).toHaveBeenCalledExactlyOnceWith('https://dashboard.aircall.io/a%20b')
    expect(() => openLink('https://evil.example/')).toThrow()
    expect(open).toHaveBeenCalledOnce()
  })

  it('opens no host that is made up', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (address) => {
        expect(() => allowedLink(address)).toThrow()
      }),
    )
  })
})
