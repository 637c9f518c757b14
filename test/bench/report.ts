/** The table and the file of results. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { outDir } from './places.ts'
import { median, ratios, type Pair } from './statistics.ts'

export type Unit = 'ms' | 's' | 'kB' | 'MB' | '/s'

/** One line: the same thing measured of Tern and of a baseline, round by round. */
export interface Line {
  readonly what: string
  readonly baseline: string
  readonly unit: Unit
  readonly pairs: readonly Pair[]
}

export interface Section {
  readonly name: string
  readonly title: string
  readonly lines: readonly Line[]
  /** Sentences to print under it. */
  readonly notes: readonly string[]
}

const headings = ['', 'Tern', 'baseline', 'unit', 'ratio', 'min–max', 'runs', 'against']

function number(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function cells({ what, baseline, unit, pairs }: Line): string[] {
  const ratio = ratios(pairs)
  return [
    what,
    number(median(pairs.map(({ tern }) => tern))),
    number(median(pairs.map((pair) => pair.baseline))),
    unit,
    ratio.median.toFixed(2),
    `${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}`,
    String(pairs.length),
    baseline,
  ]
}

/** The section as an aligned table. Columns of numbers are flush right. */
export function table({ title, lines, notes }: Section): string {
  const rows = [headings, ...lines.map(cells)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const words = new Set([0, 3, 7])
  const printed = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return words.has(column) ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
  return [title, ...printed, ...notes].join('\n  ')
}

/** Writes everything that was measured to `out/bench/results.json`; answers the file. */
export function writeResults(sections: readonly Section[], facts: Readonly<Record<string, unknown>>): string {
  mkdirSync(outDir, { recursive: true })
  const file = join(outDir, 'results.json')
  const machine = { cores: cpus().length, memoryMB: Math.round(totalmem() / 2 ** 20), node: process.version }
  const measured = sections.map(({ lines, ...section }) => ({
    ...section,
    lines: lines.map((line) => ({ ...line, ratio: ratios(line.pairs) })),
  }))
  writeFileSync(
    file,
    JSON.stringify({ at: new Date().toISOString(), machine, ...facts, measured }, undefined, 2),
  )
  return file
}
