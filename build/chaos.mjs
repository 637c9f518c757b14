/**
 * `npm run chaos`: kills the built app again and again, at every boundary and at random, and checks each time that
 * nothing is lost, nothing is sent twice and no state is a lie.
 *
 *   npm run chaos -- [--runs 200] [--seed SEED] [--lanes 2]
 *   npm run chaos -- --seed SEED --story 7     plays one story again and shows all that happened in it
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from './lib/paths.mjs'
import { node } from './lib/run.mjs'
import { main, say } from './lib/say.mjs'
import { setup } from './setup.mjs'

/** How many kills make a story: as `livesInStory` of test/chaos/plan.ts says. */
const killsInStory = 10

/** @typedef {{ story: number, boundary: string, reached: boolean, faults: string[], ms: number, trace: string[] }} Life */
/** @typedef {{ runs: number, seed: string, lanes: number, story?: number, sabotage?: string }} Options */

/**
 * A bundled module still finds the files beside its source.
 * @type {import('vite').Plugin}
 */
const keepFolders = {
  name: 'keep-folders',
  transform: (code, id) =>
    code.includes('import.meta.dirname')
      ? code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
      : undefined,
}

/** Builds what runs a lane, and what is loaded into Tern; answers where they are. */
async function buildScripts() {
  const { build } = await import('vite')
  const dir = join(root, 'out/chaos')
  await rm(dir, { recursive: true, force: true })
  for (const [name, format, end] of /** @type {const} */ ([
    ['lane', 'es', 'mjs'],
    ['hook', 'cjs', 'cjs'],
  ]))
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [keepFolders],
      build: {
        ssr: join(root, `test/chaos/${name}.ts`),
        target: 'node20',
        outDir: dir,
        emptyOutDir: false,
        rollupOptions: { output: { format, entryFileNames: `[name].${end}` } },
      },
    })
  return { lane: join(dir, 'lane.mjs'), hook: join(dir, 'hook.cjs') }
}

/**
 * Plays stories in a desktop of their own.
 * @param {{ lane: string, hook: string }} scripts
 * @param {{ seed: string, stories: number[], sabotage?: string }} what
 * @param {(life: Life) => void} onLife
 */
async function runLane({ lane, hook }, what, onLife) {
  const { startDesktop } = await import('../test/desktop/desktop.mjs')
  const desktop = await startDesktop({ windowManager: false })
  try {
    const [program = '', ...args] = node('--enable-source-maps', lane, JSON.stringify({ ...what, hook }))
    const child = spawn(program, args, { env: { ...desktop.env }, stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const line of createInterface({ input: child.stdout })) onLife(JSON.parse(line))
    const code = child.exitCode ?? (await once(child, 'exit'))[0]
    if (code !== 0) throw new Error(`a lane ended with ${code}`)
  } finally {
    await desktop.stop()
  }
}

/** @param {Options} options @param {(life: Life) => void} onLife */
async function play({ runs, seed, lanes, story, sabotage }, onLife) {
  const scripts = await buildScripts()
  const stories =
    story === undefined ? Array.from({ length: Math.ceil(runs / killsInStory) }, (_, index) => index) : [story]
  await Promise.all(
    Array.from({ length: Math.min(lanes, stories.length) }, (_, lane) => {
      const mine = stories.filter((_story, index) => index % lanes === lane)
      return runLane(scripts, { seed, stories: mine, ...(sabotage === undefined ? {} : { sabotage }) }, onLife)
    }),
  )
}

/**
 * @param {Options} options
 * @returns {Promise<import('./lib/suites.mjs').Outcome>} a kill that broke nothing has passed
 */
export async function chaos(options) {
  /** @type {Life[]} */
  const lives = []
  const began = performance.now()
  await play(options, (life) => {
    lives.push(life)
    if (options.story !== undefined) say(`${life.boundary} ${life.reached} ${Math.round(life.ms)} ms ${JSON.stringify(life.faults)}\n  ${life.trace.join(' ')}`)
  })
  /** @type {Map<string, Life[]>} */
  const by = new Map()
  for (const life of lives) by.set(life.boundary, [...(by.get(life.boundary) ?? []), life])
  for (const [name, all] of [...by].sort()) {
    const reached = all.filter((life) => life.reached).length
    const found = all.filter((life) => life.faults.length > 0).length
    const ms = all.map((life) => life.ms).sort((a, b) => a - b)
    say(`  ${name.padEnd(26)} ${String(all.length).padStart(4)} ${String(reached).padStart(4)} ${found}  ${Math.round(ms[ms.length >> 1] ?? 0)} ms`)
  }
  for (const { story, boundary, faults } of lives)
    for (const fault of faults) say(`  ${boundary}: ${fault}   (--seed ${options.seed} --story ${story})`)
  say(`  ${lives.length} lives, ${Math.round((performance.now() - began) / 1000)} s, seed ${options.seed}`)
  const failed = lives.filter(({ faults }) => faults.length > 0).length
  return { passed: lives.length - failed, failed, skipped: 0 }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(async () => {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '200' },
        seed: { type: 'string', default: randomBytes(4).toString('hex') },
        lanes: { type: 'string', default: '2' },
        story: { type: 'string' },
        sabotage: { type: 'string' },
      },
    })
    await setup({ extent: 'desktop' })
    const { failed } = await chaos({
      runs: Number(values.runs),
      seed: values.seed,
      lanes: Number(values.lanes),
      ...(values.story === undefined ? {} : { story: Number(values.story) }),
      ...(values.sabotage === undefined ? {} : { sabotage: values.sabotage }),
    })
    if (failed > 0) process.exitCode = 1
  })
