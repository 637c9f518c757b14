/** Bundles a script of the tests and runs it in a throw-away desktop. */
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { startDesktop } from '../../test/desktop/desktop.mjs'
import { root } from './paths.mjs'
import { node } from './run.mjs'

/**
 * @param {string} entry TypeScript, from the root of the tree
 * @param {{ env?: import('./run.mjs').Env, args?: readonly string[], desktop?: import('../../test/desktop/desktop.mjs').DesktopOptions }} [options]
 * @returns {Promise<number>} the exit code
 */
export async function runInDesktop(entry, { env = {}, args = [], desktop: options = {} } = {}) {
  const { build } = await import('esbuild')
  const name = entry.replace(/^.*\//, '').replace(/\.ts$/, '')
  const dir = join(root, 'out', `${name}-run`)
  await rm(dir, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(dir, `${name}.mjs`),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [keepImportMeta],
  })
  const desktop = await startDesktop(options)
  try {
    return await desktop.run(node('--enable-source-maps', join(dir, `${name}.mjs`), ...args), env)
  } finally {
    await desktop.stop()
  }
}

/**
 * A bundled module still finds the files beside its source: esbuild leaves `import.meta` to the bundle.
 * @type {import('esbuild').Plugin}
 */
const keepImportMeta = {
  name: 'keep-import-meta',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs|js)$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined
      const { readFile } = await import('node:fs/promises')
      const source = await readFile(path, 'utf8')
      if (!source.includes('import.meta.')) return undefined
      const folder = path.slice(0, path.lastIndexOf('/'))
      return {
        contents: source
          .replaceAll('import.meta.dirname', JSON.stringify(folder))
          .replaceAll('import.meta.filename', JSON.stringify(path))
          .replaceAll('import.meta.url', JSON.stringify(`file://${path}`)),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
        resolveDir: relative('/', folder) === '' ? '/' : folder,
      }
    })
  },
}
