/**
 * `npm run probe`: asks the real Aircall what nobody knows yet, with the key, the number and the phone of whoever runs it.
 * See docs/contract.md. Needs neither Electron nor system packages.
 */
import { pathToFileURL } from 'node:url'
import { bundle } from './lib/bundle.mjs'
import { root } from './lib/paths.mjs'
import { leaveSignalsToWork, main } from './lib/say.mjs'
import { checkNode, dependencies } from './setup.mjs'

await main(async () => {
  checkNode()
  await dependencies()
  const script = await bundle('build/probe/main.ts', 'probe')
  /** @type {typeof import('./probe/main.ts')} */
  const { probe } = await import(pathToFileURL(script).href)
  leaveSignalsToWork()
  process.exitCode = await probe(process.argv.slice(2), root)
})
