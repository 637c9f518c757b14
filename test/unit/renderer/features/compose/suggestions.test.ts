import { describe, expect, test } from 'vitest'
import { customerOf, suggestionsOf } from '../../../../../renderer/features/compose/suggestions.ts'
import { practiceList } from '../../../../../shared/core/practice-people.ts'

const names = (typed: string, practice: boolean): (string | undefined)[] =>
  suggestionsOf([], typed, practice).map(({ name }) => name)

describe('whom the field To offers', () => {
  test('outside practice: those found, and nobody else', () => {
    expect(suggestionsOf([{ peer: '+12025550147' }], '', false)).toEqual([
      { address: '+12025550147', name: undefined },
    ])
    expect(names('mia', false)).toEqual([])
  })

  test('in practice: every customer, by name or by number', () => {
    expect(names('', true)).toEqual(practiceList.map(({ name }) => name))
    expect(names(' MIA ', true)).toEqual(['Mia Torres'])
    expect(names('617', true)).toEqual(['Ben Okafor'])
    expect(names('somebody else', true)).toEqual([])
  })

  test('who has a conversation comes once, with the name that the user gave', () => {
    const found = [{ peer: '+12025550147', name: 'Mia from no. 4' }, { peer: '+16175550111' }]
    const [mia, ben, ...others] = suggestionsOf(found, '', true)
    expect(mia).toMatchObject({ address: '+12025550147', name: 'Mia from no. 4', practice: false })
    expect(ben).toMatchObject({ address: '+16175550111', name: 'Ben Okafor', practice: true })
    expect(others).toHaveLength(practiceList.length - 2)
  })

  test('a stranger stays one', () => {
    expect(customerOf('+442079460958')).toEqual({ address: '+442079460958', name: undefined })
  })
})
