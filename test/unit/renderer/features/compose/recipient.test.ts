import { expect, test } from 'vitest'
import { addressOfQuery } from '../../../../../renderer/features/compose/recipient.ts'

test.each([
  ['?window=compose&to=+13023063029', '+13023063029'],
  ['?window=compose&to=%2B13023063029', '+13023063029'],
  ['?window=compose&to=12345', '12345'],
  ['?window=compose', undefined],
  ['?to=', undefined],
  ['?to=hello', undefined],
  ['?to=+1302', '+1302'],
  ['?to=%3Cb%3E', undefined],
])('%s', (search, address) => {
  expect(addressOfQuery(search)).toBe(address)
})
