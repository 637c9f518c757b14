/** What the script in Tern's main process wrote down in a life. */
import { existsSync, readFileSync } from 'node:fs'
import type { Entry } from './orders.ts'
import type { Witness } from './witness.ts'

export function readJournal(path: string): Entry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry)
}

export function inWords(entry: Entry): string {
  if (entry.kind === 'passed') return entry.point
  return entry.kind === 'broke' ? `broke: ${entry.why}` : `${entry.kind} ${entry.id}`
}

/** Which connections Chromium gave up. */
export function learnBroken({ texts }: Witness, entries: readonly Entry[]): void {
  for (const entry of entries) {
    if (entry.kind !== 'broke') continue
    for (const text of texts.values()) if (text.body === entry.body) text.broke.push(entry.why)
  }
}
