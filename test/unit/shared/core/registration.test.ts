import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterRegistrationMove,
  callbackPath,
  callbackSecretPattern,
  isSameCallbackUrl,
  nextRegistrationMove,
  registrationStart,
  secretOfCallbackUrl,
} from '../../../../shared/core/registration.ts'

/** Plays the recipe; `answers` are what each GET finds. */
function play(answers: readonly boolean[]): string[] {
  const moves: string[] = []
  let progress = registrationStart
  let gets = 0
  for (let turn = 0; turn < 20; turn += 1) {
    const move = nextRegistrationMove(progress)
    moves.push(move)
    if (move === 'done' || move === 'ignored') return moves
    const held = move === 'get' && (answers[gets++] ?? false)
    progress = afterRegistrationMove(progress, move, held)
  }
  throw new Error('the recipe has no end')
}

describe('the recipe', () => {
  test.each([
    [[true], 'get done'],
    [[false, true], 'get post get done'],
    [[false, false, true], 'get post get delete post get done'],
    [[false, false, false], 'get post get delete post get ignored'],
  ])('with GETs that answer %j', (answers, moves) => {
    expect(play(answers).join(' ')).toBe(moves)
  })

  test('ends, and is done only right after a GET that found our address', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 6 }), (answers) => {
        const moves = play(answers)
        const gets = moves.filter((move) => move === 'get').length
        expect(moves.at(-1)).toBe(answers[gets - 1] === true ? 'done' : 'ignored')
        expect(moves.at(-2)).toBe('get')
        expect(moves.filter((move) => move === 'delete').length).toBeLessThanOrEqual(1)
        // Never two POSTs without a look in between.
        expect(moves.join(' ')).not.toContain('post post')
      }),
    )
  })
})

describe('callback addresses', () => {
  test.each([
    ['https://abc.loca.lt/callback/x', 'https://abc.loca.lt/callback/x', true],
    ['https://abc.loca.lt/callback/x/', ' https://ABC.loca.lt/callback/x', true],
    ['HTTPS://abc.loca.lt/callback/x', 'https://abc.loca.lt/callback/x', true],
    ['https://abc.loca.lt/callback/X', 'https://abc.loca.lt/callback/x', false],
    ['https://abd.loca.lt/callback/x', 'https://abc.loca.lt/callback/x', false],
    ['http://abc.loca.lt/callback/x', 'https://abc.loca.lt/callback/x', false],
    ['', 'https://abc.loca.lt/callback/x', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(isSameCallbackUrl(a, b)).toBe(same)
  })

  test('the secret is found in our own addresses only', () => {
    const secret = '0123456789abcdef0123456789abcdef'
    expect(secretOfCallbackUrl(`https://abc.loca.lt${callbackPath(secret)}`)).toBe(secret)
    expect(callbackSecretPattern.test(secret)).toBe(true)
    expect(secretOfCallbackUrl('https://other.example/hook')).toBeUndefined()
    expect(secretOfCallbackUrl(`https://abc.loca.lt${callbackPath(secret)}0`)).toBeUndefined()
    expect(secretOfCallbackUrl(`https://abc.loca.lt${callbackPath('short')}`)).toBeUndefined()
  })
})
