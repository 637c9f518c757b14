/** `npm run bench`: measures start, memory and the two paths, each against a baseline in the same run. */
import { main } from './lib/say.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup({ extent: 'desktop' })
  const { runInDesktop } = await import('./lib/in-desktop.mjs')
  process.exitCode = await runInDesktop('test/bench/bench.ts', { args: process.argv.slice(2) })
})
