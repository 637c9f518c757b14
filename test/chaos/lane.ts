/**
 * Plays stories one after the other, in the desktop that it was started in, and says of each life, in a line of JSON,
 * what was found.
 *
 *   lane.mjs {"seed": "…", "stories": [{"number": 0}], "hook": "…"}
 */
import * as v from 'valibot'
import { startTunnelServer } from '../tunnel/tunnel-server.ts'
import { sabotages } from './orders.ts'
import { playStory } from './story.ts'

const Needs = v.object({
  seed: v.string(),
  /** Which stories, and which with a bug put in. */
  stories: v.array(v.object({ number: v.number(), sabotage: v.optional(v.picklist(sabotages)) })),
  /** The built script of `hook.ts`. */
  hook: v.string(),
})

const { seed, stories, hook } = v.parse(Needs, JSON.parse(process.argv[2] ?? 'null'))
const tunnel = await startTunnelServer()
try {
  for (const { number, ...bug } of stories) {
    await playStory({
      seed,
      index: number,
      hook,
      tunnelHost: tunnel.host,
      ...(bug.sabotage === undefined ? {} : { sabotage: bug.sabotage }),
      onLife: (report) => process.stdout.write(`${JSON.stringify({ story: number, ...bug, ...report })}\n`),
    })
  }
} finally {
  await tunnel.stop()
}
process.exit()
