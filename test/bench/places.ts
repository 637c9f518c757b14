/** Where things are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
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
