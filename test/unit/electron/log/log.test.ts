import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeError } from '../../../../electron/log/describe.ts'
import { createLog } from '../../../../electron/log/log.ts'
import { TernError } from '../../../../shared/errors.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tern-log-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true })
})
const written = (): string => readFileSync(join(dir, 'logs', 'tern.log'), 'utf8')

describe('the log', () => {
  it('writes events with facts, for the user only', () => {
    const log = createLog({ dir: join(dir, 'logs') })
    log.info('store opened', { version: 3 })
    log.warn('probe missed')
    expect(written()).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z \[info\]\s+store opened \{"version":3\}\n.*\[warn\]\s+probe missed\n$/,
    )
    expect(statSync(join(dir, 'logs', 'tern.log')).mode & 0o077).toBe(0)
  })

  it('takes secrets out at the sink, by whatever way they come', () => {
    const log = createLog({ dir: join(dir, 'logs') })
    const secret = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
    log.info(`callback at https://abc.loca.lt/callback/${secret}`, {
      peer: '+13023063029',
      token: 'tiny',
      nested: { key: secret },
    })
    log.warn(`Basic ${secret}`)
    log.error('refused', Object.assign(new Error(`bad ${secret}`), { code: 'E_BAD' }))
    for (const gone of [secret, '3063029', 'tiny']) expect(written()).not.toContain(gone)
    expect(written()).toContain('abc.loca.lt')
    expect(written()).toContain('•••29')
  })

  it('keeps at most two files of about a megabyte', () => {
    const log = createLog({ dir: join(dir, 'logs') })
    const line = 'word '.repeat(2000)
    for (let i = 0; i < 400; i++) log.info(line)
    const files = readdirSync(join(dir, 'logs'))
    expect(files.sort()).toEqual(['tern.log', 'tern.old.log'])
    for (const file of files) expect(statSync(join(dir, 'logs', file)).size).toBeLessThan(1.1 * 1024 * 1024)
  })

  it('does not throw on facts that are no plain values', () => {
    const log = createLog({ dir: join(dir, 'logs') })
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    log.info('odd', cycle)
    log.info('odd', { big: 1n })
    expect(written().match(/odd/g)).toHaveLength(2)
  })
})

describe('an error in the log', () => {
  it('is its code, its facts and its causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const text = describeError(new TernError('tunnel.refused', { host: 'loca.lt' }, cause))
    expect(text).toContain('tunnel.refused {"host":"loca.lt"}')
    expect(text).toContain('because of Error ECONNREFUSED: connect ECONNREFUSED')
  })

  it('never quotes what somebody wrote', () => {
    const text = 'meet me at the bridge'
    const issues = v.safeParse(v.number(), text).issues
    const errors = [new Error(text), new TypeError(text, { cause: new Error(text) }), text, { text }]
    if (issues !== undefined) errors.push(new v.ValiError(issues))
    for (const error of errors) expect(describeError(error)).not.toContain('bridge')
  })

  it('says where', () => {
    expect(describeError(new Error('x'))).toContain('log.test.ts')
  })
})
