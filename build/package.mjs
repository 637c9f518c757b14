/**
 * `npm run package`: the unpacked app in out/package. With `--release` also the installers, and only with the pinned
 * Electron.
 */
import { rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { inModules, packageDir, root } from './lib/paths.mjs'
import { must, node } from './lib/run.mjs'
import { main, say, step } from './lib/say.mjs'
import { setup } from './setup.mjs'

/** Packs the built app with a runtime. @param {import('./runtime.mjs').Runtime} runtime @param {boolean} release */
export async function packApp(runtime, release) {
  await rm(packageDir, { recursive: true, force: true })
  const builder = inModules('electron-builder/cli.js')
  const command = node(
    builder,
    ...(release ? [] : ['--dir']),
    '--config',
    'electron-builder.yml',
    '--publish',
    'never',
  )
  command.push(`-c.electronDist=${runtime.dir}`, `-c.electronVersion=${runtime.version}`)
  await must('Packaging Tern', command, { cwd: root })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(async () => {
    const release = process.argv.includes('--release')
    const runtime = await setup({ release })
    await step(`Packaging Tern with Electron ${runtime.version}`, () => packApp(runtime, release))
    if (runtime.source !== 'pinned')
      say(
        '  This package is for tests: a release is made with the pinned Electron (npm run package -- --release).',
      )
    say(`• Tern is in ${packageDir}`)
  })
