import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../../../shared/core/public-address.ts'

describe('public', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.255.255',
    '2606:4700::1111',
    '2a00:1450:4001:82a::200e',
  ])('%s', (address) => expect(isPublicAddress(address)).toBe(true))
})

describe('not public', () => {
  test.each([
    ['this computer', ['127.0.0.1', '127.255.255.255', '0.0.0.0', '0.1.2.3', '::1', '::']],
    [
      'a private network',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1', 'fec0::1'],
    ],
    [
      'the link, and the metadata service of a cloud',
      ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    ],
    ["a provider's NAT", ['100.64.0.1', '100.127.255.255']],
    ['many at once', ['224.0.0.1', '239.255.255.255', 'ff02::1', '255.255.255.255']],
    [
      'set aside',
      ['192.0.0.8', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1'],
    ],
    [
      'set aside, IPv6',
      [
        '100::1',
        '2001:db8::1',
        '2001:2::1',
        '2001:10::1',
        '2001:20::1',
        '3fff::1',
        '5f00::1',
        '4000::1',
        'e000::1',
      ],
    ],
    [
      'IPv4 inside IPv6',
      ['::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::8.8.8.8', '::ffff:0:8.8.8.8'],
    ],
    ['NAT64, 6to4 and Teredo', ['64:ff9b::8.8.8.8', '64:ff9b:1::1', '2002:7f00:1::1', '2001:0:4136:e378::1']],
    [
      'no address',
      [
        '',
        'localhost',
        'example.com',
        '[::1]',
        '1.2.3',
        '0x7f.0.0.1',
        '2130706433',
        '127.1',
        '010.8.8.8',
        '8.8.8.8/8',
      ],
    ],
  ])('%s', (_, addresses) => {
    for (const address of addresses) expect(isPublicAddress(address), address).toBe(false)
  })

  test('any IPv4 address, written as an IPv6 one', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::'), (address, prefix) => {
        expect(isPublicAddress(prefix + address)).toBe(false)
      }),
    )
  })
})

test('an IPv6 address is judged alike however it is written', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const full = ipaddr.parse(address).toNormalizedString()
      expect(isPublicAddress(full)).toBe(isPublicAddress(address))
    }),
  )
})
