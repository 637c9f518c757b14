/** Electron's network stack and a text that must not arrive twice; see electron/http/session-http.ts. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from '@playwright/test'
import type { HttpRequest } from '../../electron/ports.ts'
import { closedAddress, startResettingServer, type ResettingServer } from '../support/resetting-server.ts'
import { electronPath, sandboxArgs } from '../support/electron.ts'

const fixture = resolve(import.meta.dirname, '../fixtures/http-app/main.ts')
let dir: string
let server: ResettingServer

test.beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tern-http-'))
  await build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['electron'],
    entryPoints: [fixture],
    outfile: join(dir, 'main.cjs'),
  })
  const about = { name: 'tern-http-test', version: '0.0.0', main: 'main.cjs' }
  writeFileSync(join(dir, 'package.json'), JSON.stringify(about))
})
test.afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))
test.beforeEach(async () => (server = await startResettingServer()))
test.afterEach(() => server.close())

interface End {
  readonly status?: number
  readonly text?: string
  readonly failure?: string
  readonly cause?: string
}

/** Makes the requests in Electron; those of one step leave together. */
async function make(...plan: HttpRequest[][]): Promise<End[][]> {
  const [planFile, resultFile] = [join(dir, 'plan.json'), join(dir, 'result.json')]
  writeFileSync(planFile, JSON.stringify(plan))
  rmSync(resultFile, { force: true })
  // No window, so no display is needed.
  const args = [...sandboxArgs(), '--ozone-platform=headless', dir, planFile, resultFile]
  const env = { ...process.env, XDG_CONFIG_HOME: join(dir, 'config') }
  await promisify(execFile)(electronPath(), args, { env, timeout: 30_000 })
  return JSON.parse(readFileSync(resultFile, 'utf8')) as End[][]
}

function request(method: HttpRequest['method'], path: string, once = false): HttpRequest {
  const url = path.startsWith('/') ? server.url + path : path
  const body = method === 'POST' ? { body: '{"to":"+13023063029"}' } : {}
  return { method, url, headers: { 'content-type': 'application/json' }, timeoutMs: 8_000, once, ...body }
}

const posts = (path: string): number =>
  server.arrivals.filter((one) => one.method === 'POST' && one.path === path).length

for (const path of ['/reset', '/close']) {
  test(`a POST to ${path}, on a kept connection: Chromium sends it twice, "once" does not`, async () => {
    // Without this first half the test could not tell whether there is anything to guard against.
    const plain = await make([request('GET', '/ok')], [request('POST', path)])
    expect(plain[1]?.[0]?.failure).toBe('unclear')
    expect(posts(path)).toBe(2)
    server.arrivals.length = 0

    const once = await make(
      [request('POST', '/ok', true)],
      [request('POST', path, true)],
      [request('POST', '/ok', true)],
      [request('POST', path, true), request('POST', '/other', true), request('GET', '/get')],
    )
    expect(once[1]?.[0]?.failure).toBe('unclear')
    expect(once[3]?.map((end) => end.failure ?? end.status)).toEqual(['unclear', 200, 200])
    expect(posts(path)).toBe(2)
    expect(posts('/ok')).toBe(2)
    expect(posts('/other')).toBe(1)
    const sends = server.arrivals.filter((one) => one.method === 'POST')
    expect(sends.map((one) => one.nth)).toEqual([1, 1, 1, 1, 1])
  })
}

test('tells what was surely not sent from what may have been', async () => {
  const nobody = await closedAddress()
  const ends = await make([
    request('POST', nobody, true),
    request('GET', nobody),
    request('GET', 'http://tern.invalid/'),
    request('POST', server.url.replace('http:', 'https:'), true),
    request('GET', '/half'),
    request('GET', '/big'),
    request('GET', '/redirect'),
    { ...request('GET', '/hang'), timeoutMs: 500 },
    { ...request('POST', '/hang', true), timeoutMs: 500 },
  ])
  expect(ends[0]?.map((end) => end.failure)).toEqual([
    'notSent',
    'notSent',
    'notSent',
    // A server that does not speak TLS: Chromium's error may also come later in a connection.
    'unclear',
    'unclear',
    'unclear',
    'unclear',
    'timedOut',
    'timedOut',
  ])
  expect(ends[0]?.[5]?.cause).toContain('longer than')
  expect(server.arrivals.filter((one) => one.path === '/ok')).toHaveLength(0)
})

test('keeps no cookie and reads no cache', async () => {
  await make([request('GET', '/cookie')], [request('GET', '/cookie')])
  expect(server.arrivals).toHaveLength(2)
  expect(server.arrivals[1]?.headers).not.toMatch(/^cookie:/im)
  expect(server.arrivals[1]?.headers).not.toMatch(/^if-/im)
})

test('an answer is whole, with its characters', async () => {
  const ends = await make([request('POST', '/ok', true)])
  expect(ends[0]?.[0]).toMatchObject({ status: 200, text: 'ok' })
  expect(server.arrivals[0]?.body).toBe('{"to":"+13023063029"}')
})
