/** Where things are, whichever folder the bundled bench runs from. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

function findRoot(from: string): string {
  const file = join(from, 'package.json')
  if (existsSync(file) && /"name": "tern"/.test(readFileSync(file, 'utf8'))) return from
  if (dirname(from) === from) throw new Error('the bench is not inside the project')
  return findRoot(dirname(from))
}

export const root = findRoot(import.meta.dirname)
// What the tests share finds its files by this.
process.env['TERN_ROOT'] = root

/** What the bench builds and writes. */
export const outDir = join(root, 'out/bench')

export interface TempFolder {
  readonly path: string
  readonly remove: () => void
}

export function makeTempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'tern-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}
