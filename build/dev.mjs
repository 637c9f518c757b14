/** `npm run dev`: Tern with its page and its main process renewed as their sources change. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inModules, root } from './lib/paths.mjs'
import { node, run } from './lib/run.mjs'
import { main } from './lib/say.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup({ built: false })
  // What it leaves in out/app is for development: the next start builds anew.
  await rm(join(root, 'out/app.built'), { force: true })
  const tool = inModules('electron-vite/bin/electron-vite.js')
  const command = node(tool, 'dev', '--watch', '--config', 'build/electron.vite.config.ts')
  if (process.getuid?.() === 0 && process.platform === 'linux') command.push('--noSandbox')
  const { code } = await run(command, { cwd: root, show: true })
  process.exitCode = code
})
