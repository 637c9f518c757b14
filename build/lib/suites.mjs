/** The test suites: each is run by its tool, and its counts are read from the tool's own report. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inModules, root } from './paths.mjs'
import { lastLines, node, run } from './run.mjs'

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [text] what there is to read about a failure
 */

const reports = join(root, 'out/test')

/** An empty place for the report of a suite. @param {string} name */
async function reportOf(name) {
  const path = join(reports, `${name}.json`)
  await mkdir(reports, { recursive: true })
  await rm(path, { force: true })
  return path
}

/**
 * A suite that crashed, or ran nothing, has failed.
 * @param {Omit<Outcome, 'text'>} counts
 * @param {number} code exit code of the tool
 * @param {string} text
 * @returns {Outcome}
 */
function judge({ passed, failed, skipped }, code, text) {
  const broken = failed === 0 && (code !== 0 || passed === 0)
  const bad = failed + (broken ? 1 : 0)
  return { passed, failed: bad, skipped, ...(bad === 0 ? {} : { text: lastLines(text, 200) }) }
}

const nothing = { passed: 0, failed: 0, skipped: 0 }

/**
 * A project of test/vitest.config.ts.
 * @param {'unit' | 'integration' | 'component'} name
 * @returns {Promise<Outcome>}
 */
export async function runVitest(name) {
  const report = await reportOf(name)
  const { code, text } = await run(
    node(
      inModules('vitest/vitest.mjs'),
      ...['run', '--config', 'test/vitest.config.ts', '--project', name],
      // Most tests wait for something, a time or a process: more of them than cores can do that at a time.
      ...['--maxWorkers', String(availableParallelism() + 1)],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ),
    { cwd: root, env: { ...process.env, NO_COLOR: '1' } },
  )
  if (!existsSync(report)) return judge(nothing, code, text)
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} */
  const counted = JSON.parse(await readFile(report, 'utf8'))
  // A file that could not even be loaded has no tests to count.
  const unloaded = counted.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return judge(
    {
      passed: counted.numPassedTests,
      failed: counted.numFailedTests + unloaded.length,
      skipped: counted.numPendingTests + counted.numTodoTests,
    },
    code,
    text,
  )
}

/**
 * A project of test/e2e/playwright.config.ts, in a desktop of its own.
 * @param {'e2e' | 'release'} name
 * @returns {Promise<Outcome>}
 */
export async function runPlaywright(name) {
  const { startDesktop } = await import('../../test/desktop/desktop.mjs')
  const report = await reportOf(name)
  const desktop = await startDesktop()
  let code
  try {
    code = await desktop.run(
      node(
        inModules('@playwright/test/cli.js'),
        ...['test', '--config', 'test/e2e/playwright.config.ts', '--project', name],
      ),
      { PLAYWRIGHT_JSON_OUTPUT_FILE: report, NO_COLOR: '1', FORCE_COLOR: undefined },
    )
  } finally {
    await desktop.stop()
  }
  if (!existsSync(report)) return judge(nothing, code, 'The run left no report.')
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} */
  const { stats } = JSON.parse(await readFile(report, 'utf8'))
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
  // What there is to read was shown as it happened.
  return judge(counts, code, '')
}
