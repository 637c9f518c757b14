/**
 * The notifications of a throw-away desktop, as its user sees them: what the daemon showed, clicks by a real mouse,
 * and pictures.
 */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mark } from './processes.mjs'

/** @typedef {import('./processes.mjs').Env} Env */

/**
 * @typedef {object} ShownNotification
 * @property {number} id the daemon's
 * @property {string} app
 * @property {string} title
 * @property {string} body markup, as the daemon got it
 * @property {string} urgency
 */

const call = promisify(execFile)
/** @param {Env} env @param {string} program @param {readonly string[]} args */
const run = async (env, program, ...args) => (await call(program, args, { env: { ...env } })).stdout.trim()

/** Every notification that was shown, oldest first, also those that are gone. @param {Env} env @returns {ShownNotification[]} */
export function shownNotifications(env) {
  const dir = join(env[mark] ?? '', 'notes')
  return readdirSync(dir)
    .filter((name) => !name.endsWith('.part'))
    .sort()
    .map((name) => {
      const [id = '', app = '', title = '', body = '', urgency = ''] = readFileSync(
        join(dir, name),
        'utf8',
      ).split('\0')
      return { id: Number(id), app, title, body, urgency }
    })
}

/** How many are on the screen now. @param {Env} env @returns {Promise<number>} */
export const notificationsOnScreen = async (env) => Number(await run(env, 'dunstctl', 'count', 'displayed'))

/** Takes all off the screen, as its user would without reading. @param {Env} env */
export const closeNotifications = (env) => run(env, 'dunstctl', 'close-all')

/**
 * The daemon's window, which holds all that are on the screen.
 * @param {Env} env
 * @returns {Promise<{ window: string, x: number, y: number, width: number, height: number }>}
 */
async function place(env) {
  const found = await run(env, 'xdotool', 'search', '--onlyvisible', '--class', '^Dunst$')
  const window = found.split('\n')[0] ?? ''
  const shape = await run(env, 'xdotool', 'getwindowgeometry', '--shell', window)
  const value = (/** @type {string} */ name) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(shape)?.[1])
  return { window, x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') }
}

/**
 * Clicks the newest or oldest notification on the screen with the mouse.
 * @param {Env} env @param {'top' | 'bottom'} [which] where it stands; with one on the screen it is the same
 */
export async function clickNotification(env, which = 'top') {
  const { x, y, width, height } = await place(env)
  const down = which === 'top' ? 16 : height - 16
  await run(env, 'xdotool', 'mousemove', String(x + Math.round(width / 3)), String(y + down), 'click', '1')
}

/** Saves a picture of what is on the screen of notifications. @param {Env} env @param {string} path a PNG */
export async function saveNotifications(env, path) {
  await run(env, 'import', '-window', (await place(env)).window, path)
}

/** Saves a picture of the whole screen. @param {Env} env @param {string} path a PNG */
export async function saveScreen(env, path) {
  await run(env, 'scrot', '--overwrite', '--silent', path)
}
