import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactLogLine } from '../../../../shared/core/redact-log.ts'

describe('a line of the log that leaves this computer', () => {
  it.each([
    [
      '2026-11-24T12:03:18.123Z [info]  callback: listening {"port":43117}',
      '2026-11-24T12:03:18.123Z [info]  callback: listening {"port":43117}',
    ],
    ['tunnel: open {"host":"quiet-tern-12.loca.lt"}', 'tunnel: open {"host":"•••.loca.lt"}'],
    ['tunnel: open {"host":"sms.bobs-plumbing.example"}', 'tunnel: open {"host":"•••"}'],
    ['refused {"to":"https://shop.example"}', 'refused {"to":"https://•••"}'],
    ['at file:///home/maria/tern/out/main.cjs:1:2', 'at file:///•••'],
    ['    at open (/home/maria/tern/a.cjs:10:2)', '    at open (/home/•••/tern/a.cjs:10:2)'],
    [
      '    at open (C:\\Users\\Maria Holmes\\Tern\\main.cjs:10:2)',
      '    at open (C:\\Users\\•••\\Tern\\main.cjs:10:2)',
    ],
    ['{"folder":"C:\\\\Users\\\\maria\\\\Tern"}', '{"folder":"C:\\\\Users\\\\•••\\\\Tern"}'],
    ['aircall {"status":422,"body":"Number \\"+1302\\" of Maria"}', 'aircall {"status":422,"body":"•••"}'],
    ['aircall {"status":422,"body":"cut off', 'aircall {"status":422,"body":"•••"'],
    ['text to +13023063029', 'text to •••29'],
  ])('%s', (line, expected) => {
    expect(redactLogLine(line)).toBe(expected)
  })

  it('leaves out what is too long to be one', () => {
    expect(redactLogLine('secret '.repeat(5000))).toBe('(a line of 35,000 characters was left out)')
  })

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (line) => {
        const once = redactLogLine(line)
        expect(redactLogLine(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('takes as much out as the sink does, wherever a secret stands', () => {
    const key = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 20, maxLength: 64 })
    const put = fc.constantFrom(
      (text: string) => text,
      (text: string) => `{"host":"${text}"}`,
      (text: string) => `https://${text}/x`,
      (text: string) => `/home/${text}/x`,
      (text: string) => `{"body":"${text}"}`,
    )
    fc.assert(
      fc.property(key, put, (text, at) => {
        expect(redactLogLine(at(text))).not.toContain(text)
      }),
    )
  })
})
