/** `npm run tour`: plays the main job through the window of the built app, in a throw-away desktop. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './lib/paths.mjs'
import { main } from './lib/say.mjs'
import { setup } from './setup.mjs'

/** @returns {Promise<number>} the exit code: 0 when every step went well */
export async function tour() {
  await setup({ extent: 'desktop' })
  const { runInDesktop } = await import('./lib/in-desktop.mjs')
  return runInDesktop('test/tour/tour.ts', { env: { TERN_TOUR_OUT: join(root, 'out/tour') } })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(async () => {
    process.exitCode = await tour()
  })
