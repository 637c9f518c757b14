import { describe, expect, it } from 'vitest'
import { createChecks, type Check } from '../../../../electron/health/checks.ts'
import { TernError } from '../../../../shared/errors.ts'
import { checkedParts, type CheckedPart, type HealthChecks } from '../../../../shared/model/health.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

function createRig(change: Partial<Record<CheckedPart, Partial<Check>>> = {}) {
  const clock = createFakeClock()
  const told: HealthChecks[] = []
  const ran: CheckedPart[] = []
  const made = checkedParts.map((part): [CheckedPart, Check] => [
    part,
    {
      isSetUp: () => true,
      run() {
        ran.push(part)
        return change[part]?.run?.() ?? Promise.resolve()
      },
      limitMs: 1000,
      ...(change[part]?.isSetUp === undefined ? {} : { isSetUp: change[part].isSetUp }),
    },
  ])
  const checks = createChecks({
    checks: Object.fromEntries(made) as Record<CheckedPart, Check>,
    onChange: (now) => told.push(now),
    clock,
    log: quietLog,
  })
  return { checks, clock, told, ran }
}

const states = ({ checks }: HealthChecks) => checks.map(({ part, state }) => `${part} ${state}`)
const turn = (): Promise<void> => new Promise((done) => setImmediate(done))

describe('run all checks', () => {
  it('runs them one after the other, and tells each step', async () => {
    const { checks, told, ran, clock } = createRig()
    const end = await checks.runAll()
    expect(ran).toEqual([...checkedParts])
    expect(end).toEqual({ checks: checkedParts.map((part) => ({ part, state: 'passed', at: clock.now() })) })
    expect(checks.current()).toEqual(end)
    expect(told.at(-1)).toEqual(end)
    // Never two at one time, and each of them was seen running.
    const running = told.map((now) =>
      now.checks.filter(({ state }) => state === 'running').map(({ part }) => part),
    )
    expect(Math.max(...running.map((parts) => parts.length))).toBe(1)
    expect([...new Set(running.flat())]).toEqual([...checkedParts])
    expect(told.every((now) => now === end || now.running === 'all' || now === told.at(-1))).toBe(true)
  })

  it('goes on after one that fails, and keeps why', async () => {
    const refused = new TernError('aircall.keyRefused', { status: 401 })
    const { checks, ran } = createRig({
      key: { run: () => Promise.reject(refused) },
      disk: { run: () => Promise.reject(new Error('a bug')) },
    })
    const end = await checks.runAll()
    expect(ran).toHaveLength(checkedParts.length)
    expect(end.checks.find(({ part }) => part === 'key')).toMatchObject({
      state: 'failed',
      error: { code: 'aircall.keyRefused', detail: { status: 401 } },
    })
    expect(end.checks.find(({ part }) => part === 'disk')?.error?.code).toBe('app.internal')
    expect(end.checks.filter(({ state }) => state === 'passed')).toHaveLength(checkedParts.length - 2)
  })

  it('leaves out what is not set up', async () => {
    const { checks, ran } = createRig({ number: { isSetUp: () => false }, key: { isSetUp: () => false } })
    expect(states(await checks.runAll()).slice(0, 2)).toEqual(['key skipped', 'number skipped'])
    expect(ran).not.toContain('key')
  })

  it('waits for none longer than its time', async () => {
    const { checks, clock } = createRig({ proof: { run: () => new Promise(() => undefined) } })
    const done = checks.runAll()
    for (let left = 50; left > 0 && !states(checks.current()).includes('proof running'); left -= 1)
      await turn()
    clock.advance(999)
    await turn()
    expect(states(checks.current())).toContain('proof running')
    clock.advance(1)
    const end = await done
    expect(end.checks.find(({ part }) => part === 'proof')).toMatchObject({
      state: 'failed',
      error: { code: 'check.timedOut', detail: { seconds: 1 } },
    })
    expect(states(end).at(-1)).toBe('disk passed')
  })

  it('does not run twice at one time, nor beside a single one', async () => {
    const { checks, ran } = createRig()
    const first = checks.runAll()
    await expect(checks.runAll()).rejects.toMatchObject({ code: 'check.busy' })
    await expect(checks.runOne('key')).rejects.toMatchObject({ code: 'check.busy' })
    await first
    expect(ran).toHaveLength(checkedParts.length)
    const again = checks.runOne('key')
    await expect(checks.runAll()).rejects.toMatchObject({ code: 'check.busy' })
    await again
    await checks.runAll()
  })

  it('runs one by itself, and keeps how the others ended', async () => {
    let works = false
    const { checks } = createRig({
      key: { run: () => (works ? Promise.resolve() : Promise.reject(new TernError('aircall.unreachable'))) },
    })
    await checks.runAll()
    works = true
    const end = await checks.runOne('key')
    expect(states(end)).toEqual(checkedParts.map((part) => `${part} passed`))
  })

  it('begins nothing more and tells nothing once it is stopped', async () => {
    let release = (): void => undefined
    const { checks, told, ran } = createRig({
      number: { run: () => new Promise<void>((done) => (release = done)) },
    })
    const done = checks.runAll()
    for (let left = 50; left > 0 && !ran.includes('number'); left -= 1) await turn()
    checks.stop()
    const before = told.length
    release()
    await expect(done).rejects.toMatchObject({ code: 'work.stopped' })
    expect(ran).toEqual(['key', 'number'])
    expect(told).toHaveLength(before)
  })
})
