/**
 * `npm run chaos -- --reach`: everything that can go wrong with the way in for replies, at random, on loopback, while a
 * customer texts. *Reachable* has to be the truth, and every text that is lost has to lie in a gap that Tern shows.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { buildScript } from './chaos-lanes.mjs'
import { node } from './run.mjs'

/** @typedef {{ name: string, noticedMs?: number, healedMs: number, faults: string[] }} Step */
/** @typedef {{ steps: Step[], texts: number, lost: number, gaps: number, faults: string[] }} Story */

/**
 * @param {string} lane
 * @param {string} seed
 * @param {number} steps
 * @returns {Promise<Story>}
 */
async function play(lane, seed, steps) {
  const [program = '', ...args] = node('--enable-source-maps', lane, JSON.stringify({ seed, steps }))
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  /** @type {Story | undefined} */
  let story
  for await (const line of createInterface({ input: child.stdout })) story = JSON.parse(line).story ?? story
  const code = child.exitCode ?? (await once(child, 'exit'))[0]
  if (code !== 0 || story === undefined) throw new Error(`the story ${seed} ended with ${code}`)
  return story
}

/** @param {readonly number[]} times milliseconds */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (/** @type {number} */ part) =>
    ((sorted[Math.floor(part * sorted.length)] ?? 0) / 1000).toFixed(2)
  return `median ${at(0.5)} s, longest ${at(0.999)} s`
}

/** @param {readonly Step[]} steps */
function perStep(steps) {
  return [...new Set(steps.map(({ name }) => name))].sort().map((name) => {
    const all = steps.filter((step) => step.name === name)
    const noticed = all.flatMap(({ noticedMs }) => noticedMs ?? [])
    const told = noticed.length === 0 ? '' : `noticed: ${spread(noticed)}; `
    return `  ${name.padEnd(48)} ${String(all.length).padStart(4)}  ${told}reachable again: ${spread(all.map(({ healedMs }) => healedMs))}`
  })
}

/**
 * @param {{ steps: number, seed: string, lanes: number }} options
 * @returns {Promise<import('./suites.mjs').Outcome>}
 */
export async function reachChaos({ steps, seed, lanes }) {
  const began = performance.now()
  const lane = await buildScript('reach/lane.ts', 'reach-lane.mjs')
  const stories = await Promise.all(
    Array.from({ length: lanes }, (_, n) => play(lane, `${seed}-${n}`, Math.ceil(steps / lanes))),
  )
  const all = stories.flatMap((story) => story.steps)
  const faults = stories.flatMap((story) => story.faults)
  const sum = (/** @type {'texts' | 'lost' | 'gaps'} */ what) =>
    stories.reduce((total, story) => total + story[what], 0)
  const seconds = Math.round((performance.now() - began) / 1000)
  const text = [
    ...perStep(all),
    ...faults.map((fault) => `  ! ${fault}`),
    `  ${all.length} steps, ${sum('texts')} texts, ${sum('lost')} lost, ${sum('gaps')} gaps shown; ${faults.length} faults; ${seconds} s; seed ${seed}`,
  ].join('\n')
  return { passed: all.length, failed: faults.length, skipped: 0, text }
}
