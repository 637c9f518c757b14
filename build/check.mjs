/** `npm run check`: types of each folder, lint, format. Any warning fails. */
import { runChecks } from './lib/checks.mjs'
import { main, say } from './lib/say.mjs'
import { setup } from './setup.mjs'

await main(async () => {
  await setup({ built: false })
  const { passed, failed } = await runChecks()
  say(`${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
})
