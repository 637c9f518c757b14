/** `npm start`: sets up what is missing and opens Tern; where there is no display, plays the tour instead. */
import { spawn } from 'node:child_process'
import { main, say } from './lib/say.mjs'
import { root } from './lib/paths.mjs'
import { setup } from './setup.mjs'
import { tour } from './tour.mjs'

const hasDisplay = () =>
  process.platform !== 'linux' || [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(Boolean)

/** Chromium's sandbox refuses to run as root. */
export function sandboxArgs() {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return []
  say("• This is root: Tern runs without Chromium's sandbox (--no-sandbox)")
  return ['--no-sandbox']
}

async function start() {
  if (!hasDisplay()) {
    say('• There is no display here: playing the tour under a virtual one instead of opening Tern')
    process.exitCode = await tour()
    return
  }
  const { executable } = await setup()
  const args = [...sandboxArgs(), root, ...process.argv.slice(2)]
  say('• Opening Tern')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const tern = spawn(executable, args, { stdio: 'inherit', env })
  process.once('exit', () => tern.kill('SIGTERM'))
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => tern.kill(signal))
  process.exitCode = await new Promise((resolve, reject) => {
    tern.on('error', reject)
    tern.on('exit', (code) => resolve(code ?? 1))
  })
}

await main(start)
