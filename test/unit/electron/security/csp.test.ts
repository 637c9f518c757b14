import { describe, expect, it } from 'vitest'
import { contentPolicy, devContentPolicy } from '../../../../electron/security/csp.ts'

describe('the policy of the pages', () => {
  it('starts from nothing and allows nothing inline, no evaluation, no network', () => {
    expect(contentPolicy.startsWith("default-src 'none';")).toBe(true)
    for (const word of [
      'unsafe',
      '*',
      'http:',
      'https:',
      'ws',
      'connect-src',
      'blob:',
      'frame-src',
      'worker-src',
    ]) {
      expect(contentPolicy).not.toContain(word)
    }
    for (const rule of [
      "script-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(contentPolicy.split('; ')).toContain(rule)
    }
  })

  it('lets the dev server in only in its own', () => {
    expect(devContentPolicy('http://localhost:5173')).toContain("connect-src 'self' ws://localhost:5173")
  })
})
