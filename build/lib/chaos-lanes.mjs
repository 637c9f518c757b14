/** The lanes of `npm run chaos`: what they run is built here, each plays its stories in a desktop of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { keepFolders } from './keep-folders.mjs'
import { root } from './paths.mjs'
import { node } from './run.mjs'

/**
 * @typedef {object} Life one life of Tern, as a lane tells of it
 * @property {number} story
 * @property {string} [sabotage] the bug that was put in
 * @property {string} boundary where it was to be killed; `rest` for the quiet one at a story's end
 * @property {boolean} reached whether it was
 * @property {string[]} faults what was found afterwards
 * @property {number} ms
 * @property {string[]} trace what it came by
 */
/** @typedef {{ number: number, sabotage?: string }} Story */

/**
 * Builds one script; answers where it is.
 * @param {string} source below `test/chaos`
 * @param {string} file
 * @param {'es' | 'cjs'} format
 */
export async function buildScript(source, file, format = 'es') {
  const { build } = await import('vite')
  const dir = join(root, 'out/chaos')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [keepFolders],
    build: {
      ssr: join(root, 'test/chaos', source),
      target: 'node20',
      outDir: dir,
      emptyOutDir: false,
      rollupOptions: { output: { format, entryFileNames: file } },
    },
  })
  return join(dir, file)
}

/** Builds what runs a lane, and what is loaded into Tern; answers where they are. */
export async function buildScripts() {
  return {
    lane: await buildScript('lane.ts', 'lane.mjs'),
    hook: await buildScript('hook.ts', 'hook.cjs', 'cjs'),
  }
}

/**
 * Plays stories in a desktop of their own: takes the next one whenever it is free, until there are no more.
 * @param {{ lane: string, hook: string }} scripts
 * @param {string} seed
 * @param {() => Story | undefined} next
 * @param {(life: Life) => void} onLife
 */
export async function runLane({ lane, hook }, seed, next, onLife) {
  const { startDesktop } = await import('../../test/desktop/desktop.mjs')
  // Nobody clicks them, and a thousand that wait for room keep the daemon busy.
  const desktop = await startDesktop({ windowManager: false, notificationSeconds: 1 })
  try {
    const [program = '', ...args] = node('--enable-source-maps', lane, JSON.stringify({ seed, hook }))
    const child = spawn(program, args, { env: { ...desktop.env }, stdio: ['pipe', 'pipe', 'inherit'] })
    const giveNext = () => {
      const story = next()
      if (story === undefined) child.stdin.end()
      else child.stdin.write(`${JSON.stringify(story)}\n`)
    }
    giveNext()
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line)
      if (said.free === true) giveNext()
      else onLife(said)
    }
    const code = child.exitCode ?? (await once(child, 'exit'))[0]
    if (code !== 0) throw new Error(`a lane ended with ${code}`)
  } finally {
    await desktop.stop()
  }
}
