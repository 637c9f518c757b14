/**
 * HTML as text. Everything that people wrote goes through {@link escapeHtml}; the pages carry no script, and a policy
 * that would let none run.
 */

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
// Browsers take a NUL, and XML the other control characters, for an error in the page.
const control = /(?![\t\n\r])\p{Cc}/gu

/** Text for between tags or inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(control, '\uFFFD').replace(/[&<>"']/g, (sign) => named[sign] ?? sign)
}

/** HTML that is safe to put into a page. Made by {@link html} only. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | undefined | readonly Part[]

const render = (part: Part): string => {
  if (part === undefined) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if (Array.isArray(part)) return (part as readonly Part[]).map(render).join('')
  return (part as Html).html
}

/**
 * Joins a template: its own text is HTML, what is put into it is escaped unless it is {@link Html} itself. Not called
 * `html`, because formatters rewrite such templates, and close what is left open here.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((whole, text, n) => whole + render(parts[n - 1]) + text) }
}

// `self` means nothing for a page that is opened from a disk in some browsers; `file:` does.
const policy =
  "default-src 'none'; style-src 'self' file:; img-src 'self' file:; form-action 'none'; base-uri 'none'"

/** The beginning of a page. @param up the way from its folder to the export's: '' or '../' */
export function pageHead(title: string, up: string): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${up}style.css">
</head>
<body>
`
}

/** The end of a page. */
export const pageFoot: Html = markup`</body>
</html>
`

/** Links to the pages before and after; nothing where there is only one. @param name of a page's file, by its number */
export function pageLinks(page: number, pages: number, name: (page: number) => string): Html {
  if (pages <= 1) return markup``
  const link = (to: number, words: string): Html =>
    to < 1 || to > pages || to === page
      ? markup`<span>${words}</span>`
      : markup`<a href="${name(to)}">${words}</a>`
  return markup`<nav aria-label="Pages">
${link(1, 'First')} ${link(page - 1, 'Before')}
<span>Page ${page} of ${pages}</span>
${link(page + 1, 'After')} ${link(pages, 'Last')}
</nav>
`
}
