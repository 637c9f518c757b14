import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../../../shared/errors.ts'
import { errorSentence, errorWords } from '../../../../shared/words/errors.ts'

describe('the words for errors', () => {
  it.each(errorCodes)('%s says what happened, what it means and what to do', (code) => {
    const { what, meaning, todo } = errorWords({ code, detail: {} })
    for (const sentence of [what, meaning, todo]) {
      expect(sentence).toMatch(/^[A-Z].*[.!)”]$/su)
      expect(sentence).not.toMatch(/undefined|null|NaN|\{|\}| {2}/)
    }
  })

  it('gives the fix for the system at hand', () => {
    const fix = (platform: string) => errorWords({ code: 'keychain.missing', detail: { platform } }).todo
    expect(fix('linux')).toContain('gnome-keyring')
    expect(fix('darwin')).toContain('Keychain Access')
    expect(fix('win32')).toContain('Credential Manager')
  })

  it('names the tunnel server', () => {
    expect(errorSentence({ code: 'tunnel.unanswered', detail: { host: 'loca.lt' } })).toContain('loca.lt')
  })
})
