/** Makes one file that Node runs of a script in TypeScript. */
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from './paths.mjs'

/**
 * @param {string} entry TypeScript, from the root of the tree
 * @param {string} [name] of the script; that of the entry when left out
 * @returns {Promise<string>} the path of the file
 */
export async function bundle(entry, name = entry.replace(/^.*\//, '').replace(/\.ts$/, '')) {
  const { build } = await import('esbuild')
  const dir = join(root, 'out', `${name}-run`)
  const outfile = join(dir, `${name}.mjs`)
  await rm(dir, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [keepImportMeta],
  })
  return outfile
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
