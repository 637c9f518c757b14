/** Tern's process: started on a data folder, killed as a crash would, or ended in order. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { electronPath, noGpuArgs, sandboxArgs } from '../support/electron.ts'
import { ordersVariable, type Orders } from './orders.ts'

export interface TernProcess {
  /** How it ended: the signal, else the exit code. */
  readonly ended: Promise<NodeJS.Signals | number>
  /** The main process, at once; nothing of it runs any more when this returns. */
  readonly kill: () => void
  /** As a logout does. */
  readonly quit: () => void
}

const root = resolve(import.meta.dirname, '../..')

export function startTern(needs: {
  readonly env: Readonly<Record<string, string>>
  readonly dataDir: string
  readonly orders: Orders
  /** The built script of `hook.ts`. */
  readonly hook: string
  readonly hidden: boolean
  /** Where its terminal's output goes. */
  readonly output: string
}): TernProcess {
  const { env, dataDir, orders, hook, hidden } = needs
  const output = openSync(needs.output, 'a')
  const args = [...sandboxArgs(), ...noGpuArgs, '--in-process-gpu', root, ...(hidden ? ['--hidden'] : [])]
  const child = spawn(electronPath(), args, {
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: `--require ${hook}`,
      TERN_DATA_DIR: dataDir,
      [ordersVariable]: JSON.stringify(orders),
    },
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  const { pid } = child
  if (pid === undefined) throw new Error('Electron cannot be started')

  const ended = new Promise<NodeJS.Signals | number>((done) => {
    child.once('exit', (code, signal) => {
      // Chromium's helpers go by themselves; without waiting for that, they would still hold files and processor.
      endGroup(pid)
      done(signal ?? code ?? 1)
    })
  })
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name)
  }
  return { ended, kill: () => signal('SIGKILL'), quit: () => signal('SIGTERM') }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (thrown) {
    // They have gone already.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown
  }
}
