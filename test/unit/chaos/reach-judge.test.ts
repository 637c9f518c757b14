import { expect, test } from 'vitest'
import type { Gap } from '../../../shared/model/gap.ts'
import type { Posted } from '../../chaos/reach/customer.ts'
import { judge, type Evidence } from '../../chaos/reach/judge.ts'

const text = (from: number, end: Posted['end']): Posted => ({
  body: `text ${from}`,
  from,
  to: from + 10,
  shown: 'reachable',
  end,
})
const gap = (from: number, to?: number, reason: Gap['reason'] = 'lost'): Gap => ({
  id: from,
  numberId: 7,
  from,
  reason,
  done: false,
  ...(to === undefined ? {} : { to }),
})
const fault = { name: 'a fault', from: 100, to: 200 }
const well: Evidence = {
  posted: [text(50, 'taken'), text(150, 'refused'), text(160, 'inbox'), text(250, 'refused')],
  stored: new Set(['text 50', 'text 250']),
  gaps: [gap(90, 158), gap(158, 210, 'handedBack')],
  faults: [fault],
}

test('nothing is wrong where what was lost lies in a gap', () => {
  expect(judge(well)).toEqual([])
})

test.each<[string, Partial<Evidence>]>([
  ['acknowledged and is not in the store', { stored: new Set(['text 250']) }],
  ['lost in no gap', { gaps: [gap(90, 140), gap(165, 210, 'handedBack')] }],
  ['inbox in no gap', { gaps: [gap(90, 158), gap(180, 210)] }],
  ['nothing was amiss', { gaps: [...well.gaps, gap(300, 310)] }],
  ['does not end', { gaps: [...well.gaps, gap(150)] }],
])('it finds what is %s', (words, change) => {
  const found = judge({ ...well, ...change })
  expect(found.length).toBeGreaterThan(0)
  expect(found.some((fault) => fault.includes(words))).toBe(true)
})
