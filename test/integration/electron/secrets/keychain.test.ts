import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesktop } from '../../../desktop/desktop.mjs'
import { hasBusName, until } from '../../../desktop/processes.mjs'

const script = new URL('../../../fixtures/keychain-child.mjs', import.meta.url).pathname
type Desktop = Awaited<ReturnType<typeof startDesktop>>

/** Plays steps in a process of its own and answers what came of each. */
async function play(env: NodeJS.ProcessEnv, service: string, ...steps: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, service, ...steps], { env })
  return JSON.parse(stdout)
}

const bare = { tray: 'none', notifications: false, windowManager: false } as const

describe.runIf(process.platform === 'linux')('the real Secret Service', () => {
  let desktop: Desktop
  beforeAll(async () => {
    desktop = await startDesktop(bare)
  })
  afterAll(() => desktop.stop())

  it('keeps, gives back, replaces and deletes an entry, from one process to the next', async () => {
    const service = `Tern ${randomUUID()}`
    expect(await play(desktop.env, service, 'get', 'delete', 'set=a b:ü', 'get')).toEqual([
      'nothing',
      'nothing',
      'nothing',
      'a b:ü',
    ])
    expect(await play(desktop.env, service, 'get', 'set=c', 'get', 'delete', 'get')).toEqual([
      'a b:ü',
      'nothing',
      'c',
      'nothing',
      'nothing',
    ])
    expect(await play(desktop.env, `${service} other`, 'get')).toEqual(['nothing'])
  })

  it('takes many calls at once', async () => {
    const [values] = (await play(desktop.env, `Tern ${randomUUID()}`, 'together=12')) as [string[]]
    expect(values.length).toBe(12)
    expect(values.every((value) => /^\d+$/.test(value))).toBe(true)
  })
})

describe.runIf(process.platform === 'linux')('no Secret Service', () => {
  it('is missing, on a desktop without one', async () => {
    const desktop = await startDesktop({ ...bare, keyring: false })
    try {
      expect(await play(desktop.env, 'Tern', 'get', 'set=x', 'delete')).toEqual(
        Array.from({ length: 3 }, () => 'keychain.missing'),
      )
    } finally {
      await desktop.stop()
    }
  })

  it('is missing, where there is no session bus at all', async () => {
    const { DISPLAY: _, DBUS_SESSION_BUS_ADDRESS: __, XDG_RUNTIME_DIR: ___, ...env } = process.env
    expect(await play(env, 'Tern', 'get')).toEqual(['keychain.missing'])
  })
})

describe.runIf(process.platform === 'linux')('a locked keyring', () => {
  let desktop: Desktop
  beforeAll(async () => {
    desktop = await startDesktop({ ...bare, keyring: false })
  })
  afterAll(() => desktop.stop())

  const service = `Tern ${randomUUID()}`
  /** Plays steps while a keyring of this desktop runs, unlocked by its password or not. */
  const withKeyring = async (unlocked: boolean, ...steps: string[]): Promise<unknown> => {
    const options = ['--foreground', '--components=secrets', ...(unlocked ? ['--unlock'] : [])]
    const daemon = spawn('gnome-keyring-daemon', options, {
      env: desktop.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const ended = once(daemon, 'exit')
    try {
      daemon.stdin.end('test\n')
      await until('the keyring is on the bus', () => hasBusName(desktop.env, 'org.freedesktop.secrets'))
      return await play(desktop.env, service, ...steps)
    } finally {
      daemon.kill()
      await ended
    }
  }

  it('refuses, and is not taken for one without the entry', async () => {
    expect(await withKeyring(true, 'set=x', 'get')).toEqual(['nothing', 'x'])
    expect(await withKeyring(false, 'get', 'set=y')).toEqual(['keychain.refused', 'keychain.refused'])
    expect(await withKeyring(true, 'get')).toEqual(['x'])
  })
})
