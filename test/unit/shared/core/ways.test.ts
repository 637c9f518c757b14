import { describe, expect, test } from 'vitest'
import { fixedPort, standbyOf, wayChange } from '../../../../shared/core/ways.ts'
import { defaultSettings, type Settings } from '../../../../shared/model/settings.ts'

const settings = (patch: Partial<Settings>): Settings => ({ ...defaultSettings, ...patch })

test('the standby is another way in than the first, or none', () => {
  expect(standbyOf(settings({}))).toBeUndefined()
  expect(standbyOf(settings({ standby: 'localtunnel' }))).toBeUndefined()
  expect(standbyOf(settings({ standby: 'ngrok' }))).toBe('ngrok')
})

test('a port is fixed when one of the two is an own address', () => {
  expect(fixedPort(settings({ ownPort: 9000 }))).toBeUndefined()
  expect(fixedPort(settings({ way: 'own', ownPort: 9000 }))).toBe(9000)
  expect(fixedPort(settings({ standby: 'own' }))).toBe(8734)
})

describe('a change', () => {
  test.each<[string, Partial<Settings>, Partial<Settings>, string]>([
    [
      'of what has nothing to do with it',
      {},
      { theme: 'dark', probeSeconds: 90, ngrokDomain: 'a.example' },
      '',
    ],
    ['of the way', {}, { way: 'ngrok' }, 'first'],
    ['of the tunnel server in use', {}, { tunnelHost: 'https://a.example' }, 'first'],
    ['of a tunnel server not in use', { way: 'ngrok' }, { tunnelHost: 'https://a.example' }, ''],
    ['of the domain', { way: 'ngrok' }, { ngrokDomain: 'a.example' }, 'first'],
    ['of the own address', { way: 'own' }, { ownAddress: 'https://a.example' }, 'first'],
    ['of the own port', { way: 'own' }, { ownPort: 9000 }, 'first, lets go of 8734'],
    ['of the standby', {}, { standby: 'ngrok' }, 'standby'],
    ['of the port of the standby', { standby: 'own' }, { ownPort: 9000 }, 'standby, lets go of 8734'],
    ['of the first into the standby', { standby: 'ngrok' }, { way: 'ngrok' }, 'first, standby'],
    ['away from the own address', { way: 'own' }, { way: 'ngrok' }, 'first, lets go of 8734'],
    ['of places', { way: 'own', standby: 'ngrok' }, { way: 'ngrok', standby: 'own' }, 'first, standby'],
  ])('%s', (_name, before, patch, expected) => {
    const change = wayChange(settings({ ...before, ...patch }), settings(before))
    const parts = [
      ...(change.first ? ['first'] : []),
      ...(change.standby ? ['standby'] : []),
      ...(change.letGo === undefined ? [] : [`lets go of ${change.letGo}`]),
    ]
    expect(parts.join(', ')).toBe(expected)
  })
})
