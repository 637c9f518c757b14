import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mediaLimit, readMediaAddress, readMediaAddresses } from '../../../../shared/core/media-url.ts'

describe('readMediaAddress', () => {
  test.each([
    'https://example.com/a.jpg',
    'https://example.com',
    'https://cdn.example.co.uk:8443/a/b.png?size=1&sig=%2F#x',
    'HTTPS://EXAMPLE.COM/A.JPG',
    'https://example.com./a.gif',
    'https://xn--bcher-kva.example/a.jpg',
    'https://example.com/user@home/a.jpg',
  ])('takes %s', (url) => {
    expect(readMediaAddress(` ${url}\n`)).toEqual({ ok: true, url })
  })

  test('percent-encodes what is not ASCII', () => {
    expect(readMediaAddress('https://example.com/ä"b.jpg')).toEqual({
      ok: true,
      url: 'https://example.com/%C3%A4%22b.jpg',
    })
  })

  test.each([
    '',
    'example.com/a.jpg',
    'http://example.com/a.jpg',
    'ftp://example.com/a.jpg',
    'https:/example.com/a.jpg',
    'https:example.com',
    'https://',
    'https:///a.jpg',
    'https://user:password@example.com/a.jpg',
    'https://user@example.com/a.jpg',
    'https://example.com\\@evil.example/a.jpg',
    'https://exa mple.com/a.jpg',
    'https://example.com/a b.jpg',
    'https://example.com/a\u0000b.jpg',
    'https://example.com/\uD800',
    'https://localhost/a.jpg',
    'https://intranet/a.jpg',
    'https://printer.local/a.jpg',
    'https://nas.home.arpa/a.jpg',
    'https://a.localhost./a.jpg',
    'https://127.0.0.1/a.jpg',
    'https://8.8.8.8/a.jpg',
    'https://2130706433/a.jpg',
    'https://0x7f.1/a.jpg',
    'https://example.0x7f/a.jpg',
    'https://[::1]/a.jpg',
    'https://[2001:db8::1]/a.jpg',
    'https://１２７.0.0.1/a.jpg',
    'https://-a.example/a.jpg',
    'https://a..example/a.jpg',
    'https://.example/a.jpg',
    'https://example.com:0/a.jpg',
    'https://example.com:70000/a.jpg',
    'https://example.com:/a.jpg',
    `https://example.com/${'a'.repeat(2048)}`,
    'javascript:alert(1)//https://example.com/',
  ])('refuses %j', (url) => {
    expect(readMediaAddress(url)).toEqual({ ok: false, error: { code: 'media.badAddress', detail: {} } })
  })

  test('what it takes, browsers read the same way: https, that very host, no user', () => {
    const pieces = fc.constantFrom(
      ...['https://', 'http://', '//', 'example.com', 'a.b', '127.0.0.1', '0x7f', '1', '@', ':', ':80'],
      ...['/', '\\', '?', '#', '[', ']', '.', '%2e', '%00', 'ä', '\t', ' ', 'localhost', '-', '。', 'user'],
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 8 }).map((parts) => `https://${parts.join('')}`),
          fc.array(pieces, { maxLength: 8 }).map((parts) => `https://a.example${parts.join('')}`),
          fc.webUrl(),
        ),
        (typed) => {
          const read = readMediaAddress(typed)
          if (!read.ok) return
          const url = new URL(read.url)
          expect(url.protocol).toBe('https:')
          expect(url.username + url.password).toBe('')
          expect(url.hostname).toBe(/^https:\/\/([^:/?#]+)/i.exec(read.url)?.[1]?.toLowerCase())
          expect(url.hostname).not.toMatch(/^[\d.]+$|^\[|(^|\.)localhost$/)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

describe('readMediaAddresses', () => {
  const url = (n: number): string => `https://example.com/${n}.jpg`

  test('one a line, empty lines and spaces do not count', () => {
    expect(readMediaAddresses(`\n ${url(1)}  \r\n\n${url(2)} ${url(3)}`)).toEqual({
      ok: true,
      urls: [url(1), url(2), url(3)],
    })
    expect(readMediaAddresses(' \n ')).toEqual({ ok: true, urls: [] })
  })

  test('ten and no more', () => {
    const ten = Array.from({ length: mediaLimit }, (_, n) => url(n))
    expect(readMediaAddresses(ten.join('\n'))).toEqual({ ok: true, urls: ten })
    expect(readMediaAddresses([...ten, url(11)].join('\n'))).toMatchObject({
      error: { code: 'media.tooMany' },
    })
  })

  test('says which one is wrong', () => {
    expect(readMediaAddresses(`${url(1)}\nhttp://example.com/2.jpg`)).toMatchObject({
      ok: false,
      bad: 'http://example.com/2.jpg',
      error: { code: 'media.badAddress' },
    })
  })
})
