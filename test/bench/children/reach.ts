/** Breaks the way in, mends it, and measures how long each takes; and what a probe costs. See `../reach.ts`. */
import * as v from 'valibot'
import { createLocaltunnel } from '../../../electron/reach/localtunnel.ts'
import { probeTimeoutMs } from '../../../electron/reach/probe.ts'
import { silentLog } from '../../fixtures/store.ts'
import { pause } from '../../chaos/reach/time.ts'
import { createWorld, type World } from '../../chaos/reach/world.ts'
import type { Pair } from '../statistics.ts'
import { answer, argument } from './run.ts'

/** As shipped, but for the probe's interval: a minute of waiting measures nothing. */
const times = {
  probeEveryMs: 3000,
  probeAgainMs: 2000,
  probeTimeoutMs,
  inspectEveryMs: 3_600_000,
  slowMs: 10_000,
}
const now = (): number => performance.now()
const minutesADay = 1440

async function until(what: () => boolean): Promise<number> {
  const from = now()
  while (!what()) {
    if (now() - from > 60_000) throw new Error('it did not come to that in a minute')
    await pause(1)
  }
  return now() - from
}
const isWell = (world: World) => (): boolean => world.shown() === 'reachable'

/** A tunnel, with nothing around it. */
async function bareOpening({ tunnels, http, time, tern }: World): Promise<number> {
  const port = tern().listener.port()
  if (port === undefined) throw new Error('nobody listens')
  const bare = createLocaltunnel({ host: tunnels.host, http, clock: time.clock, log: silentLog })
  const from = now()
  const open = await bare.open(port, new AbortController().signal)
  const took = now() - from
  await open.close()
  return took
}

async function restarts(world: World, rounds: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round += 1) {
    await world.tunnels.down()
    await until(() => !isWell(world)())
    await pause(250 * (round % 5))
    await world.tunnels.up()
    const tern = await until(isWell(world))
    pairs.push({ tern: tern / 1000, baseline: (await bareOpening(world)) / 1000 })
  }
  return pairs
}

/** A request that goes the way of a probe, and is refused at its end. */
async function bareRequest({ practice, numberId, http }: World): Promise<void> {
  const url = practice.configured(numberId)?.callbackUrl
  if (url === undefined) throw new Error('the number is not configured')
  const headers = { 'content-type': 'application/json' }
  await http({ method: 'POST', url: `${url}0`, headers, body: '{}', timeoutMs: 5000, once: true })
}

async function resumes(world: World, rounds: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  const { reach } = world.tern()
  for (let round = 0; round < rounds; round += 1) {
    reach.noticed('suspend')
    world.time.sleep(60_000)
    const from = now()
    reach.noticed('resume')
    await until(isWell(world))
    const tern = now() - from
    const bare = now()
    await bareRequest(world)
    pairs.push({ tern, baseline: now() - bare })
  }
  return pairs
}

/** From the moment when the tunnel server takes everything and answers nothing. */
async function deaths(world: World, rounds: number): Promise<{ doubt: Pair[]; loss: Pair[] }> {
  const found = { doubt: [] as Pair[], loss: [] as Pair[] }
  const baseline = (times.probeEveryMs + times.probeTimeoutMs) / 1000
  for (let round = 0; round < rounds; round += 1) {
    await pause(700 * (round % 4))
    world.tunnels.freeze()
    const doubt = await until(() => !isWell(world)())
    const loss = doubt + (await until(() => world.shown() !== 'doubtful'))
    world.tunnels.thaw()
    await until(isWell(world))
    found.doubt.push({ tern: doubt / 1000, baseline })
    found.loss.push({
      tern: loss / 1000,
      baseline: baseline + (times.probeAgainMs + times.probeTimeoutMs) / 1000,
    })
  }
  return found
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function costs(world: World, rounds: number, count: number): Promise<{ cpu: Pair[]; bytes: Pair[] }> {
  const found = { cpu: [] as Pair[], bytes: [] as Pair[] }
  const { reach } = world.tern()
  const cost = async (act: () => Promise<unknown>): Promise<{ ms: number; bytes: number }> => {
    const [ms, bytes] = [cpu(), world.front.bytes()]
    for (let left = count; left > 0; left -= 1) await act()
    return { ms: (cpu() - ms) / count, bytes: (world.front.bytes() - bytes) / count }
  }
  for (let round = 0; round < rounds; round += 1) {
    const tern = await cost(() => reach.check())
    const bare = await cost(() => bareRequest(world))
    found.cpu.push({ tern: tern.ms, baseline: bare.ms })
    found.bytes.push({
      tern: (tern.bytes * minutesADay) / 1000,
      baseline: (bare.bytes * minutesADay) / 1000,
    })
  }
  return found
}

const { rounds, deathRounds, count } = v.parse(
  v.object({ rounds: v.number(), deathRounds: v.number(), count: v.number() }),
  argument(),
)
const world = await createWorld(times)
await world.start(true)
const cost = await costs(world, rounds, count)
const resumed = await resumes(world, rounds)
const restarted = await restarts(world, rounds)
const { doubt, loss } = await deaths(world, deathRounds)
await world.close()
answer({
  cpu: cost.cpu,
  bytes: cost.bytes,
  resumed,
  restarted,
  doubt,
  loss,
  probeEveryMs: times.probeEveryMs,
})
