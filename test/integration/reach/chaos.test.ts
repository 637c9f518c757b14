import { expect, test } from 'vitest'
import { playStory } from '../../chaos/reach/story.ts'

test(
  'whatever happens: never reachable by word alone, and what is lost is lost in a gap',
  { timeout: 120_000 },
  async () => {
    const report = await playStory('every day', 8, undefined, [
      'the tunnel server crashes and is there again',
      'a black hole',
      'sleep',
      'somebody else takes the number',
      'Tern is quit and started',
      'Tern hands the number back and is started',
      '502s',
      'the clock is set',
    ])
    expect(report.faults).toEqual([])
    expect(report.texts).toBeGreaterThan(0)
    expect(report.gaps).toBeGreaterThanOrEqual(6)
  },
)
