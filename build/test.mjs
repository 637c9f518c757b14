/**
 * `npm test`: sets up what is missing and runs every check and test. The last line says how many passed and failed.
 * `npm test -- --only unit,e2e` runs some of the suites.
 */
import { parseArgs } from 'node:util'
import { chaos as playChaos } from './chaos.mjs'
import { runChecks } from './lib/checks.mjs'
import { main, say, Sorry } from './lib/say.mjs'
import { runPlaywright, runVitest } from './lib/suites.mjs'
import { packApp } from './package.mjs'
import { setup } from './setup.mjs'

/** @typedef {import('./lib/suites.mjs').Outcome} Outcome */
/** @typedef {import('./setup.mjs').Runtime} Runtime */
/** @typedef {{ name: string, title: string, run: (runtime: Runtime) => Promise<Outcome> }} Suite */

/** @type {Suite} */
const check = {
  name: 'check',
  title: 'Types, lint, format',
  run: async () => ({ ...(await runChecks()), skipped: 0 }),
}
/** @type {Suite} */
const packaging = {
  name: 'release',
  title: 'Packaging',
  run: async (runtime) => {
    await packApp(runtime, false)
    return { passed: 1, failed: 0, skipped: 0 }
  },
}
/** @type {Suite} */
const unit = { name: 'unit', title: 'Unit tests', run: () => runVitest('unit') }
/** @type {Suite} */
const integration = { name: 'integration', title: 'Integration tests', run: () => runVitest('integration') }
/** @type {Suite} */
const component = { name: 'component', title: 'Component tests', run: () => runVitest('component') }
/** @type {Suite} */
const e2e = { name: 'e2e', title: 'End-to-end tests', run: () => runPlaywright('e2e') }
/** @type {Suite} */
const release = { name: 'release', title: 'The packaged app', run: () => runPlaywright('release') }

/** @type {Suite} */
const chaos = { name: 'chaos', title: 'Kills', run: () => playChaos({ runs: 200 }) }

/**
 * One phase after the other; in a phase the lanes run side by side, so that one works while another waits. The end-to-end
 * tests have two at a time themselves, and the kills keep both cores busy.
 */
const phases = [[[check, packaging, release], [unit, integration], [component]], [[e2e]], [[chaos]]]
const names = [...new Set(phases.flat(2).map(({ name }) => name))]

function chosen() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
  const wanted = values.only?.flatMap((word) => word.split(',')) ?? names
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Sorry(`There is no suite called ${unknown.join(', ')}. The suites: ${names.join(', ')}.`)
  return wanted
}

/** @param {Suite} suite @param {Runtime} runtime @returns {Promise<Outcome>} */
async function runSuite({ title, run }, runtime) {
  say(`• ${title} …`)
  const start = performance.now()
  const patience = setInterval(() => say(`  still at it: ${title}`), 60_000)
  /** @type {Outcome} */
  let outcome
  try {
    outcome = await run(runtime)
  } catch (thrown) {
    const text =
      thrown instanceof Sorry ? thrown.message : String(thrown instanceof Error ? thrown.stack : thrown)
    outcome = { passed: 0, failed: 1, skipped: 0, text }
  } finally {
    clearInterval(patience)
  }
  const { passed, failed, skipped, text } = outcome
  if (text !== undefined && text !== '') say(text)
  const left = skipped > 0 ? `, ${skipped} skipped` : ''
  say(
    `• ${title}: ${passed} passed, ${failed} failed${left} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
  )
  return outcome
}

await main(async () => {
  const wanted = chosen()
  const runtime = await setup({ extent: 'test' })
  say(
    `• Electron ${runtime.version} (${runtime.source === 'pinned' ? 'the pinned release' : 'from the npm registry'})`,
  )
  /** @type {Outcome[]} */
  const outcomes = []
  for (const lanes of phases)
    await Promise.all(
      lanes.map(async (lane) => {
        for (const suite of lane)
          if (wanted.includes(suite.name)) outcomes.push(await runSuite(suite, runtime))
      }),
    )
  const sum = (/** @type {'passed' | 'failed'} */ kind) =>
    outcomes.reduce((total, one) => total + one[kind], 0)
  if (sum('failed') > 0) process.exitCode = 1
  say(`${sum('passed')} passed, ${sum('failed')} failed`)
})
