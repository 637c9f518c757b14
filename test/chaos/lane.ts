/**
 * Plays stories one after the other, in the desktop that it was started in, and says of each life, in a line of JSON,
 * what was found.
 *
 *   lane.mjs {"seed": "…", "stories": [0, 2, 4], "hook": "…"}
 */
import * as v from 'valibot'
import { startTunnelServer } from '../tunnel/tunnel-server.ts'
import { sabotages } from './orders.ts'
import { playStory } from './story.ts'

const Needs = v.object({
  seed: v.string(),
  /** Their numbers. */
  stories: v.array(v.number()),
  hook: v.string(),
  sabotage: v.optional(v.picklist(sabotages)),
})

const { seed, stories, hook, sabotage } = v.parse(Needs, JSON.parse(process.argv[2] ?? 'null'))
const tunnel = await startTunnelServer()
try {
  for (const index of stories) {
    await playStory({
      seed,
      index,
      hook,
      tunnelHost: tunnel.host,
      ...(sabotage === undefined ? {} : { sabotage }),
      onLife: (report) => process.stdout.write(`${JSON.stringify({ story: index, ...report })}\n`),
    })
  }
} finally {
  await tunnel.stop()
}
process.exit()
