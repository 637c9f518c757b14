import { expect, test } from 'vitest'
import { createRoutes, isTokenOf, sameSecret } from '../../../../electron/callback/routes.ts'

const a = { numberId: 1, secret: 'a'.repeat(32), tokens: ['one', 'two'] }
const b = { numberId: 2, secret: 'b'.repeat(32), tokens: [''] }

test('finds a number by its whole path only', () => {
  const routes = createRoutes()
  routes.set(a)
  routes.set(b)
  expect(routes.find(`/callback/${a.secret}`)?.numberId).toBe(1)
  expect(routes.find(`/callback/${b.secret}`)?.numberId).toBe(2)
  for (const path of ['', '/', '/callback/', `/callback/${a.secret}/`, `/callback/${a.secret}?`, a.secret]) {
    expect(routes.find(path)).toBeUndefined()
  }
})

test('a number has one path; none after clearing', () => {
  const routes = createRoutes()
  routes.set(a)
  routes.set({ ...a, secret: 'c'.repeat(32) })
  expect(routes.find(`/callback/${a.secret}`)).toBeUndefined()
  expect(routes.find(`/callback/${'c'.repeat(32)}`)).toBeDefined()
  routes.clear()
  expect(routes.find(`/callback/${'c'.repeat(32)}`)).toBeUndefined()
})

test('tokens: any of those known, never an empty or a missing one', () => {
  expect([isTokenOf(a, 'one'), isTokenOf(a, 'two')]).toEqual([true, true])
  expect([isTokenOf(a, 'One'), isTokenOf(a, ''), isTokenOf(a, undefined)]).toEqual([false, false, false])
  expect([isTokenOf(b, ''), isTokenOf(b, undefined)]).toEqual([false, false])
})

test('secrets of different length are compared too', () => {
  expect(sameSecret('a', 'aa')).toBe(false)
  expect(sameSecret('', '')).toBe(true)
})
