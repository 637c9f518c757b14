/** The recovery page itself: one sheet of paper, on A4 or Letter. Pure. */
import { createHash } from 'node:crypto'
import { codeGroups } from '../../shared/core/recovery-code.ts'
import type { KitFacts } from './recovery.ts'

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; margin: 0; }
body {
  max-width: 172mm; margin: 0 auto; padding: 10mm 4mm; background: #fff; color: #1d2327;
  font: 11pt/1.5 system-ui, 'Segoe UI', 'Noto Sans', sans-serif;
}
header { display: flex; align-items: baseline; justify-content: space-between; gap: 8mm; color: #5a666d; font-size: 9.5pt; }
header b { color: #0a5564; font-size: 12pt; font-weight: 650; letter-spacing: 0.01em; }
h1 { margin-top: 9mm; font-size: 23pt; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
.lead { margin-top: 3mm; font-size: 12pt; color: #3a454b; }
.code {
  display: grid; grid-template-columns: repeat(4, auto); justify-content: center; gap: 6mm 11mm; margin-top: 9mm;
  padding: 9mm 4mm;
  border: 0.4mm solid #1d2327; border-radius: 3mm; break-inside: avoid;
}
.code span {
  font: 600 21pt/1.1 ui-monospace, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono', monospace;
  letter-spacing: 0.08em; margin-right: -0.08em; white-space: nowrap;
}
dl { display: grid; grid-template-columns: auto 1fr; gap: 1mm 6mm; margin-top: 7mm; overflow-wrap: anywhere; }
dt { color: #5a666d; }
h2 { margin-top: 8mm; font-size: 12.5pt; font-weight: 650; break-after: avoid; }
ol, ul { margin-top: 2mm; padding-left: 6mm; }
li { margin-top: 1.2mm; padding-left: 1mm; }
li::marker { color: #5a666d; }
@page { margin: 14mm 15mm; }
@media print { body { padding: 0; } }
`

const hash = createHash('sha256').update(style).digest('base64')

/** What the sheet may do: show its own style. */
export const kitPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The regions whose printers hold Letter (Unicode CLDR, paper sizes). */
const letterRegions = 'BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' ')

/** @param region ISO 3166-1 alpha-2 */
export const paperOf = (region: string): 'A4' | 'Letter' => (letterRegions.includes(region) ? 'Letter' : 'A4')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

/** The sheet as HTML, with nothing to load and nothing to run. */
export function kitPage(facts: KitFacts, code: string): string {
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(facts.madeAt)
  const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    facts.madeAt,
  )
  const line = (name: string, ...parts: readonly string[]): string =>
    `<dt>${name}</dt><dd>${parts.map((part) => `<bdi>${escape(part)}</bdi>`).join(' · ')}</dd>`
  const { company, number } = facts
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Tern recovery page</title>
<style>${style}</style>
<header><b>Tern</b><span>Keep this page private</span></header>
<h1>Recovery page</h1>
<p class="lead">The code on this page opens your messages when this computer’s keychain has lost their key.</p>
<div class="code" role="group" aria-label="Recovery code">${codeGroups(code)
    .map((group) => `<span>${group}</span>`)
    .join('\n')}</div>
<dl>
${line('Made', `${day}, ${time}`)}
${company === undefined ? '' : line('Company', company)}
${number === undefined ? '' : line('Number', number.name, number.digits)}
</dl>
<h2>When you need it</h2>
<ol>
<li>Tern says that the key of your messages is gone from the keychain. Choose <b>Use recovery code</b>.</li>
<li>Type the code above. Capitals, spaces and dashes do not matter.</li>
<li>Your messages are back. Connect your Aircall key again: this page does not hold it.</li>
</ol>
<h2>Until then</h2>
<ul>
<li>Keep this page where you keep other important papers, away from the computer.</li>
<li>Whoever has this page and the files of this computer or a backup of them can read your messages. The page alone
opens nothing.</li>
<li>It holds no messages. Keep backups of Tern’s folder as well: this code opens them, too.</li>
<li>When you make a new page, the code on this one no longer works. Tern keeps the code nowhere.</li>
</ul>
</html>
`
}
