import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isLost,
  lostAfterMs,
  newsApartMs,
  noReachNews,
  sleptMs,
  stepReachNews,
  type ReachNews,
} from '../../../../shared/core/reach-news.ts'
import { reachStates, type ReachState } from '../../../../shared/model/reach.ts'

const minute = 60_000
interface Said {
  readonly at: number
  readonly say: 'lost' | 'back'
}

/** Plays changes of reach, with the looks that fall due between them; answers what was said, and when. */
function play(changes: readonly (readonly [at: number, state: ReachState])[], end: number, practice = false) {
  const said: Said[] = []
  let news: ReachNews = noReachNews
  let state: ReachState = 'off'
  const step = (now: number): void => {
    const next = stepReachNews(news, { state, practice, now })
    news = next.news
    if (next.say !== undefined) said.push({ at: now, say: next.say })
  }
  const looks = (until: number): void => {
    while (news.dueAt !== undefined && news.dueAt < until) step(news.dueAt)
  }
  for (const [at, next] of changes) {
    looks(at)
    state = next
    step(at)
  }
  looks(end)
  return said
}

describe('the news of the way in', () => {
  test('a loss that lasts is said once, after a minute, and its end', () => {
    const changes = [
      [0, 'reachable'],
      [1000, 'doubtful'],
      [3000, 'lost'],
      [5000, 'opening'],
      [6000, 'lost'],
      [10 * minute, 'opening'],
      [10 * minute + 900, 'reachable'],
      [20 * minute, 'reachable'],
    ] as const
    expect(play(changes, 30 * minute)).toEqual([
      { at: 1000 + lostAfterMs, say: 'lost' },
      { at: 10 * minute + 900, say: 'back' },
    ])
  })

  test('a short one is not said, nor that it is over', () => {
    const changes = [
      [0, 'reachable'],
      [1000, 'lost'],
      [lostAfterMs + 900, 'reachable'],
    ] as const
    expect(play(changes, 30 * minute)).toEqual([])
  })

  test('nothing is said before the first proof, in practice mode, or once no number is in use', () => {
    const lost = [
      [0, 'opening'],
      [1000, 'lost'],
    ] as const
    expect(play(lost, 60 * minute)).toEqual([])
    const later = [
      [0, 'reachable'],
      [1000, 'lost'],
    ] as const
    expect(play(later, 60 * minute, true)).toEqual([])
    expect(play([...later, [2000, 'off']], 60 * minute)).toEqual([])
    expect(play([...later, [2000, 'off'], [3000, 'opening'], [4000, 'lost']], 60 * minute)).toEqual([])
  })

  test('after a loss that was said, the next one waits its quarter of an hour, and is said if it still lasts', () => {
    const first = lostAfterMs + 1
    const changes = [
      [0, 'reachable'],
      [1, 'lost'],
      [2 * minute, 'reachable'],
      [3 * minute, 'lost'],
    ] as const
    expect(play(changes, 60 * minute)).toEqual([
      { at: first, say: 'lost' },
      { at: 2 * minute, say: 'back' },
      { at: first + newsApartMs, say: 'lost' },
    ])
    expect(play([...changes, [10 * minute, 'reachable']], 60 * minute)).toHaveLength(2)
  })

  test('after sleep the minute begins anew', () => {
    const proven = { ...noReachNews, proven: true }
    const lost = stepReachNews(proven, { state: 'lost', practice: false, now: 0 }).news
    const woke = lostAfterMs + sleptMs + 1
    const after = stepReachNews(lost, { state: 'lost', practice: false, now: woke })
    expect(after).toEqual({ news: { ...lost, lostSince: woke, dueAt: woke + lostAfterMs } })
  })

  test('a clock that was set back neither silences it nor makes it speak at once', () => {
    const news: ReachNews = { ...noReachNews, proven: true, toldAt: 90 * minute, lostSince: 95 * minute }
    const next = stepReachNews(news, { state: 'lost', practice: false, now: 0 })
    expect(next.say).toBeUndefined()
    expect(next.news.dueAt).toBe(newsApartMs)
  })

  test('whatever the way in does: lost and back take turns, and losses are a quarter of an hour apart', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 20 * minute }), fc.constantFrom(...reachStates))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (steps) => {
        let at = 0
        const changes = steps.map(([wait, state]) => [(at += wait), state] as const)
        const said = play(changes, at + 60 * minute)
        const kinds = said.map(({ say }) => say)
        // A number that is given up takes its loss with it: then no end of it is told.
        const given = changes.some(([, state]) => state === 'off')
        kinds.forEach((say, n) => {
          if (say === 'back') expect(kinds[n - 1]).toBe('lost')
          if (!given && say === 'lost' && n > 0) expect(kinds[n - 1]).toBe('back')
        })
        const losses = said.filter(({ say }) => say === 'lost')
        losses.forEach((one, n) => {
          const before = losses[n - 1]
          const between = changes.some(
            ([when, state]) => state === 'off' && when > (before?.at ?? 0) && when <= one.at,
          )
          if (before !== undefined && !between) expect(one.at - before.at).toBeGreaterThanOrEqual(newsApartMs)
          const since = changes.findLast(
            ([when, state]) => when <= one.at - lostAfterMs && state === 'reachable',
          )
          expect(since).toBeDefined()
        })
      }),
    )
  })
})

test('lost is what does not get through, also while it opens again after an error', () => {
  const error = { code: 'tunnel.lost' as const, detail: {} }
  const lost = (failed: boolean) =>
    reachStates.filter((state) => isLost({ state, error: failed ? error : undefined }))
  expect(lost(false)).toEqual(['lost'])
  expect(lost(true)).toEqual(['opening', 'registering', 'proving', 'lost'])
})
