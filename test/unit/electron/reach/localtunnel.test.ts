import { expect, test } from 'vitest'
import { publicUrl } from '../../../../electron/reach/localtunnel.ts'

test.each([
  ['https://abc.loca.lt', 'https://loca.lt', 'https://abc.loca.lt'],
  ['https://abc.loca.lt/some/path?x', 'https://loca.lt', 'https://abc.loca.lt'],
  ['http://abc.example.org', 'https://example.org', 'https://abc.example.org'],
  ['http://abc.localhost:1234', 'http://localhost:1234', 'http://abc.localhost:1234'],
  ['http://127.0.0.1:1234', 'https://example.org', 'http://127.0.0.1:1234'],
])('a tunnel at %s of %s is used as %s', (url, base, used) => {
  expect(publicUrl(url, base)).toBe(used)
})
