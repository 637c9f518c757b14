/**
 * Plays the stories that it is given on its standard input, a line of JSON each, in the desktop that it was started in.
 * Says of each life, in a line of JSON, what was found, and after each story that it is free for the next.
 *
 *   echo '{"number": 0}' | node lane.mjs '{"seed": "…", "hook": "…"}'
 */
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { startTunnelServer } from '../tunnel/tunnel-server.ts'
import { sabotages } from './orders.ts'
import { playStory } from './story.ts'

const Needs = v.object({
  seed: v.string(),
  /** The built script of `hook.ts`. */
  hook: v.string(),
})
/** Which one, and with which bug put in. */
const Story = v.object({ number: v.number(), sabotage: v.optional(v.picklist(sabotages)) })

const say = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`)

const { seed, hook } = v.parse(Needs, JSON.parse(process.argv[2] ?? 'null'))
const tunnel = await startTunnelServer()
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { number, ...bug } = v.parse(Story, JSON.parse(line))
    await playStory({
      seed,
      index: number,
      hook,
      tunnelHost: tunnel.host,
      ...(bug.sabotage === undefined ? {} : { sabotage: bug.sabotage }),
      onLife: (report) => say({ story: number, ...bug, ...report }),
    })
    say({ free: true })
  }
} finally {
  await tunnel.stop()
}
process.exit()
