/** Runs programs; none outlives the script. */
import { spawn } from 'node:child_process'
import { Sorry } from './say.mjs'

/** @typedef {Readonly<Record<string, string | undefined>>} Env */
/** @typedef {{ cwd?: string, env?: Env, show?: boolean }} RunOptions `show`: on this terminal, else collected */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

/**
 * Runs a program to its end.
 * @param {readonly string[]} command
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, text: string }>} `text`: both outputs as they came, unless shown
 */
export function run([program = '', ...args], { cwd, env = process.env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      // npm is a batch file on Windows.
      shell: process.platform === 'win32' && program === 'npm',
    })
    running.add(child)
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk))
    child.on('error', (thrown) => {
      running.delete(child)
      reject(thrown)
    })
    child.on('close', (code) => {
      running.delete(child)
      resolve({ code: code ?? 1, text })
    })
  })
}

/**
 * Runs a program that must succeed; gives its output.
 * @param {string} what in the words of the sentence "… failed"
 * @param {readonly string[]} command
 * @param {RunOptions} [options]
 */
export async function must(what, command, options) {
  const { code, text } = await run(command, options)
  if (code !== 0)
    throw new Sorry(`${what} failed (${command.slice(0, 2).join(' ')}):\n${lastLines(text, 40)}`)
  return text
}

/** @param {string} text @param {number} count */
export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n')

/** Runs a JavaScript file with this Node. @param {string[]} args */
export const node = (...args) => [process.execPath, ...args]
