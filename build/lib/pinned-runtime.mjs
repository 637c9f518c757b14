/** The Electron release that package.json pins, from Electron's release host (or the mirror that ELECTRON_MIRROR names). */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { inModules } from './paths.mjs'
import { unzip } from './unzip.mjs'

/** How long the release host may be silent before it counts as out of reach. */
const patience = 10_000

/**
 * Downloads through the package's own downloader, which checks the hash and keeps the archive in its cache.
 * @param {string} version
 * @param {string} dir empty folder to make the runtime in
 * @param {(percent: number) => void} progress
 * @throws when the release host does not answer, or not with the right archive
 */
export async function makePinnedRuntime(version, dir, progress) {
  const fromElectron = createRequire(inModules('electron/index.js'))
  const { downloadArtifact } = await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)
  const silence = new AbortController()
  const giveUp = () => silence.abort(new Error('the release host is silent'))
  let timer = setTimeout(giveUp, patience)
  try {
    const archive = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: fromElectron('./checksums.json'),
      downloadOptions: {
        quiet: true,
        signal: silence.signal,
        getProgressCallback: (/** @type {{ percent: number }} */ { percent }) => {
          clearTimeout(timer)
          timer = setTimeout(giveUp, patience)
          progress(Math.floor(percent * 100))
        },
      },
    })
    clearTimeout(timer)
    await unzip(archive, dir)
  } finally {
    clearTimeout(timer)
  }
}
