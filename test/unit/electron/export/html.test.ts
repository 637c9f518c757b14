import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, markup, pageLinks } from '../../../../electron/export/html.ts'

const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" }
const unescape = (html: string): string =>
  html.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => signs[name] ?? '')

describe('text in a page', () => {
  it('holds no sign of HTML, and is the same text again for whoever reads it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const html = escapeHtml(text)
        expect(html).not.toMatch(/[<>"']|&(?!(lt|gt|amp|quot|#39);)/)
        expect(unescape(html)).toBe(text.replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD'))
      }),
    )
  })

  it('is escaped in a template, as is all that is in a list; markup is not', () => {
    const part = markup`<b>${'<i>'}</b>`
    expect(markup`<p title="${'"'}">${[part, 'a & b', undefined]}${3}</p>`.html).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b>a &amp; b3</p>',
    )
  })
})

describe('links between pages', () => {
  const name = (page: number): string => `${String(page)}.html`
  const links = (page: number, pages: number): string[] =>
    [...pageLinks(page, pages, name).html.matchAll(/href="(\d+)\.html"/g)].map(([, to]) => to ?? '')

  it('lead to the first, the one before, the one after and the last, and nowhere else', () => {
    expect(links(1, 1)).toEqual([])
    expect(links(1, 3)).toEqual(['2', '3'])
    expect(links(2, 3)).toEqual(['1', '1', '3', '3'])
    expect(links(3, 3)).toEqual(['1', '2'])
  })
})
