/**
 * How soon Tern can be reached again, how soon it notices that it cannot, and what the probe costs: the real tunnel
 * server, listener, store and client, on loopback, at Tern's own pace unless a line says otherwise.
 */
import * as v from 'valibot'
import { endChild, startChild } from './children.ts'
import type { Section } from './report.ts'

const Pairs = v.array(v.object({ tern: v.number(), baseline: v.number() }))
const Measured = v.object({
  cpu: Pairs,
  bytes: Pairs,
  resumed: Pairs,
  restarted: Pairs,
  doubt: Pairs,
  loss: Pairs,
  probeEveryMs: v.number(),
})

export async function measureReach({ quick }: { readonly quick: boolean }): Promise<Section> {
  const needs = quick ? { rounds: 3, deathRounds: 2, count: 30 } : { rounds: 9, deathRounds: 5, count: 100 }
  const child = await startChild('reach', needs, Measured, 400_000)
  await endChild(child)
  const found = child.answered
  return {
    name: 'reach',
    title: 'The way in for replies',
    lines: [
      {
        what: 'tunnel server back to proven',
        baseline: 'opening a bare tunnel',
        unit: 's',
        pairs: found.restarted,
      },
      { what: 'resume to proven', baseline: 'a bare request', unit: 'ms', pairs: found.resumed },
      {
        what: 'silent death to doubtful',
        baseline: 'interval and time limit',
        unit: 's',
        pairs: found.doubt,
      },
      { what: 'silent death to lost', baseline: 'both, and again', unit: 's', pairs: found.loss },
      { what: 'processor time of a probe', baseline: 'a bare request', unit: 'ms', pairs: found.cpu },
      { what: 'bytes of a day of probes', baseline: 'bare requests', unit: 'kB', pairs: found.bytes },
    ],
    notes: [
      `silent death: with a probe every ${found.probeEveryMs / 1000} s; as shipped it is every minute, and a death is noticed so much later`,
      'processor time: with the listener and the practice Aircall in the same process; a day has 1,440 probes',
    ],
  }
}
