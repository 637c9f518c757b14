import * as v from 'valibot'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patchOf, problemsOf, savedFields } from '../../../../../renderer/features/ways/fields.ts'
import { waysIn } from '../../../../../shared/model/reach.ts'
import { defaultSettings, SettingsPatch } from '../../../../../shared/model/settings.ts'

const fields = savedFields(defaultSettings)

describe('what was typed', () => {
  test.each(['https://replies.example.org', ' https://replies.example.org:8443/ '])(
    '%j is an address',
    (ownAddress) => {
      expect(problemsOf('own', { ...fields, ownAddress }, undefined)).toEqual({})
    },
  )

  test.each([
    '',
    'replies.example.org',
    'http://replies.example.org',
    'https://replies.example.org/path',
    'https://a b',
  ])('%j is none', (ownAddress) => {
    expect(problemsOf('own', { ...fields, ownAddress }, undefined)).toHaveProperty('ownAddress')
  })

  test.each(['1024', ' 8734 ', '65535'])('%j is a port', (ownPort) => {
    expect(problemsOf('own', { ...fields, ownAddress: 'https://a.example', ownPort }, undefined)).toEqual({})
  })

  test.each(['', '80', '1023', '65536', '8e3', '0x2222', '8734.5', '-8734'])('%j is none', (ownPort) => {
    expect(problemsOf('own', { ...fields, ownPort }, undefined)).toHaveProperty('ownPort')
  })

  test.each([
    ['', ''],
    [' quiet.ngrok-free.dev ', 'quiet.ngrok-free.dev'],
    ['https://quiet.ngrok-free.dev/', 'quiet.ngrok-free.dev'],
  ])('%j is a domain', (ngrokDomain, kept) => {
    expect(problemsOf('ngrok', { ...fields, ngrokDomain }, undefined)).toEqual({})
    const settings = { ...defaultSettings, ngrokDomain: 'other.example' }
    expect(patchOf('ngrok', 'standby', { ...fields, ngrokDomain }, settings)).toMatchObject({
      ngrokDomain: kept,
    })
  })

  test('that has no problem is what the settings take', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...waysIn),
        fc.constantFrom('first' as const, 'standby' as const),
        fc.record({
          tunnelHost: fc.oneof(fc.string(), fc.webUrl(), fc.constant('https://a.example')),
          ngrokDomain: fc.oneof(fc.string(), fc.domain(), fc.webUrl()),
          ownAddress: fc.oneof(fc.string(), fc.domain(), fc.webUrl()),
          ownPort: fc.oneof(fc.string(), fc.nat(70_000).map(String)),
        }),
        (way, role, typed) => {
          if (Object.keys(problemsOf(way, typed, undefined)).length > 0) return
          expect(v.is(SettingsPatch, patchOf(way, role, typed, defaultSettings))).toBe(true)
        },
      ),
    )
  })
})

describe('what it changes', () => {
  test('is nothing when all is as it was', () => {
    expect(patchOf('localtunnel', 'first', fields, defaultSettings)).toEqual({})
    const used = { ...defaultSettings, way: 'ngrok', standby: 'own', probeSeconds: 60 } as const
    expect(patchOf('ngrok', 'first', savedFields(used), used)).toEqual({})
    expect(patchOf('own', 'standby', { ...savedFields(used), ownPort: ' 8734 ' }, used)).toEqual({})
  })

  test('is the time between tests too when ngrok is chosen, but never to a shorter one', () => {
    expect(patchOf('ngrok', 'first', fields, defaultSettings)).toEqual({ way: 'ngrok', probeSeconds: 180 })
    expect(patchOf('ngrok', 'first', fields, { ...defaultSettings, probeSeconds: 300 })).toEqual({
      way: 'ngrok',
    })
    expect(patchOf('ngrok', 'standby', fields, defaultSettings)).toEqual({ standby: 'ngrok' })
  })
})
