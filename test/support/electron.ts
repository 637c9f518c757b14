/** Electron as the tests start it. */
import { join } from 'node:path'
import { _electron, errors, type ElectronApplication } from 'playwright-core'

export const electronPath = (): string => {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (dist === undefined) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set: run this through npm test')
  return join(dist, 'electron')
}

/** As root, Chromium's own sandbox cannot be used. */
export const sandboxArgs = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** A throw-away desktop has no graphics card: without this, Chromium starts a process for one three times in vain. */
export const noGpuArgs: readonly string[] = ['--disable-gpu']

/** Far longer than a start takes, milliseconds. */
const patience = 20_000

/**
 * Starts an app for Playwright. Playwright joins an app that is already starting, and on a busy computer now and then
 * misses what it waits for: the app runs, and the launch does not end. So it is ended, and tried once more.
 * @param args what comes behind the switches that every start needs: the app's folder first
 */
export async function launchElectron(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ElectronApplication> {
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: electronPath(),
      args: [...sandboxArgs(), ...noGpuArgs, ...args],
      env,
      timeout: patience,
    })
  try {
    return await launch()
  } catch (thrown) {
    if (thrown instanceof errors.TimeoutError) return launch()
    throw thrown
  }
}
