/** One story: so many things happen to the way in, while a customer texts; then the evidence is judged. */
import { createRandom, type Random } from '../random.ts'
import { startCustomer } from './customer.ts'
import { judge, type Fault } from './judge.ts'
import { steps, type Step } from './steps.ts'
import { pause } from './time.ts'
import { createWorld, times, type World } from './world.ts'

export interface StepReport {
  readonly name: string
  /** From the beginning until Tern no longer said *reachable*, and from the end of the fault until it did again. */
  readonly noticedMs?: number
  readonly healedMs: number
  readonly faults: readonly string[]
}

export interface StoryReport {
  readonly steps: readonly StepReport[]
  readonly texts: number
  readonly lost: number
  readonly gaps: number
  readonly faults: readonly string[]
}

/** Longer than anything takes on the busiest computer: not a target, only so that a story ends. */
const patienceMs = 40_000

async function until(what: () => boolean): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (what()) return true
    await pause(5)
  }
  return false
}

const isWell = (world: World): boolean => world.shown() === 'reachable'

/** A fault lasts until Tern has noticed; it may not prove the way in meanwhile, beyond the probe that was under way. */
async function isNoticed(world: World, { hidden }: Step): Promise<string[]> {
  const from = world.events.length
  if (!(await until(() => !isWell(world)))) return ['Tern went on saying that replies can reach it']
  const proofs = world.events.slice(from).filter((kind) => kind === 'proven').length
  return proofs > 1 && hidden !== true ? [`Tern proved the way in ${proofs} times while it was broken`] : []
}

async function play(world: World, step: Step, random: Random): Promise<StepReport> {
  const began = performance.now()
  const end = await step.begin(world, random)
  // A step that takes its time may have been noticed, and mended, before it is over.
  const noticed = step.breaks && isWell(world) && !step.mends ? await isNoticed(world, step) : []
  const noticedMs = performance.now() - began
  await pause(random.int(300))
  const ended = performance.now()
  await end(world)
  const faults = (await until(() => isWell(world))) ? noticed : [...noticed, 'Tern did not come back']
  return {
    name: step.name,
    ...(step.breaks ? { noticedMs } : {}),
    healedMs: performance.now() - ended,
    faults: faults.map((fault) => `${step.name}: ${fault}`),
  }
}

/** @param only the steps to take in this order; else any, by chance */
export async function playStory(
  seed: string,
  count: number,
  onStep: (report: StepReport) => void = () => undefined,
  only?: readonly string[],
): Promise<StoryReport> {
  const random = createRandom(seed)
  const world = await createWorld()
  const { time, store, practice, numberId, shown } = world
  const faults: Fault[] = []
  const reports: StepReport[] = []
  try {
    await world.start(true)
    const patience = times.probeTimeoutMs
    const customer = startCustomer({ practice, numberId, time, shown, patienceMs: patience })
    for (let n = 0; n < count; n += 1) {
      await pause(random.int(400))
      const wished = only?.[n % only.length]
      const step = steps.find(({ name }) => name === wished) ?? random.pick(steps)
      const from = time.clock.now()
      const report = await play(world, step, random)
      faults.push({ name: step.name, from, to: time.clock.now() })
      reports.push(report)
      onStep(report)
    }
    await pause(2 * times.probeEveryMs)
    await customer.stop()
    const { posted } = customer
    const stored = new Set(posted.map(({ body }) => body).filter((body) => isStored(world, body)))
    return {
      steps: reports,
      texts: posted.length,
      lost: posted.filter(({ body, end }) => end !== 'inbox' && !stored.has(body)).length,
      gaps: store.gaps.list(100_000).length,
      faults: [
        ...reports.flatMap((report) => report.faults),
        ...judge({ posted, stored, gaps: store.gaps.list(100_000), faults }),
      ],
    }
  } finally {
    await world.close()
  }
}

const isStored = ({ store }: World, body: string): boolean =>
  store.messages.notifications('all', body, undefined, 1).items.length > 0
