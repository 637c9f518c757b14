import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesktop } from '../../../desktop/desktop.mjs'

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
