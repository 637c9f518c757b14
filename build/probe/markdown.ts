/** The report for people. */
import type { Report, ReportedAnswer, ReportedCallback, ReportedFinding } from './report.ts'

const putBackWords: Readonly<Record<Report['putBack'], string>> = {
  untouched: 'The number was not changed.',
  back: 'The number was put back as it was.',
  'somebody else': 'Somebody else configured the number meanwhile; the probe left that as it was.',
  failed: 'The number could not be put back by the probe.',
  left: 'The number was left as the probe set it, because the user wanted it so.',
}

const endedWords: Readonly<Record<Report['ended'], string>> = {
  whole: 'It ran to its end.',
  stopped: 'It was stopped before its end.',
  'broke off': 'It broke off before its end.',
}

export function markdownOf(report: Report): string {
  const { number } = report
  const whose =
    number === undefined ? '' : ` A number of the country ${number.country}, ending in ${number.endsIn}.`
  return [
    `# A probe of ${report.against}`,
    '',
    `Made by the probe of Tern ${report.tern} on ${report.day}, in ${String(report.minutes)} minutes.${whose} ` +
      `${endedWords[report.ended]} ${putBackWords[report.putBack]}`,
    '',
    'It holds forms, counts and the words of the service, and no key, token, address, id, name or text. Of phone numbers there are two digits. Read it before you send it.',
    '',
    '## What the service did',
    '',
    ...table(['#', 'question', 'seen'], report.findings.map(rowOf)),
    '',
    '## In detail',
    '',
    ...report.findings.filter(({ facts }) => facts !== undefined).map(factsOf),
    '',
    '## The answers, and their forms',
    '',
    ...report.answers.flatMap(answerOf),
    '## The callbacks, and their forms',
    '',
    ...(report.callbacks.length === 0 ? ['None came.', ''] : report.callbacks.flatMap(callbackOf)),
  ].join('\n')
}

const rowOf = ({ number, question, outcome, says, step, id }: ReportedFinding): string[] => {
  const prefix = { seen: '', noAnswer: 'No answer: ', notAsked: 'Not asked: ' }[outcome]
  return [String(number), `${question} (${step}: ${id})`, `${prefix}${says}`]
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`)

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

const factsOf = ({ number, id, facts = {} }: ReportedFinding): string => {
  const list = Object.entries(facts).map(
    ([name, value]) => `${name}: ${typeof value === 'object' ? value.join(', ') || 'none' : String(value)}`,
  )
  return `- ${String(number)}, ${id}: ${list.join('; ')}`
}

function answerOf(answer: ReportedAnswer): string[] {
  const { label, method, path, status, failure, ms, times } = answer
  const end = status === undefined ? (failure ?? '') : String(status)
  const often = times === 1 ? '' : `, ${String(times)} times`
  return [
    `### ${label}: ${method} ${path}: ${end}${often}`,
    '',
    `Body: ${answer.body}. ${String(ms)} ms. Headers: ${answer.headerNames.join(', ') || 'none'}.`,
    ...Object.entries(answer.rateHeaders).map(([name, value]) => `${name}: ${value}`),
    '',
    ...shapeLines(answer.shape),
  ]
}

function callbackOf(callback: ReportedCallback): string[] {
  const { phase, atMs, method, treatment, readAs } = callback
  return [
    `### ${method}, in ${phase}, after ${String(Math.round(atMs / 1000))} s`,
    '',
    `Tern reads it as: ${readAs}. Treated: ${treatment}. Headers: ${callback.headerNames.join(', ')}.`,
    '',
    ...shapeLines(callback.shape),
  ]
}

const shapeLines = (shape: ReportedAnswer['shape']): string[] =>
  shape === undefined ? [] : ['```json', JSON.stringify(shape, null, 1), '```', '']
