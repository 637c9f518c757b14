import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvRow } from '../../../../electron/export/csv.ts'

/** A cell as a spreadsheet reads it. */
const read = (row: string): string[] =>
  Papa.parse<string[]>(row, { delimiter: ',', newline: '\r\n' }).data[0] ?? []

describe('a row of a table', () => {
  it('is read back as the texts that went in, none of them a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.constantFrom('=1+1', '@x', '-1', '+49301234'),
    )
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const row = csvRow(cells)
        expect(row.endsWith('\r\n')).toBe(true)
        const back = read(row)
        expect(back).toHaveLength(cells.length)
        back.forEach((one, n) => {
          expect(one).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
          const text = (cells[n] ?? '').replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD')
          expect([text, `'${text}`]).toContain(one)
        })
      }),
    )
  })

  it.each(['=cmd|"/c calc"!A1\nsecond line', '\t=1', '+13023063029', '＝1+1', '\n=1'])(
    'marks %j as text',
    (text) => {
      expect(read(csvRow([text, 'x']))[0]).toBe(`'${text}`)
    },
  )

  it('leaves numbers numbers, and what is not there empty', () => {
    expect(csvRow([1, -5, undefined, 'a', '1=1'])).toBe('1,-5,,a,1=1\r\n')
  })
})
