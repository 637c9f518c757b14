/** The throw-away desktop of the tests: what it offers, and that nothing of it stays behind. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startDesktop, type Desktop } from '../../desktop/desktop.mjs'
import { clickNotification, notificationsOnScreen, shownNotifications } from '../../desktop/notifications.mjs'
import { hasBusName, markedProcesses, until } from '../../desktop/processes.mjs'
import { trayItems } from '../../desktop/tray.mjs'

const program = resolve(import.meta.dirname, '../../desktop/desktop.mjs')

const services = {
  keyring: 'org.freedesktop.secrets',
  notifications: 'org.freedesktop.Notifications',
  tray: 'org.kde.StatusNotifierWatcher',
} as const

const found = ({ env }: Desktop) => ({
  keyring: hasBusName(env, services.keyring),
  notifications: hasBusName(env, services.notifications),
  tray: hasBusName(env, services.tray),
})

const notifyScript = `
import dbus, sys
bus = dbus.SessionBus().get_object('org.freedesktop.Notifications', '/org/freedesktop/Notifications')
dbus.Interface(bus, 'org.freedesktop.Notifications').Notify(
    'test', 0, '', sys.argv[1], sys.argv[2], ['default', 'Open'], {}, -1)
`

function notify({ env }: Desktop, title: string, body: string): void {
  const { status } = spawnSync('/usr/bin/python3', ['-c', notifyScript, title, body], {
    env: { ...env },
    stdio: 'inherit',
  })
  expect(status).toBe(0)
}

/** Dead processes whose parent has not looked yet do not count: they do nothing any more. */
const alive = (dir: string): number[] =>
  markedProcesses(dir).filter((pid) => {
    const stat = join('/proc', String(pid), 'stat')
    return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
  })

test('two desktops stand side by side, each with its own services, and leave nothing behind', async () => {
  const [first, second] = await Promise.all([
    startDesktop(),
    startDesktop({ tray: 'none', keyring: false, notifications: false, windowManager: false }),
  ])
  try {
    expect(first.env['DISPLAY']).not.toBe(second.env['DISPLAY'])
    expect(found(first)).toEqual({ keyring: true, notifications: true, tray: true })
    expect(found(second)).toEqual({ keyring: false, notifications: false, tray: false })
    expect(await trayItems(first.env)).toEqual([])
    expect(alive(first.dir).length).toBeGreaterThan(4)
  } finally {
    await Promise.all([first.stop(), second.stop()])
  }
  for (const { dir } of [first, second]) {
    expect(alive(dir)).toEqual([])
    expect(existsSync(dir)).toBe(false)
  }
})

test('a notification is shown, read and clicked', async () => {
  const desktop = await startDesktop({ tray: 'none', keyring: false })
  try {
    notify(desktop, 'Mia Torres', 'Is &lt;9&gt; fine?\nThanks 😀')
    await until('it is shown', () => shownNotifications(desktop.env).length === 1)
    expect(shownNotifications(desktop.env)[0]).toMatchObject({
      app: 'test',
      title: 'Mia Torres',
      body: 'Is &lt;9&gt; fine?\nThanks 😀',
    })
    expect(await notificationsOnScreen(desktop.env)).toBe(1)
    await clickNotification(desktop.env)
    await until('it is gone', async () => (await notificationsOnScreen(desktop.env)) === 0)
  } finally {
    await desktop.stop()
  }
})

test('a tray bar of the old kind', async () => {
  const desktop = await startDesktop({ tray: 'xembed', keyring: false, notifications: false })
  try {
    const { stdout } = spawnSync('xwininfo', ['-root', '-tree'], {
      env: { ...desktop.env },
      encoding: 'utf8',
    })
    expect(stdout).toMatch(/trayer/i)
    expect(found(desktop).tray).toBe(false)
  } finally {
    await desktop.stop()
  }
})

/** Starts one on the command line with a command that says which desktop it is in and leaves a process behind. */
async function onCommandLine(then: string) {
  const script = `setsid sleep 1000 & echo "$TERN_DESKTOP"; ${then}`
  const child = spawn(process.execPath, [program, '--tray', 'none', '--', 'sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | NodeJS.Signals | null>((done) =>
    child.once('exit', (code, signal) => done(code ?? signal)),
  )
  const dir = await new Promise<string>((line) => createInterface({ input: child.stdout }).once('line', line))
  return { child, dir, ended }
}

test('on the command line: the exit code of the command, and its stray processes end too', async () => {
  const { dir, ended } = await onCommandLine('exit 7')
  expect(await ended).toBe(7)
  expect(alive(dir)).toEqual([])
  expect(existsSync(dir)).toBe(false)
})

test('on the command line: a signal ends all of it', async () => {
  const { child, dir, ended } = await onCommandLine('exec sleep 1000')
  expect(alive(dir).length).toBeGreaterThan(4)
  child.kill('SIGTERM')
  expect(await ended).toBe(143)
  expect(alive(dir)).toEqual([])
  expect(existsSync(dir)).toBe(false)
})

test('its services end even when what started them is killed', async () => {
  const { child, dir, ended } = await onCommandLine('exec sleep 1000')
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
  const services = () =>
    alive(dir).filter((pid) => !readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sleep'))
  await until('the services end', () => services().length === 0)
  // The command itself is nobody's any more; here it is ended by hand.
  for (const pid of alive(dir)) process.kill(pid, 'SIGKILL')
  spawnSync('rm', ['-r', dir])
})
