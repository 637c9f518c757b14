/**
 * Everything that must be in place before Tern can run: dependencies, system packages, the Electron runtime, the
 * build. Each is skipped when it is there. Runs with no node_modules: until they are installed, Node alone.
 */
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, isStamped } from './lib/hash.mjs'
import { appDir, inModules, root } from './lib/paths.mjs'
import { must, node } from './lib/run.mjs'
import { Sorry, step } from './lib/say.mjs'
import { systemPackages } from './lib/system-packages.mjs'

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

const oldestNode = [20, 19]

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor))
    throw new Sorry(
      `Tern is built with Node ${oldestNode.join('.')} or newer, and this is Node ${process.versions.node}. ` +
        'Get a newer one from https://nodejs.org and try again.',
    )
}

/**
 * No package's scripts are run. None is needed: keytar and libsql come with what they need ready-made, esbuild and
 * Vite's parts as a package for each platform, and Electron is looked after by runtime.mjs.
 */
export async function dependencies() {
  const stamp = inModules('.tern-installed')
  const expected = `${await hashOf(['package.json', 'package-lock.json'])} ${process.platform} ${process.arch}`
  if (isStamped(stamp, expected)) return
  await step('Installing the dependencies (npm ci)', async () => {
    // Without the stamp first: an installation that is broken off is not taken for a whole one.
    await rm(stamp, { force: true })
    await must('Installing the dependencies', ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: root,
    })
    await writeFile(stamp, expected)
  })
}

async function build() {
  const stamp = join(root, 'out/app.built')
  const expected = await hashOf([
    'electron',
    'renderer',
    'shared',
    'build/electron.vite.config.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
  if (isStamped(stamp, expected) && existsSync(appDir)) return
  await step('Building Tern', async () => {
    await rm(stamp, { force: true })
    await rm(appDir, { recursive: true, force: true })
    const builder = inModules('electron-vite/bin/electron-vite.js')
    await must('Building Tern', node(builder, 'build', '--config', 'build/electron.vite.config.ts'), {
      cwd: root,
    })
    await mkdir(join(root, 'out'), { recursive: true })
    await writeFile(stamp, expected)
  })
}

/**
 * @param {{ extent?: import('./lib/system-packages.mjs').Extent, release?: boolean, built?: boolean }} [options]
 *   `extent`: what of the system is needed; `release`: only the pinned Electron will do; `built`: also build the app
 * @returns {Promise<Runtime>}
 */
export async function setup({ extent = 'app', release = false, built = true } = {}) {
  checkNode()
  await dependencies()
  await systemPackages(extent)
  const { findRuntime, runtimeEnv } = await import('./runtime.mjs')
  const runtime = await findRuntime({ release })
  Object.assign(process.env, runtimeEnv(runtime))
  if (built) await build()
  return runtime
}
