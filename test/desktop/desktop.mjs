/**
 * A throw-away Linux desktop: X server, session bus, unlocked keychain, notification daemon, tray host, window manager,
 * and a home folder, all its own. Several can run at a time; what is started in one ends with it.
 *
 *   node test/desktop/desktop.mjs [--tray sni|xembed|none] [--no-keyring] [--no-notifications] [--no-window-manager]
 *     [--size 1280x800] -- command arguments…
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { busConfig, dunstConfig, noteScript } from './files.mjs'
import { endGroup, hasBusName, mark, markedProcesses, signal, startService, until } from './processes.mjs'

/** @typedef {import('./processes.mjs').Env} Env */

/**
 * @typedef {object} DesktopOptions
 * @property {'sni' | 'xembed' | 'none'} [tray] which kind of tray host runs; `sni` if not said
 * @property {boolean} [keyring] whether a Secret Service runs, unlocked
 * @property {boolean} [notifications] whether a notification daemon runs
 * @property {number} [notificationSeconds] how long a notification stays on the screen; until it is clicked if not said
 * @property {boolean} [windowManager]
 * @property {string} [size] pixels, such as `1280x800`
 */

/**
 * @typedef {object} Desktop
 * @property {string} dir folder of everything that belongs to it
 * @property {Env} env environment for what is to run in it
 * @property {(command: readonly string[], extra?: Env) => Promise<number>} run runs a command in it with this
 *   terminal's output; resolves with its exit code once everything it started has ended
 * @property {() => Promise<void>} stop ends every process in it and removes its folder
 */

/** @param {string} dir @returns {Record<string, string | undefined>} */
function homeEnv(dir) {
  const home = join(dir, 'home')
  const env = {
    ...process.env,
    [mark]: dir,
    HOME: home,
    XDG_RUNTIME_DIR: join(dir, 'run'),
    // What a killed app leaves behind goes with the desktop.
    TMPDIR: join(dir, 'tmp'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_SESSION_TYPE: 'x11',
    XDG_CURRENT_DESKTOP: 'GNOME',
    GDK_BACKEND: 'x11',
    // None of these may be started behind our back: accessibility bus, settings daemon, GPU.
    NO_AT_BRIDGE: '1',
    GSETTINGS_BACKEND: 'memory',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WAYLAND_DISPLAY: undefined,
    DBUS_SESSION_BUS_ADDRESS: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
  }
  for (const folder of [env.XDG_CONFIG_HOME, env.XDG_DATA_HOME, env.XDG_STATE_HOME, env.XDG_CACHE_HOME])
    mkdirSync(folder, { recursive: true })
  mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 })
  mkdirSync(env.TMPDIR)
  return env
}

