import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { conclude } from '../../../build/probe/conclude.ts'
import { createJournal } from '../../../build/probe/journal.ts'
import { unknowns } from '../../../build/probe/unknowns.ts'

test('the table of docs/contract.md has the same unknowns, with the same numbers', () => {
  const contract = readFileSync(resolve(import.meta.dirname, '../../../docs/contract.md'), 'utf8')
  const table = contract.slice(contract.indexOf('## What nobody knows'))
  const rows = [...table.matchAll(/^\| (\d+) +\| (.+?) +\| .+? +\| `([a-z-]+): ([a-z-]+)` +\|$/gm)]
  expect(rows.map(([, number, question, step, id]) => ({ number, question, step, id }))).toEqual(
    unknowns.map(({ question, step, id }, place) => ({ number: String(place + 1), question, step, id })),
  )
})

test('where nothing happened, everything was not asked, and it is said why', () => {
  const journal = createJournal()
  journal.skip(['limit'], 'you did not agree to it')
  journal.skip(['limit'], 'a later reason')
  const findings = conclude(journal, undefined, 'stopped')
  expect(findings.map(({ id }) => id)).toEqual(unknowns.map(({ id }) => id))
  expect(new Set(findings.map(({ outcome }) => outcome))).toEqual(new Set(['notAsked']))
  expect(findings.find(({ id }) => id === 'limit')?.says).toBe('you did not agree to it')
  expect(findings[0]?.says).toBe('the probe was stopped before')
})
