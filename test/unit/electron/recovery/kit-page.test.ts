import { describe, expect, it } from 'vitest'
import { kitPage, kitPolicy, paperOf } from '../../../../electron/recovery/kit-page.ts'

const code = '3AHRZ6DMV29GQY5CKT18FPX4BJS0'
const facts = { madeAt: Date.UTC(2026, 10, 24, 12), company: undefined, number: undefined }

describe('the recovery page', () => {
  it('has the code in groups, and the day', () => {
    const page = kitPage(facts, code)
    expect(page.match(/<span>[0-9A-Z]{4}<\/span>/g)).toHaveLength(7)
    expect(page).toContain('November 24, 2026')
    expect(page).not.toContain('undefined')
  })

  it('shows names as they are, whatever they hold', () => {
    const name = `<img src=x onerror="alert('&')">`
    const page = kitPage({ ...facts, company: name, number: { name, digits: '+1' } }, code)
    expect(page).not.toContain('<img')
    expect(page.split('&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;')).toHaveLength(3)
  })

  it('may load and run nothing', () => {
    expect(kitPage(facts, code)).not.toMatch(/<script|src=|href=|url\(|@import| style=| on\w+=/)
    expect(kitPolicy).toContain("default-src 'none'")
    expect(kitPolicy).not.toMatch(/unsafe|script-src/)
  })

  it('fits the paper of the region', () => {
    expect([paperOf('US'), paperOf('CA'), paperOf('DE'), paperOf('')]).toEqual([
      'Letter',
      'Letter',
      'A4',
      'A4',
    ])
  })
})