/** @param {DesktopOptions} [options] @returns {Promise<Desktop>} */
export async function startDesktop({
  tray = 'sni',
  keyring = true,
  notifications = true,
  notificationSeconds = 0,
  windowManager = true,
  size = '1280x800',
} = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tern-desktop-'))
  const env = homeEnv(dir)
  /** @type {import('./processes.mjs').Service[]} */
  const services = []
  /** @type {Set<number>} */
  const groups = new Set()

  const start = (
    /** @type {string[]} */ command,
    /** @type {{ input?: string, pipe?: boolean }} */ more = {},
  ) => {
    const service = startService(command, { env, log: join(dir, `${services.length}.log`), ...more })
    services.push(service)
    return service
  }
  /** @param {import('./processes.mjs').Service} service @param {string} name a bus name */
  const owns = (service, name) =>
    until(`${service.name} is on the bus as ${name}`, () => {
      service.mustLive()
      return hasBusName(env, name)
    })

  async function stop() {
    process.off('exit', endNow)
    await Promise.all([...groups].map((group) => endGroup(group)))
    for (const { child } of [...services].reverse()) if (child.pid !== undefined) await endGroup(child.pid)
    await until('every process of the desktop ends', () => {
      const left = markedProcesses(dir)
      for (const pid of left) signal(pid, 'SIGKILL')
      return left.length === 0
    })
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  // The last moment, when nothing can be awaited any more.
  function endNow() {
    for (const group of groups) signal(-group, 'SIGKILL')
    for (const { child } of services) if (child.pid !== undefined) signal(-child.pid, 'SIGKILL')
    for (const pid of markedProcesses(dir)) signal(pid, 'SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
  process.on('exit', endNow)

  try {
    writeFileSync(join(dir, 'bus.conf'), busConfig(join(dir, 'run/bus')))
    const screen = ['-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']
    const [display, address] = await Promise.all([
      start(['Xvfb', '-displayfd', '3', ...screen], { pipe: true }).said(),
      start(['dbus-daemon', `--config-file=${dir}/bus.conf`, '--nofork', '--print-address=3'], {
        pipe: true,
      }).said(),
    ])
    env['DISPLAY'] = `:${display.trim()}`
    env['DBUS_SESSION_BUS_ADDRESS'] = address.trim()

    /** @type {Promise<unknown>[]} */
    const ready = []
    if (windowManager) {
      const manager = start(['openbox', '--sm-disable'])
      ready.push(until('the window manager is there', () => (manager.mustLive(), hasWindowManager(env))))
    }
    if (keyring) {
      const command = ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets']
      ready.push(owns(start(command, { input: 'test' }), 'org.freedesktop.secrets'))
    }
    if (notifications) {
      mkdirSync(join(dir, 'notes'))
      writeFileSync(join(dir, 'note.sh'), noteScript, { mode: 0o755 })
      writeFileSync(join(dir, 'dunstrc'), dunstConfig(join(dir, 'note.sh'), notificationSeconds))
      ready.push(owns(start(['dunst', '-conf', join(dir, 'dunstrc')]), 'org.freedesktop.Notifications'))
    }
    if (tray === 'sni') {
      const host = start(['/usr/bin/python3', join(import.meta.dirname, 'sni-host.py')])
      ready.push(owns(host, 'org.kde.StatusNotifierWatcher'))
    } else if (tray === 'xembed') {
      const bar = ['--edge', 'top', '--align', 'right', '--widthtype', 'request', '--height', '28']
      const host = start(['trayer', ...bar, '--SetDockType', 'false', '--transparent', 'false'])
      ready.push(until('the tray bar is there', () => (host.mustLive(), hasTrayBar(env))))
    }
    await Promise.all(ready)
  } catch (thrown) {
    await stop()
    throw thrown
  }

  /** @type {Desktop['run']} */
  const run = ([program = '', ...args], extra = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...env, ...extra },
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      const { pid } = child
      if (pid !== undefined) groups.add(pid)
      child.on('error', reject)
      child.on('exit', (code) => {
        if (pid === undefined) return
        endGroup(pid).then(() => {
          groups.delete(pid)
          resolve(code ?? 1)
        }, reject)
      })
    })

  return { dir, env, run, stop }
}

/** @param {Env} env */
function hasWindowManager(env) {
  const asked = spawnSync('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], {
    env: { ...env },
    encoding: 'utf8',
  })
  return asked.stdout.includes('window id')
}

/** @param {Env} env */
function hasTrayBar(env) {
  const asked = spawnSync('xwininfo', ['-root', '-tree'], { env: { ...env }, encoding: 'utf8' })
  return /trayer/i.test(asked.stdout)
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tray: { type: 'string', default: 'sni' },
      size: { type: 'string', default: '1280x800' },
      'no-keyring': { type: 'boolean', default: false },
      'no-notifications': { type: 'boolean', default: false },
      'no-window-manager': { type: 'boolean', default: false },
    },
  })
  const { tray } = values
  if (positionals.length === 0 || (tray !== 'sni' && tray !== 'xembed' && tray !== 'none')) {
    console.error('usage: desktop.mjs [--tray sni|xembed|none] [--no-keyring] … -- command arguments…')
    process.exitCode = 2
    return
  }
  const desktop = await startDesktop({
    tray,
    size: values.size,
    keyring: !values['no-keyring'],
    notifications: !values['no-notifications'],
    windowManager: !values['no-window-manager'],
  })
  for (const [name, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]))
    process.once(name, () => void desktop.stop().finally(() => process.exit(code)))
  try {
    process.exitCode = await desktop.run(positionals)
  } finally {
    await desktop.stop()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
