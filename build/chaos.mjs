/**
 * `npm run chaos`: kills the built app again and again, at every boundary and at random, and checks each time that
 * nothing is lost, nothing is sent twice and no state is a lie. See docs/reliability.md.
 *
 *   npm run chaos -- [--runs 200] [--seed SEED] [--lanes 3]
 *   npm run chaos -- --seed SEED --story 7 [--sabotage BUG]    plays one story again and shows all that happened
 *   npm run chaos -- --reach [--runs 1000] [--seed SEED]       breaks the way in for replies instead (build/lib/chaos-reach.mjs)
 */
import { randomBytes } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildScripts, runLane } from './lib/chaos-lanes.mjs'
import { reachChaos } from './lib/chaos-reach.mjs'
import { main, say, Sorry } from './lib/say.mjs'
import { setup } from './setup.mjs'

/** @typedef {import('./lib/chaos-lanes.mjs').Life} Life */
/** @typedef {import('./lib/chaos-lanes.mjs').Story} Story */
/** @typedef {import('./lib/suites.mjs').Outcome} Outcome */

/** As `livesInStory` of test/chaos/plan.ts says. */
const killsInStory = 20
/** With fewer runs, chance may leave a boundary out. */
const runsForAll = 200

/** Bugs that are put in, one story each: the checks have to find them, or they would find nothing. */
const sabotages = ['answerFirst', 'forget', 'twice', 'resend']

/**
 * @param {{ seed: string, lanes: number, stories: readonly Story[], onLife?: (life: Life) => void }} options
 * @returns {Promise<Life[]>}
 */
async function play({ seed, lanes, stories, onLife }) {
  const scripts = await buildScripts()
  /** @type {Life[]} */
  const lives = []
  const hear = (/** @type {Life} */ life) => {
    lives.push(life)
    onLife?.(life)
  }
  const waiting = [...stories]
  await Promise.all(
    Array.from({ length: Math.min(lanes, stories.length) }, () =>
      runLane(scripts, seed, () => waiting.shift(), hear),
    ),
  )
  return lives
}

/**
 * What there is to read: for each boundary how often Tern was killed there, and each fault with what plays it again.
 * @param {readonly Life[]} lives
 * @param {string} seed
 */
function report(lives, seed) {
  const names = [...new Set(lives.map(({ boundary }) => boundary))].sort()
  const lines = names.map((name) => {
    const all = lives.filter(({ boundary }) => boundary === name)
    const there = all.filter(({ reached }) => reached).length
    const broken = all.filter(({ faults }) => faults.length > 0).length
    const elsewhere = there < all.length ? `, ${all.length - there} elsewhere` : ''
    return `  ${name.padEnd(24)} ${String(there).padStart(5)} killed${elsewhere}, ${broken} broken`
  })
  const faults = lives.flatMap(({ story, boundary, faults: found }) =>
    found.map(
      (fault) =>
        `  ${boundary}: ${fault}\n    out/chaos/fault-${seed}-${story}.json; again: npm run chaos -- --seed ${seed} --story ${story}`,
    ),
  )
  const broke = lives.flatMap(({ trace }) => trace.filter((line) => line.startsWith('broke: ')))
  const gaveUp = [...new Set(broke)].map(
    (words) => `  ${words.replace('broke', 'Chromium gave up on a send')}, ${count(broke, words)} times`,
  )
  return [...lines, ...gaveUp, ...faults].join('\n')
}

/** @param {readonly string[]} all @param {string} one */
const count = (all, one) => all.filter((other) => other === one).length

/** Boundaries at which Tern was never killed: the harness has lost sight of them. @param {readonly Life[]} lives */
function missed(lives) {
  const reached = new Set(lives.filter((life) => life.reached).map(({ boundary }) => boundary))
  return [...new Set(lives.map(({ boundary }) => boundary))].filter((name) => !reached.has(name))
}

/**
 * A kill after which nothing was broken has passed, and so has a bug that was found.
 * @param {{ runs: number, seed?: string, lanes?: number }} options
 * @returns {Promise<Outcome>}
 */
export async function chaos({ runs, seed = randomBytes(4).toString('hex'), lanes = 3 }) {
  const began = performance.now()
  /** @type {Story[]} */
  const honest = Array.from({ length: Math.ceil(runs / killsInStory) }, (_, number) => ({ number }))
  const spoiled = sabotages.map((sabotage, number) => ({ number, sabotage }))
  const all = await play({ seed, lanes, stories: [...honest, ...spoiled] })

  const lives = all.filter(({ sabotage }) => sabotage === undefined)
  const found = sabotages.filter((bug) => all.some((one) => one.sabotage === bug && one.faults.length > 0))
  const broken = lives.filter(({ faults }) => faults.length > 0).length
  const never = runs >= runsForAll ? missed(lives) : []
  const kills = lives.filter(({ boundary }) => boundary !== 'rest').length
  const seconds = Math.round((performance.now() - began) / 1000)
  const text = [
    report(lives, seed),
    ...never.map((name) => `  ${name}: never killed there`),
    ...sabotages
      .filter((bug) => !found.includes(bug))
      .map((bug) => `  the bug "${bug}" was put in and not found`),
    `  ${kills} kills, ${broken} broken; ${found.length} of ${sabotages.length} bugs put in were found; ${seconds} s; seed ${seed}`,
  ].join('\n')
  const failed = broken + never.length + (sabotages.length - found.length)
  return { passed: lives.length - broken + found.length, failed, skipped: 0, text }
}

/** @param {string} seed @param {Story} story */
async function playAgain(seed, story) {
  const lives = await play({
    seed,
    lanes: 1,
    stories: [story],
    onLife: ({ boundary, reached, ms, faults, trace }) => {
      say(`${boundary}${reached ? '' : ' (not reached)'}, ${Math.round(ms)} ms`)
      for (const line of [...trace, ...faults.map((fault) => `! ${fault}`)]) say(`    ${line}`)
    },
  })
  if (lives.some(({ faults }) => faults.length > 0)) process.exitCode = 1
}

/** @param {Outcome} outcome */
function end({ passed, failed, text }) {
  say(`${text}\n${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}

/** @param {string} name @param {string} text */
function wholeNumber(name, text) {
  if (!/^\d{1,6}$/.test(text)) throw new Sorry(`--${name} takes a whole number.`)
  return Number(text)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(async () => {
    const { values } = parseArgs({
      options: {
        reach: { type: 'boolean', default: false },
        runs: { type: 'string' },
        seed: { type: 'string', default: randomBytes(4).toString('hex') },
        lanes: { type: 'string', default: '3' },
        story: { type: 'string' },
        sabotage: { type: 'string' },
      },
    })
    await setup({ extent: 'desktop' })
    const { seed, sabotage } = values
    const runs = wholeNumber('runs', values.runs ?? (values.reach ? '1000' : String(runsForAll)))
    const lanes = wholeNumber('lanes', values.lanes)
    if (values.reach) return end(await reachChaos({ steps: runs, seed, lanes }))
    if (values.story !== undefined) {
      const number = wholeNumber('story', values.story)
      return playAgain(seed, sabotage === undefined ? { number } : { number, sabotage })
    }
    end(await chaos({ runs, seed, lanes }))
  })
