/** Bundles a script of the tests and runs it in a throw-away desktop. */
import { startDesktop } from '../../test/desktop/desktop.mjs'
import { bundle } from './bundle.mjs'
import { node } from './run.mjs'

/**
 * @param {string} entry TypeScript, from the root of the tree
 * @param {{ env?: import('./run.mjs').Env, args?: readonly string[], desktop?: import('../../test/desktop/desktop.mjs').DesktopOptions }} [options]
 * @returns {Promise<number>} the exit code
 */
export async function runInDesktop(entry, { env = {}, args = [], desktop: options = {} } = {}) {
  const script = await bundle(entry)
  const desktop = await startDesktop(options)
  try {
    return await desktop.run(node('--enable-source-maps', script, ...args), env)
  } finally {
    await desktop.stop()
  }
}
