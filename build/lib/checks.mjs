/** The checks that read the source and run nothing of it. */
import { inModules, root } from './paths.mjs'
import { node, run } from './run.mjs'
import { say } from './say.mjs'

// The native compiler, several times as fast; svelte-check and the linters need the one that is written in TypeScript.
const typescript = inModules('typescript-native/bin/tsc')

/** @param {string} folder */
const types = (folder) => ({
  name: `types of ${folder}/`,
  command: node(
    typescript,
    ...['-p', folder, '--incremental', '--tsBuildInfoFile', `out/cache/${folder}.tsbuildinfo`],
  ),
})

/** Dearest first, so that two at a time end together. */
const checks = [
  {
    name: 'lint',
    command: node(
      inModules('eslint/bin/eslint.js'),
      '--config',
      'build/eslint.config.js',
      '--max-warnings',
      '0',
      '.',
    ),
  },
  {
    name: 'types of renderer/ (svelte-check)',
    command: node(
      inModules('svelte-check/bin/svelte-check'),
      ...['--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
      ...['--output', 'human'],
    ),
  },
  {
    name: 'lint that needs types',
    command: node(
      inModules('oxlint/bin/oxlint'),
      ...[
        '--config',
        'build/oxlint.json',
        '--deny-warnings',
        'shared',
        'electron',
        'renderer',
        'build',
        'test',
      ],
    ),
  },
  types('test'),
  types('electron'),
  types('build'),
  types('shared'),
  {
    name: 'format',
    command: node(
      inModules('prettier/bin/prettier.cjs'),
      ...['--check', '--log-level', 'warn'],
      ...['--cache', '--cache-strategy', 'content', '--cache-location', 'out/cache/prettier', '.'],
    ),
  },
]

/**
 * Runs every check, two at a time; says how each went.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const waiting = [...checks]
  let failed = 0
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const start = performance.now()
      const { code, text } = await run(check.command, { cwd: root })
      const took = `${((performance.now() - start) / 1000).toFixed(1)} s`
      if (code === 0) say(`  ok      ${check.name} (${took})`)
      else {
        failed++
        say(`  failed  ${check.name} (${took})\n${text.trimEnd()}\n`)
      }
    }
  }
  await Promise.all([worker(), worker()])
  return { passed: checks.length - failed, failed }
}
