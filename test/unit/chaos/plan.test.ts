import { expect, it } from 'vitest'
import { boundaryNames } from '../../chaos/boundaries.ts'
import { livesInStory, planStory } from '../../chaos/plan.ts'

const stories = (seed: string, count: number) =>
  Array.from({ length: count }, (_, index) => planStory(seed, index))

it('the same seed plays the same stories, another one others', () => {
  expect(stories('a', 5)).toEqual(stories('a', 5))
  expect(stories('a', 5)).not.toEqual(stories('b', 5))
})

it('two hundred kills come by every boundary, at least twice', () => {
  const lives = stories('any', 20).flatMap((story) => story.lives)
  expect(lives).toHaveLength(20 * livesInStory)
  for (const name of boundaryNames)
    expect(lives.filter(({ boundary }) => boundary.name === name).length, name).toBeGreaterThanOrEqual(2)
})
