import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appFile } from '../../../../electron/security/app-path.ts'

const own = { protocol: 'app:', host: 'tern' }

describe('the file of an address', () => {
  it.each([
    ['app://tern/', ['index.html'], 'text/html; charset=utf-8'],
    ['app://tern', ['index.html'], 'text/html; charset=utf-8'],
    ['app://tern/index.html?window=1#compose?to=%2B1', ['index.html'], 'text/html; charset=utf-8'],
    ['app://tern/assets/index-B1x_-3.js', ['assets', 'index-B1x_-3.js'], 'text/javascript; charset=utf-8'],
    ['app://tern/assets/a.b.css', ['assets', 'a.b.css'], 'text/css; charset=utf-8'],
    // An address has no way up from its root: `..` is gone before it is read.
    ['app://tern/%2e%2e/x.json', ['x.json'], 'application/json; charset=utf-8'],
    ['app://tern/../../x.json', ['x.json'], 'application/json; charset=utf-8'],
    ['app://tern/fonts/x@2.woff2', ['fonts', 'x@2.woff2'], 'font/woff2'],
  ])('%s', (address, parts, type) => {
    expect(appFile(address, own)).toEqual({ parts, type })
  })

  it.each([
    'app://tern/assets/%2e%2e%2fsecret.json',
    'app://tern/..%2f..%2fsecret.json',
    'app://tern/..%5csecret.json',
    'app://tern/a%5c..%5csecret.json',
    'app://tern/a%00.html',
    'app://tern/a%2500.html',
    'app://tern/%c0%ae%c0%ae/secret.json',
    'app://tern//etc/hosts.html',
    'app://tern/C:/x.html',
    'app://tern/x.html:stream.js',
    'app://tern/.env.json',
    'app://tern/a..b/x.html',
    'app://tern/assets/',
    'app://tern/assets',
    'app://tern/main.cjs',
    'app://tern/store.db',
    'app://tern/x.html.',
    'app://tern/%zz.html',
    'app://other/index.html',
    'app://tern.evil/index.html',
    'app://tern:1/index.html',
    'app://user@tern/index.html',
    'http://tern/index.html',
    'file:///index.html',
    'nonsense',
  ])('is none for %s', (address) => {
    expect(appFile(address, own)).toBeUndefined()
  })

  it('never leads upwards, whatever is asked', () => {
    const bit = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '%00',
      '%25',
      'a',
      'index',
      '.html',
      '.js',
      ':',
      '~',
    )
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 12 }), (bits) => {
        const file = appFile(`app://tern/${bits.join('')}`, own)
        for (const part of file?.parts ?? []) {
          expect(part).toMatch(/^[\w@-][\w@.-]*$/)
          expect(part).not.toContain('..')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
