/** The whole process: what ends it also puts the number back. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPracticeAircall } from '../../../electron/practice/practice.ts'
import { front } from './support.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tern-probe-'))
  await build({
    entryPoints: [resolve(import.meta.dirname, 'process-entry.ts')],
    outfile: join(dir, 'entry.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Some of what is bundled asks for Node's own modules in the old way.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
    logLevel: 'error',
  })
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function endedBy(end: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'fault'): Promise<string[]> {
  const practice = await createPracticeAircall()
  const env = {
    PATH: process.env['PATH'],
    PROBE_URL: practice.baseUrl,
    PROBE_FAULT: end === 'fault' ? 'yes' : 'no',
  }
  const child = spawn(process.execPath, [join(dir, 'entry.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env,
  })
  const told: string[] = []
  child.on('message', (words: string) => {
    told.push(words)
    if (words !== 'waiting') return
    expect(practice.configured(front)).toBeDefined()
    if (end === 'fault') return
    // Once from the terminal, and once more from npm.
    child.kill(end)
    child.kill(end)
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const held = practice.configured(front)
  await practice.close()
  expect([code, held]).toEqual([0, undefined])
  return told
}

test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'fault'] as const)('%s', async (end) => {
  const told = await endedBy(end)
  expect(told[0]).toBe('waiting')
  expect(told[1]).toMatch(/^\s*Stopping\. /)
  expect(told.at(-1)).toBe(end === 'fault' ? 'broke off, back' : 'stopped, back')
})
