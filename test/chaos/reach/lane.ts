/**
 * Plays one story of the way in. Says each step, and in the end the whole, in a line of JSON each.
 *
 *   node reach-lane.mjs '{"seed": "…", "steps": 250}'
 */
import * as v from 'valibot'
import { playStory } from './story.ts'

const Needs = v.object({ seed: v.string(), steps: v.number() })

const say = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`)

const { seed, steps } = v.parse(Needs, JSON.parse(process.argv[2] ?? 'null'))
say({ story: await playStory(seed, steps, (step) => say({ step })) })
process.exit()
