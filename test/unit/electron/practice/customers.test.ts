import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  greeting,
  practiceCustomers,
  practiceNumbers,
  replyOf,
} from '../../../../electron/practice/customers.ts'
import { parsePhone } from '../../../../shared/core/phone.ts'
import { AircallNumber } from '../../../../shared/model/number.ts'

describe('the people of practice', () => {
  test('our numbers are real ones, and two of them can text', () => {
    for (const number of practiceNumbers) {
      expect(parsePhone(number.digits, 'DE')).toEqual({
        ok: true,
        address: number.e164,
        country: number.country,
      })
      expect(v.is(AircallNumber, number)).toBe(true)
    }
    expect(practiceNumbers.map(({ canText }) => canText)).toEqual([true, true, false])
  })

  test('the customers have different numbers that can be texted', () => {
    const numbers = Object.values(practiceCustomers).map(({ number }) => number)
    for (const number of numbers)
      expect(parsePhone(number, 'DE')).toMatchObject({ ok: true, address: number })
    expect(new Set([...numbers, ...practiceNumbers.map(({ e164 }) => e164)]).size).toBe(
      numbers.length + practiceNumbers.length,
    )
    expect(numbers).toContain(greeting.from)
  })

  test('each customer has an answer, and so has everybody else', () => {
    for (const { number, reply } of Object.values(practiceCustomers)) expect(replyOf(number)).toEqual(reply)
    for (let last = 0; last < 100; last += 1) {
      expect(replyOf(`+1302306${String(3000 + last)}`).body).toMatch(/^.{2,40}$/u)
    }
  })
})
