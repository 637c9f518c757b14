import { describe, expect, test } from 'vitest'
import { isOfTheWay, lostForMs, standbyStart } from '../../../../shared/core/standby.ts'
import { errorCodes } from '../../../../shared/errors.ts'
import {
  bad,
  good,
  lost,
  minute,
  off,
  onStandby,
  opening,
  play,
  reachable,
  refused,
  second,
  tryFor,
} from './standby-play.ts'

describe('the first way in', () => {
  test('makes way after half a minute, not sooner', () => {
    const game = play()
    game.tell(lost)
    game.pass(lostForMs - 1)
    expect(game.done()).toEqual([])
    game.pass(1)
    expect(game.done()).toEqual(['30 use standby'])
  })

  test('is lost since it was lost first, however often it is tried again', () => {
    const game = play()
    game.tell(lost)
    for (const wait of [1, 4, 8, 16]) {
      game.pass(wait * second)
      game.tell(opening)
      game.tell(lost)
    }
    game.pass(second)
    expect(game.done()).toEqual(['30 use standby'])
  })

  test('is not cut off in a try: the try may work', () => {
    const game = play()
    game.tell(lost)
    game.pass(20 * second)
    game.tell(opening)
    game.pass(25 * second)
    expect(game.done()).toEqual([])
    game.tell(lost)
    game.pass(0)
    expect(game.done()).toEqual(['45 use standby'])
  })

  test('that comes back in time stays', () => {
    const game = play()
    game.tell(lost)
    game.pass(29 * second)
    game.tell(reachable)
    game.pass(10 * minute)
    game.tell(lost)
    game.pass(29 * second)
    expect(game.done()).toEqual([])
  })

  test('stays when it is Aircall that refuses', () => {
    const game = play()
    game.tell(refused)
    game.pass(10 * minute)
    expect(game.done()).toEqual([])
    expect(
      errorCodes.filter((code) => /^(aircall|registration|keychain|away)/.test(code)).some(isOfTheWay),
    ).toBe(false)
    expect([
      'tunnel.lost',
      'ngrok.badToken',
      'own.noAddress',
      'probe.failed',
      'listener.portTaken',
    ] as const).toSatisfy((codes: (typeof errorCodes)[number][]) => codes.every(isOfTheWay))
  })

  test('is given its half a minute after a sleep', () => {
    const game = play()
    game.tell(lost)
    game.sleep(60 * minute)
    expect(game.done()).toEqual([])
    game.pass(lostForMs)
    expect(game.done()).toEqual(['3630 use standby'])
  })
})

describe('the standby', () => {
  test('is left once the first was good for ten minutes, trial by trial', () => {
    const game = onStandby()
    tryFor(game, 10 * minute, good)
    expect(game.done().filter((one) => one.includes('use'))).toEqual(['30 use standby'])
    tryFor(game, minute, good)
    expect(game.done().at(-1)).toBe(`${String((30 * second + 11 * minute) / second)} use first`)
    expect(game.done().filter((one) => one.includes('try'))).toHaveLength(11)
    expect(game.standby().using).toBe('first')
  })

  test('is kept when the first fails once', () => {
    const game = onStandby()
    tryFor(game, 9 * minute, good)
    tryFor(game, minute, bad)
    tryFor(game, 10 * minute, good)
    expect(game.standby().using).toBe('standby')
    tryFor(game, minute, good)
    expect(game.standby().using).toBe('first')
  })

  test('is kept when the tunnel of the trial broke in between', () => {
    const game = onStandby()
    tryFor(game, 10 * minute, good)
    game.tell({ kind: 'ended' })
    tryFor(game, 10 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('is kept when Tern slept in between: nobody looked', () => {
    const game = onStandby()
    tryFor(game, 2 * minute, good)
    game.sleep(60 * minute)
    game.tell(good)
    tryFor(game, 9 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('that is lost too makes way for the first as soon as a trial is good', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.tell(lost)
    game.pass(lostForMs - 1)
    expect(game.standby().using).toBe('standby')
    game.pass(1)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too goes on trying both', () => {
    const game = onStandby()
    game.tell(lost)
    tryFor(game, 60 * minute, bad)
    expect(game.standby().using).toBe('standby')
    expect(game.done().filter((one) => one.includes('try'))).toHaveLength(60)
    game.pass(minute)
    game.tell(good)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too is not cut off in a try of its own', () => {
    const game = onStandby()
    game.tell(lost)
    game.pass(40 * second)
    game.tell(opening)
    game.pass(20 * second)
    game.tell(good)
    expect(game.standby().using).toBe('standby')
    game.tell(lost)
    game.pass(0)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too waits for the end of a trial under way', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.pass(50 * second)
    game.tell(lost)
    game.pass(lostForMs + 10 * second)
    expect(game.standby()).toMatchObject({ using: 'standby', trying: true })
    game.tell(good)
    expect(game.standby().using).toBe('first')
  })

  test('that is lost too does not make way for a first that was good before a sleep', () => {
    const game = onStandby()
    tryFor(game, minute, good)
    game.pass(minute)
    game.sleep(60 * minute)
    game.tell(lost)
    game.pass(lostForMs)
    expect(game.standby()).toMatchObject({ using: 'standby', trying: true })
  })

  test('counts from the newest trial when a trial slept', () => {
    const game = onStandby()
    tryFor(game, 9 * minute, good)
    game.pass(minute)
    game.sleep(60 * minute)
    tryFor(game, 9 * minute, good)
    expect(game.standby().using).toBe('standby')
  })

  test('ends with the use of the number, and with other settings', () => {
    for (const event of [off, { kind: 'reset' } as const]) {
      const game = onStandby()
      game.tell(event)
      expect(game.done().at(-1)).toBe('30 endTrial')
      expect(game.standby()).toEqual(standbyStart)
      game.pass(60 * minute)
      expect(game.done()).toHaveLength(2)
    }
  })
})
