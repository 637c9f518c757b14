/** Processes of a throw-away desktop: started so that none outlives the process that started them. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'

/** Variable that every process of a desktop carries; its value is the desktop's folder. */
export const mark = 'TERN_DESKTOP'

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

const sleep = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms))

/**
 * Waits until a question is answered with something.
 * @template T
 * @param {string} what said in the error when it does not happen
 * @param {() => T | undefined | false | Promise<T | undefined | false>} ask
 * @param {number} [ms] gives up after this long
 * @returns {Promise<T>}
 */
export async function until(what, ask, ms = 15_000) {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`${what}: did not happen within ${ms / 1000} s`)
    await sleep(25)
  }
}

/**
 * Starts a service in its own session, so that Ctrl-C reaches only the command; the kernel ends it when the process
 * that started it dies, however that happens.
 * @param {readonly string[]} command
 * @param {{ env: Env, log: string, input?: string, pipe?: boolean }} options `pipe`: descriptor 3 is read by `said`
 */
export function startService(command, { env, log, input, pipe = false }) {
  const out = openSync(log, 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    env: { ...env },
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', out, out, pipe ? 'pipe' : 'ignore'],
  })
  closeSync(out)
  child.stdin?.end(input)
  let text = ''
  const third = child.stdio[3]
  if (third !== null && third !== undefined && 'setEncoding' in third) {
    third.setEncoding('utf8')
    third.on('data', (/** @type {string} */ chunk) => (text += chunk))
  }
  /** @type {Error | undefined} */
  let failed
  child.on('error', (thrown) => (failed = thrown))
  const name = command[0] ?? ''
  return {
    name,
    child,
    /** The first line that the service wrote on descriptor 3. */
    said: () =>
      until(`${name} starts`, () => {
        if (failed) throw new Error(`${name} cannot be started: ${failed.message}`)
        if (child.exitCode !== null) throw new Error(`${name} ended by itself: ${tail(log)}`)
        return text.includes('\n') ? text.slice(0, text.indexOf('\n')) : undefined
      }),
    /** Throws when the service has ended. */
    mustLive: () => {
      if (failed) throw new Error(`${name} cannot be started: ${failed.message}`)
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended by itself: ${tail(log)}`)
    },
  }
}
/** @typedef {ReturnType<typeof startService>} Service */

/** @param {string} log */
function tail(log) {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' | ')
}

/**
 * Sends a signal to a process or a process group (negative); false when there is none.
 * @param {number} id
 * @param {NodeJS.Signals | 0} signal
 */
export function signal(id, signal) {
  try {
    return process.kill(id, signal)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ESRCH' || thrown.code === 'EPERM'))
      return false
    throw thrown
  }
}

/**
 * Ends a process group: politely, then by force. Resolves when nothing of it is left.
 * @param {number} group
 * @param {number} patience ms before force is used
 */
export async function endGroup(group, patience = 2_000) {
  if (!signal(-group, 'SIGTERM')) return
  try {
    await until('ends', () => !signal(-group, 0), patience)
  } catch {
    signal(-group, 'SIGKILL')
    await until(`process group ${group} ends`, () => !signal(-group, 0))
  }
}

/**
 * Every live process that carries the mark of a desktop.
 * @param {string} dir
 * @returns {number[]}
 */
export function markedProcesses(dir) {
  const wanted = `${mark}=${dir}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isMarked(pid, wanted))
}

/** @param {number} pid @param {string} wanted */
function isMarked(pid, wanted) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted)
  } catch {
    // It ended in this moment, or is another user's.
    return false
  }
}

/** @param {Env} env @param {string} name a bus name */
export function hasBusName(env, name) {
  const asked = spawnSync(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${name}`,
    ],
    { env: { ...env }, encoding: 'utf8' },
  )
  return asked.stdout.includes('boolean true')
}
