import { expect, test } from 'vitest'
import { stepWords } from '../../../../renderer/words/setup.ts'
import { standbyWords, wayLines, wayMeaning, wayNames } from '../../../../renderer/words/ways.ts'
import { waysIn } from '../../../../shared/model/reach.ts'
import { defaultSettings } from '../../../../shared/model/settings.ts'

test.each(waysIn)('%s: what it means reads well, and says who can read replies', (way) => {
  const settings = { ...defaultSettings, way, ownAddress: 'https://replies.example.org/' }
  const sentences = [wayLines[way], wayMeaning(settings), standbyWords(way), stepWords('tunnel', way).why]
  for (const sentence of sentences) {
    expect(sentence).toMatch(/\.$/)
    expect(sentence).not.toMatch(/undefined| {2}|https:/)
  }
  expect(wayLines[way]).toMatch(/read replies/)
  expect(wayMeaning(settings)).toMatch(/read them on the way/)
  expect(wayNames[way]).not.toBe('')
})

test('names the host, and nothing more of it', () => {
  expect(
    wayMeaning({ ...defaultSettings, way: 'own', ownAddress: 'https://replies.example.org:8443/' }),
  ).toContain('your own address replies.example.org:8443.')
  expect(wayMeaning(defaultSettings)).toContain('the tunnel server loca.lt.')
})
