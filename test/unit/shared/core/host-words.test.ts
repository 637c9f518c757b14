import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressWords, hostWords } from '../../../../shared/core/host-words.ts'

describe('hosts in a report', () => {
  it.each([
    ['quiet-tern-12.loca.lt', '•••.loca.lt'],
    ['loca.lt', 'loca.lt'],
    ['LOCA.LT:443', 'loca.lt'],
    ['a.b.ngrok-free.app', '•••.ngrok-free.app'],
    ['api.aircall.io', 'api.aircall.io'],
    ['127.0.0.1:4711', '127.0.0.1:4711'],
    ['localhost', 'localhost'],
    ['sms.bobs-plumbing.example', '•••'],
    ['192.168.1.17', '•••'],
    ['10.0.0.1:80', '•••'],
    ['loca.lt.evil.example', '•••'],
    ['notloca.lt', '•••'],
    ['', '•••'],
  ])('%s: %s', (host, words) => {
    expect(hostWords(host)).toBe(words)
  })

  it.each([
    ['https://loca.lt', 'loca.lt'],
    ['http://localhost:3000/', 'localhost:3000'],
    ['https://tunnel.example.com', '•••'],
    ['https://user:pass@loca.lt', '•••'],
    ['no address', '•••'],
  ])('of the address %s: %s', (address, words) => {
    expect(addressWords(address)).toBe(words)
  })

  it('says nothing of a host that it does not know', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        expect(hostWords(`${host}.example`)).toBe('•••')
      }),
    )
  })
})
