import { describe, expect, it } from 'vitest'
import { checkDraft } from '../../../../shared/core/draft.ts'

const from = '+16268009000'
const draft: Parameters<typeof checkDraft>[0] = { to: '+13023063029', body: 'On my way', mediaUrls: [] }
const photo = (n: number) => `https://example.com/${n}.png`

describe('what may be sent', () => {
  it('lets an ordinary text pass', () => expect(checkDraft(draft, from)).toBeUndefined())

  it('lets a photo pass without words', () =>
    expect(checkDraft({ ...draft, body: '', mediaUrls: [photo(1)] }, from)).toBeUndefined())

  it('lets 1,600 characters pass and not one more', () => {
    expect(checkDraft({ ...draft, body: 'x'.repeat(1600) }, from)).toBeUndefined()
    expect(checkDraft({ ...draft, body: 'x'.repeat(1601) }, from)?.code).toBe('text.tooLong')
  })

  const bad: [code: string, draft: Parameters<typeof checkDraft>[0]][] = [
    ['text.empty', { ...draft, body: ' \n' }],
    ['aircall.recipientIsSender', { ...draft, to: from }],
    ['media.tooMany', { ...draft, mediaUrls: Array.from({ length: 11 }, (_, n) => photo(n)) }],
    ['media.badAddress', { ...draft, mediaUrls: ['http://192.168.0.1/a.png'] }],
  ]
  it.each(bad)('refuses: %s', (code, one) => expect(checkDraft(one, from)?.code).toBe(code))
})
