/**
 * The tray of a throw-away desktop with a StatusNotifier host, as its user sees it.
 *
 *   node test/desktop/tray.mjs list|info|menu|click LABEL|activate|icon FILE.png
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** @typedef {import('./processes.mjs').Env} Env */

/**
 * @typedef {object} TrayInfo
 * @property {string} id
 * @property {string} title
 * @property {string} status
 * @property {string} tooltip
 * @property {[width: number, height: number][]} icons
 * @property {string} iconHash differs when the picture differs
 */

/**
 * @typedef {object} TrayLine
 * @property {number} id
 * @property {number} depth 1 for the menu itself
 * @property {string} label
 * @property {boolean} enabled
 * @property {boolean} visible
 * @property {boolean} separator
 */

/**
 * @param {Env} env
 * @param {readonly string[]} args
 * @returns {Promise<any>}
 */
function ask(env, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'tray.py'), ...args], {
      env: { ...env },
    })
    let out = ''
    let bad = ''
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (bad += text))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out))
      else reject(new Error(`tray ${args[0] ?? ''}: ${bad.trim().split('\n').at(-1) ?? 'failed'}`))
    })
  })
}

/** The icons in the tray, by bus name and path. @param {Env} env @returns {Promise<string[]>} */
export const trayItems = (env) => ask(env, 'list')

/** The first icon. Rejects when there is none. @param {Env} env @returns {Promise<TrayInfo>} */
export const trayInfo = (env) => ask(env, 'info')

/** The lines of its menu, top to bottom. @param {Env} env @returns {Promise<TrayLine[]>} */
export const trayMenu = (env) => ask(env, 'menu')

/** Chooses a line of its menu. @param {Env} env @param {string} label @returns {Promise<TrayLine>} */
export const clickTrayMenu = (env, label) => ask(env, 'click', label)

/** Clicks the icon itself. @param {Env} env @returns {Promise<void>} */
export const activateTray = (env) => ask(env, 'activate').then(() => undefined)

/**
 * Saves the icon as a PNG.
 * @param {Env} env @param {string} path @returns {Promise<{ width: number, height: number }>}
 */
export const saveTrayIcon = (env, path) => ask(env, 'icon', path)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(JSON.stringify(await ask(process.env, ...process.argv.slice(2)), undefined, 2))
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown))
    process.exitCode = 1
  }
}
