/** Starts an Electron app and sees when it can be used. */
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { electronPath, sandboxArgs } from '../support/electron.ts'
import { firstPainted } from './pages.ts'
import { root } from './places.ts'
import { startGroup, type Group } from './processes.ts'

export const emptyApp = join(root, 'test/bench/empty-app')

export interface AppStart {
  /** Folder of the app. */
  readonly app: string
  /** Folder for what it keeps. */
  readonly dataDir: string
  /** Words of its first screen. */
  readonly shows: string
  /** Without a window. */
  readonly hidden?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningApp extends Group {
  /** When the words stood painted on its page, epoch milliseconds. Not asked for without a window. */
  readonly painted: Promise<number>
}

/** Environment of an app, with nothing that would make it another. */
export function appEnv(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return { ...env, ...more }
}

export function launch({ app, dataDir, shows, hidden = false, env = {} }: AppStart): RunningApp {
  const args = [...sandboxArgs(), '--remote-debugging-pipe', app, ...(hidden ? ['--hidden'] : [])]
  const group = startGroup(electronPath(), args, {
    env: appEnv({ ...env, TERN_DATA_DIR: dataDir }),
    more: ['pipe', 'pipe'],
  })
  const [, , , toApp, fromApp] = group.child.stdio
  const painted = firstPainted(toApp as Writable, fromApp as Readable, shows).catch((cause: unknown) => {
    throw new Error(`${app}: ${group.output().slice(-2_000)}`, { cause })
  })
  // Whoever does not ask for it does not hear of its failure either.
  painted.catch(() => undefined)
  return { ...group, painted }
}
